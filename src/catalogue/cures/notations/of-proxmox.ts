import { allEngines, allModes, asGlobal, convertible, each, type NotationRow } from './notation.js';

const keys = {
  'virtio-blk': 'virtio',
  'virtio-scsi': 'scsi',
  ahci: 'sata',
  ide: 'ide',
} as const;

/** Drives are called after their bus, and SCSI has one controller for all of them. */
function keysAs(write: (bus: string) => string, controller: string) {
  const all = Object.entries(keys).map(([id, bus]) => [id, write(bus)] as const);
  return { ...Object.fromEntries(all), 'virtio-scsi': `${write('scsi')} with ${controller}` };
}

/** Machines of Proxmox VE, and those who order them there. */
export const notationsOfProxmox: readonly NotationRow[] = [
  {
    id: 'proxmox',
    name: 'Proxmox VE',
    fields: { cache: 'cache= of the drive', aio: 'aio= of the drive' },
    settings: {
      cache: each(allModes, (mode) => `cache=${mode}`),
      aio: each(allEngines, (engine) => `aio=${engine}`),
      frontend: keysAs((bus) => `${bus}N as its key`, 'scsihw: virtio-scsi-pci'),
      werror: each(['enospc', 'report', 'stop'], (policy) => `werror=${policy}`),
    },
    passes: asGlobal((words) => `args: ${words}`),
    formats: convertible,
    source: 'qemu-server e6352be src/PVE/QemuServer/Drive.pm, man qm.conf',
  },
  {
    id: 'bpg',
    name: 'the provider bpg/proxmox',
    fields: { cache: 'cache of disk', aio: 'aio of disk', frontend: 'interface of disk' },
    settings: {
      cache: each(allModes, (mode) => `cache = "${mode}"`),
      aio: each(allEngines, (engine) => `aio = "${engine}"`),
      frontend: keysAs((bus) => `interface = "${bus}N"`, 'scsi_hardware = "virtio-scsi-pci"'),
    },
    passes: asGlobal((words) => `kvm_arguments = "${words}"`),
    formats: convertible,
    source: 'bpg d6bd1ff proxmoxtf/resource/vm/disk/schema.go, vm.go',
  },
  {
    id: 'telmate',
    name: 'the provider Telmate/proxmox',
    fields: { cache: 'cache of disk', aio: 'asyncio of disk', frontend: 'the slot of disk' },
    settings: {
      cache: each(allModes, (mode) => `cache = "${mode}"`),
      aio: each(allEngines, (engine) => `asyncio = "${engine}"`),
      frontend: keysAs((bus) => `slot = "${bus}N"`, 'scsihw = "virtio-scsi-pci"'),
    },
    passes: asGlobal((words) => `args = "${words}"`),
    formats: convertible,
    source: 'Telmate 225e289 proxmox/Internal/resource/guest/qemu/disk/schema.go',
  },
  {
    id: 'packer-proxmox',
    name: "Packer's Proxmox builder",
    fields: { cache: 'cache_mode of disks', aio: 'asyncio of disks', frontend: 'type of disks' },
    settings: {
      cache: each(allModes, (mode) => `cache_mode = "${mode}"`),
      aio: each(allEngines, (engine) => `asyncio = "${engine}"`),
      frontend: keysAs((bus) => `type = "${bus}"`, 'scsi_controller = "virtio-scsi-pci"'),
    },
    passes: asGlobal((words) => `qemu_additional_args = "${words}"`),
    formats: convertible,
    source: 'packer-plugin-proxmox 2026-07-16 builder/proxmox/common/config.go',
  },
];
