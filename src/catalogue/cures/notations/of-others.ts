import { monitors } from '../../releases/monitors.js';
import { allModes, asGlobal, convertible, each, type NotationRow } from './notation.js';

/** KubeVirt staging/src/kubevirt.io/api/core/v1/schema.go (DiskTarget, DriverCache, DriverIO): the rest is refused. */
const kubevirtModes = ['none', 'writeback', 'writethrough'] as const;

const nothing = { fields: {}, settings: {}, passes: null, formats: [] } as const;

/** QEMU's values, in the words of a monitor of its own. */
const monitored = monitors.map(({ frontend, name, options, writes }): NotationRow => {
  const isFirecracker = frontend === 'firecracker';
  return {
    ...nothing,
    id: isFirecracker ? 'firecracker' : 'cloud-hypervisor',
    name,
    fields: isFirecracker
      ? { cache: 'cache_type of the drive', aio: 'io_engine of the drive' }
      : { cache: 'direct= of --disk' },
    settings: options,
    formats: ['raw'],
    source: writes,
  };
});

export const otherNotations: readonly NotationRow[] = [
  {
    id: 'kubevirt',
    name: 'KubeVirt',
    fields: { cache: 'cache of the disk', aio: 'io of the disk', frontend: 'bus of the disk' },
    settings: {
      cache: each(kubevirtModes, (mode) => `cache: ${mode}`),
      aio: each(['native', 'threads'], (engine) => `io: ${engine}`),
      frontend: {
        'virtio-blk': 'bus: virtio',
        'virtio-scsi': 'bus: scsi',
        ahci: 'bus: sata',
        'usb-storage': 'bus: usb',
      },
      werror: {
        enospc: 'errorPolicy: enospace',
        report: 'errorPolicy: report',
        stop: 'errorPolicy: stop',
      },
    },
    passes: null,
    formats: ['raw'],
    source: 'kubevirt d923fdb staging/src/kubevirt.io/api/core/v1/schema.go',
  },
  {
    id: 'harvester',
    name: 'the provider harvester/harvester',
    fields: { cache: 'cache_mode of disk', frontend: 'bus of disk' },
    settings: {
      cache: each(kubevirtModes, (mode) => `cache_mode = "${mode}"`),
      frontend: {
        'virtio-blk': 'bus = "virtio"',
        'virtio-scsi': 'bus = "scsi"',
        ahci: 'bus = "sata"',
        'usb-storage': 'bus = "usb"',
      },
    },
    passes: null,
    formats: ['raw'],
    source:
      'harvester 2026-07-23 internal/provider/virtualmachine/resource_virtualmachine_constructor.go',
  },
  {
    id: 'incus',
    name: 'Incus',
    fields: { cache: 'io.cache', frontend: 'io.bus' },
    settings: {
      cache: each(['none', 'writeback', 'unsafe'], (mode) => `io.cache: ${mode}`),
      frontend: {
        'virtio-blk': 'io.bus: virtio-blk',
        'virtio-scsi': 'io.bus: virtio-scsi',
        nvme: 'io.bus: nvme',
        'usb-storage': 'io.bus: usb',
      },
    },
    // What `raw.qemu` says of disks that Incus makes by QMP is not read (docs/config.md).
    passes: null,
    formats: ['raw'],
    source: 'incus be7afc5 internal/server/device/disk.go; doc/reference/devices_disk.md',
  },
  {
    id: 'packer-qemu',
    name: "Packer's QEMU builder",
    fields: { cache: 'disk_cache', frontend: 'disk_interface' },
    settings: {
      cache: each(allModes, (mode) => `disk_cache = "${mode}"`),
      frontend: {
        'virtio-blk': 'disk_interface = "virtio"',
        'virtio-scsi': 'disk_interface = "virtio-scsi"',
        ide: 'disk_interface = "ide"',
      },
    },
    passes: asGlobal((words) => `qemuargs ${words}`),
    formats: convertible,
    source: 'packer-plugin-qemu 94d9fee builder/qemu/config.go',
  },
  ...monitored,
  {
    ...nothing,
    id: 'no-settings',
    name: 'a definition',
    source: 'flash of firmware, and devices of the host: no cache mode, engine or bus is written',
  },
];
