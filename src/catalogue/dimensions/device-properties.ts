import type {
  ConfigWceId,
  DeviceSettings,
  DpofuaId,
  FrontendId,
  MachineId,
  QemuSettings,
} from '../../model/configuration.js';
import { isOlder, machineRelease } from '../releases/releases.js';
import type { DimensionValue } from './dimension.js';
import { queueDepthOn } from './queue-depths.js';

const ofScsi = {
  source: 'QEMU hw/scsi/scsi-disk.c scsi_is_cmd_fua; commit da8365dbab (1.1)',
  confidence: 'read',
} as const;

export const dpofuas = [
  {
    id: 'auto',
    sentence: 'as the machine type has it: on from 10.1 on (the default)',
    source: 'QEMU 10.2.2 hw/core/machine.c, hw_compat_10_0; 10.0.13 and 11.1.2 run',
    confidence: 'measured',
  },
  {
    ...ofScsi,
    id: 'on',
    sentence: 'a SCSI disk says that it takes FUA',
  },
  {
    ...ofScsi,
    id: 'off',
    sentence: 'a SCSI disk says that it takes no FUA: a flush follows the write',
  },
] as const satisfies readonly DimensionValue<DpofuaId>[];

/** From this machine type on scsi-hd has dpofua=on. QEMU hw/core/machine.c, hw_compat_10_0. */
export const dpofuaSince = '10.1' satisfies MachineId;

/** Whether a SCSI disk offers FUA where nobody says so: up to machine type 10.0 it does not. */
export function offersFua({
  release,
  machine,
}: Pick<QemuSettings, 'release' | 'machine'>): boolean {
  return !isOlder(machineRelease(release, machine), dpofuaSince);
}

export const configWces = [
  {
    id: 'on',
    sentence: 'the guest of virtio-blk reads and switches its write cache (the default)',
    source: 'QEMU commits 13e3dce068, ea776abca6 (1.2); run on 7.2.22 with Linux 6.1',
    confidence: 'measured',
  },
  {
    id: 'off',
    sentence: 'the guest of virtio-blk knows a write cache by the flush command alone',
    source: 'QEMU hw/block/virtio-blk.c virtio_blk_get_features, commit 13e3dce068',
    confidence: 'read',
  },
] as const satisfies readonly DimensionValue<ConfigWceId>[];

/** Devices with a scsi-hd in them. */
export const scsiDisks: readonly FrontendId[] = [
  'scsi',
  'virtio-scsi',
  'megasas',
  'usb-storage',
  'usb-uas',
];

export const virtioDisks: readonly FrontendId[] = ['virtio-blk', 'vhost-user-blk'];

export const usualDevice: DeviceSettings = {
  dpofua: 'auto',
  configWce: 'on',
  queueDepth: 'device',
};

/** Another device has the properties of the one before it as far as it knows them. */
export function settingsOn(frontend: FrontendId, device: DeviceSettings): DeviceSettings {
  const { dpofua, configWce, queueDepth } = device;
  return {
    dpofua: scsiDisks.includes(frontend) ? dpofua : usualDevice.dpofua,
    configWce: virtioDisks.includes(frontend) ? configWce : usualDevice.configWce,
    queueDepth: queueDepthOn(frontend, queueDepth),
  };
}
