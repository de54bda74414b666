import {
  type Configuration,
  type FrontendId,
  hostNoteIds,
  patchIds,
  type QemuReleaseId,
} from '../model/configuration.js';
import { frontends } from './dimensions/frontends.js';
import { guestKernels } from './dimensions/guests.js';
import { hosts } from './dimensions/hosts.js';
import { patches } from './dimensions/patches.js';
import { queueDepths } from './dimensions/queue-depths.js';
import { monitorOf, monitors } from './releases/monitors.js';
import { isOfQemu } from './releases/of-qemu.js';
import { isOlder, qemuReleases } from './releases/releases.js';

/** What somebody can do who wants another value of a dimension. */
export interface ChangeRow {
  /** The key of the dimension. */
  readonly key: string;
  /** Values to which nobody would change for the sake of data. */
  readonly never: readonly string[];
  /** The same for those who have a certain value. */
  readonly neverFrom?: Readonly<Record<string, readonly string[]>>;
  /** Where costs are equal these come first: the costs do not show how many requests a device takes at once. */
  readonly preferred?: readonly string[];
  /** How the change from one value to another is made on a device, in a few words. */
  readonly how: (to: string, from: string, frontend: FrontendId) => string;
  /** Whether something has to be bought for it, or built anew. */
  readonly isBought?: (to: string, from: string) => boolean;
  /** What somebody else decides, of a disk that may have all of these values. */
  readonly isAnothers?: (to: string, froms: readonly string[]) => boolean;
  /** What cannot be had that way, or would be worse, of this configuration. */
  readonly forbids?: (to: string, on: Configuration) => boolean;
  /** Where nothing can be changed about it, somebody who reads the answer is told. */
  readonly isTold?: true;
}

const howToDisk: Readonly<Record<string, string>> = {
  'no-wce':
    "switch the disk's write cache off (hdparm -W0, sdparm --clear WCE, nvme set-feature -f 6 --value=0)",
  plp: 'a disk whose cache has power-loss protection',
  bbu: "a controller with a battery-backed cache, the disks' own caches off",
  'wce-honest': 'disks that honour flushes, and of an array all members',
};

const degraded = 'md-raid5-degraded';
const boughtDisks: readonly string[] = ['wce-honest', 'plp', 'bbu'];

/** In the words of who serves the device. */
function onDrive(key: string): ChangeRow['how'] {
  return (to, _from, frontend) => {
    const monitor = monitorOf(frontend);
    return monitor === undefined
      ? `${key}=${to} on the drive`
      : (monitor.options[key]?.[to] ?? `${key}=${to}`);
  };
}

/** An array that lacks a member, and is whole again: its disks are what they were. */
function isRebuild(to: string, from: string): boolean {
  return from === degraded && to === 'wce-honest';
}

const howToNote: Readonly<Record<string, string>> = {
  'ext3-no-barrier': "mount the host's ext3 with barrier=1",
  'block-node-no-flush': 'Linux 2.6.33 on the host',
  'odirect-no-flush': 'Linux 2.6.33 on the host',
};

function landed(id: string): string {
  return patches.find((row) => row.id === id)?.landed ?? '';
}

const allFrontends = frontends.map(({ id }) => id);
/** Devices that only one hypervisor has. */
const hypervisors = ['xen-block', ...monitors.map(({ frontend }) => frontend)];

const servers: readonly string[] = hosts.flatMap(({ id, isRemote }) => (isRemote ? [id] : []));

/** The release that cures name, and the newest: the others between them do as one of the two. */
const updates: readonly string[] = ['10.0', qemuReleases[qemuReleases.length - 1]?.id ?? ''];

const otherNbd = 'nbd-other';

/** The same host but for one setting: nobody gets there from another. */
const sameOtherwise: Readonly<Record<string, string>> = {
  [otherNbd]: 'nbd',
  zfs: 'zfs-nosync',
  zvol: 'zvol-nosync',
};

function howToHost(to: string): string {
  if (to === 'zfs' || to === 'zvol') return 'zfs set sync=standard for it';
  if (to === otherNbd) return "a server that keeps FUA: nbdkit, or QEMU's with aio=io_uring";
  return to === 'block-device' ? 'a logical volume as the image' : `move the image to: ${to}`;
}

/** How an image gets another format. */
const howToFormat: Readonly<Record<string, string>> = {
  network: 'keep or replicate the image on another machine (nbd, rbd, iscsi, nfs)',
  qcow2: 'convert the image (qemu-img convert -O qcow2 -o preallocation=full)',
  raw: 'convert the image (qemu-img convert -O raw)',
};

