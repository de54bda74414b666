import type { Configuration } from '../../model/configuration.js';
import { cacheSwitchOf } from '../devices/cache-switches.js';
import { guestKernels } from '../dimensions/guests.js';
import { isOfLinux } from '../releases/of-linux.js';
import { rowOf } from '../row-of.js';
import type { Refusal } from './refusal.js';

const barrierFrontends: readonly string[] = ['ide', 'ahci', 'scsi', 'usb-storage', 'virtio-blk'];
const laterDrivers: readonly string[] = ['nvme', 'usb-uas', 'virtio-scsi'];
const switchedOff = 'device-off';

function hasBarriers({ guest }: Configuration): boolean {
  return guestKernels.find(({ id }) => id === guest.kernel)?.era === 'barriers';
}

export const guestRefusals: readonly Refusal[] = [
  {
    because: 'Linux 2.6.31 has no driver for this device',
    source:
      'Linux drivers/nvme (3.3), drivers/usb/storage/uas.c (2.6.37), drivers/scsi/virtio_scsi.c (3.4)',
    confidence: 'memory',
    isSo: (configuration) =>
      hasBarriers(configuration) && laterDrivers.includes(configuration.frontend),
  },
  {
    because: 'what Linux 2.6.31 does with this device is not modelled',
    isUnknown: true,
    isSo: (configuration) =>
      hasBarriers(configuration) && !barrierFrontends.includes(configuration.frontend),
  },
  {
    because: 'QEMU 0.11 is modelled with guests of its time (Linux 2.6.31)',
    isUnknown: true,
    isSo: (configuration) => configuration.qemu.release === '0.11' && !hasBarriers(configuration),
  },
  {
    because: "what the guest's kernel believes of the write cache can be changed since Linux 4.7",
    source: 'Linux Documentation/ABI/stable/sysfs-block, write_cache: April 2016',
    confidence: 'inferred',
    isSo: (configuration) =>
      configuration.guest.writeCache === 'write-through' && hasBarriers(configuration),
  },
  {
    because: 'a guest can switch the write cache of its device off since QEMU 1.2',
    isUnknown: true,
    isSo: ({ qemu, guest }) => qemu.release === '0.11' && guest.writeCache === switchedOff,
  },
  {
    because: 'config-wce=off takes the command away that switches the write cache off',
    source: 'QEMU hw/block/virtio-blk.c virtio_blk_get_features',
    confidence: 'read',
    isSo: ({ guest, device }) => guest.writeCache === switchedOff && device.configWce === 'off',
  },
  {
    because: 'this device takes no command that switches a write cache off',
    isUnknown: true,
    isSo: ({ frontend, qemu, guest }) =>
      guest.writeCache === switchedOff &&
      frontend !== 'cloud-hypervisor' &&
      cacheSwitchOf({ frontend, qemu }) === undefined,
  },
  {
    because: 'how Windows switches the write cache of a device off is not known',
    isUnknown: true,
    isSo: ({ guest }) =>
      guest.writeCache === switchedOff && rowOf(guestKernels, guest.kernel).switchesCache === '',
  },
  {
    because: 'the virtio_blk of Linux 2.6.31 knows no write cache, and cannot switch one off',
    isUnknown: true,
    isSo: (configuration) =>
      configuration.guest.writeCache === switchedOff &&
      configuration.frontend === 'virtio-blk' &&
      hasBarriers(configuration),
  },
  {
    because: 'what other systems than Linux keep of a page that they failed to write is not known',
    isUnknown: true,
    isSo: ({ guest }) => guest.fsyncError === 'retries' && !isOfLinux(guest),
  },
  {
    // Old ones flush what offers F_FLUSH, newer ones ask for wce: which Windows that is nobody says.
    because: 'viostor drives vhost-user-blk too: what its flushes are there is not modelled',
    isUnknown: true,
    isSo: ({ frontend, guest }) =>
      rowOf(guestKernels, guest.kernel).system === 'Windows' && frontend === 'vhost-user-blk',
  },
  {
    because:
      "what an old viostor turns on is the write cache of QEMU's virtio-blk: it is as windows",
    source: 'virtio-win pull request 1563',
    confidence: 'read',
    isSo: ({ frontend, guest }) =>
      guest.kernel === 'windows-old-viostor' &&
      frontend !== 'virtio-blk' &&
      frontend !== 'vhost-user-blk',
  },
  {
    because: 'what other systems than Linux do with a flush for a MegaRAID controller is not known',
    isUnknown: true,
    isSo: ({ frontend, guest }) => frontend === 'megasas' && !isOfLinux(guest),
  },
];
