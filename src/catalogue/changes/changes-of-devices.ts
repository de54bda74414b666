import type { QemuReleaseId } from '../../model/configuration.js';
import { frontends } from '../dimensions/frontends.js';
import { queueDepths } from '../dimensions/queue-depths.js';
import { monitorOf, monitors } from '../releases/monitors.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { isOlder, qemuReleases } from '../releases/releases.js';
import type { ChangeRow } from './change.js';

/** In the words of who serves the device. */
function onDrive(key: string): ChangeRow['how'] {
  return (to, _from, frontend) => {
    const monitor = monitorOf(frontend);
    return monitor === undefined
      ? `${key}=${to} on the drive`
      : (monitor.options[key]?.[to] ?? `${key}=${to}`);
  };
}

const allFrontends = frontends.map(({ id }) => id);
/** Devices that only one hypervisor has. */
const hypervisors = ['xen-block', ...monitors.map(({ frontend }) => frontend)];

/** The release that cures name, and the newest: the others between them do as one of the two. */
const updates: readonly string[] = ['10.0', qemuReleases[qemuReleases.length - 1]?.id ?? ''];

/** What changes at the device, and who serves it. */
export const changesOfDevices: readonly ChangeRow[] = [
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
];