/** Dimensions that a person can change. What is not here nobody changes for the sake of data. */
export const changeRows: readonly ChangeRow[] = [
  {
    key: 'werror',
    never: ['ignore'],
    // Of those that tell the guest, the default is as good as any.
    neverFrom: { enospc: ['report'] },
    preferred: ['enospc'],
    how: (value) => `werror=${value}`,
  },
  {
    key: 'frontend',
    // Nobody takes another hypervisor for the sake of a flush.
    never: hypervisors,
    neverFrom: Object.fromEntries(hypervisors.map((id) => [id, allFrontends])),
    preferred: ['virtio-blk', 'virtio-scsi', 'nvme', 'ahci'],
    how: (value) => `give the guest its disk as ${value} (if=, or -device)`,
  },
  {
    key: 'cache',
    never: ['unsafe', 'writethrough-noflush', 'none-noflush', 'directsync-noflush'],
    how: onDrive('cache'),
  },
  {
    key: 'qemu',
    never: qemuReleases.flatMap(({ id }) => (updates.includes(id) ? [] : [id])),
    // Of the mail's QEMU the steps of the action plan are the updates.
    forbids: (to, { frontend, qemu }) =>
      !isOfQemu(frontend) || qemu.release === '0.11' || !isOlder(qemu.release, to as QemuReleaseId),
    isTold: true,
    how: (value) => `update QEMU to ${value}`,
  },
  {
    key: 'dpofua',
    never: ['auto', 'on'],
    how: (value) => `dpofua=${value} for the scsi-hd (-device, or -global scsi-hd.dpofua)`,
  },
  {
    key: 'config-wce',
    never: ['on'],
    how: (value) => `config-wce=${value} for the device (-device)`,
  },
  {
    key: 'queue-depth',
    never: queueDepths.flatMap(({ id }) => (id === 'device' ? [] : [id])),
    how: () => 'leave the queue of the device as it is (no queue_depth in the guest)',
  },
  { key: 'aio', never: [], how: onDrive('aio') },
  {
    key: 'guest-write-cache',
    // A device forgets that it was switched off when it is reset; cache=writethrough is for good.
    never: ['write-through', 'device-off'],
    how: (_to, from) =>
      from === 'device-off'
        ? "leave the device's write cache on in the guest (hdparm -W1, sdparm --set WCE)"
        : 'write back in queue/write_cache of the guest',
  },
  {
    key: 'format',
    // To what serves as well as qcow2, and is used less, nobody converts an image.
    never: ['protocol', 'qed', 'vdi', 'vmdk'],
    // What lies on another machine stays there.
    forbids: (to, { image, host }) =>
      image.format === 'network' && !(to === 'qcow2' && servers.includes(host.storage)),
    // The definition says raw already.
    isAnothers: (to, froms) => to === 'raw' && froms.includes(to) && froms.includes('protocol'),
    isTold: true,
    how: (value, from) =>
      from === 'protocol' && value === 'raw'
        ? 'the raw driver over the node of the file'
        : (howToFormat[value] ?? value),
    isBought: (to) => to === 'network',
  },
  {
    key: 'host',
    // Nobody moves an image below another layer for the sake of a flush; to another machine: format=network.
    never: [
      'file-nobarrier',
      'btrfs',
      'btrfs-nocow',
      'zfs-nosync',
      'zvol-nosync',
      'tmpfs',
      'dm-crypt',
      'md',
      'loop',
      ...servers.filter((id) => id !== otherNbd),
    ],
    forbids: (to, { host }) =>
      sameOtherwise[to] !== undefined && sameOtherwise[to] !== host.storage,
    how: howToHost,
  },
  ...hostNoteIds.map((key) => ({
    key,
    never: ['on'],
    how: () => howToNote[key] ?? '',
  })),
  {
    key: 'disk',
    never: ['wce-lying', 'wce-fua-ignored', 'bbu-wce', degraded],
    // To rebuild the array and to switch caches off are two changes.
    neverFrom: { [degraded]: ['no-wce'] },
    how: (to, from) =>
      isRebuild(to, from)
        ? 'rebuild the array: add the missing member (mdadm --add)'
        : (howToDisk[to] ?? to),
    isBought: (to, from) => boughtDisks.includes(to) && !isRebuild(to, from),
  },
  {
    key: 'atomic-unit',
    never: [],
    forbids: (to, { disk }) => Number(to) < disk.atomicBytes,
    isTold: true,
    how: (value) => `a disk that writes ${value} bytes whole (AWUPF, atomic_write_unit_max_bytes)`,
    isBought: () => true,
  },
  {
    key: 'allocation',
    never: ['sparse', 'unwritten'],
    how: () => 'write the whole image once (preallocation=full)',
  },
  {
    key: 'guest-kernel',
    never: guestKernels.flatMap(({ id }) => (id === 'freebsd-zfs' ? [] : [id])),
    forbids: (_to, { guest }) => guest.kernel !== 'freebsd-ufs',
    isTold: true,
    how: () => 'ZFS in the guest, in place of UFS',
    isBought: () => true,
  },
  {
    key: 'mount',
    never: ['nobarrier'],
    how: () => 'mount with barriers in the guest (barrier=1)',
  },
  {
    key: 'fsync-error',
    never: ['retries'],
    how: () => 'let the application stop where fsync fails (PostgreSQL: data_sync_retry=off)',
  },
  {
    key: 'elevator',
    never: [],
    how: (value) => `echo ${value} > /sys/block/*/queue/scheduler in the guest`,
  },
  ...patchIds.map((key) => ({ key, never: ['off'], how: () => landed(key) })),
];
