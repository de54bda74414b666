import type { Flag } from './flag.js';
import { collect, parseSwitch } from './values.js';

/** What a machine is made of; every dimension but the cell. */
export const machineFlags: readonly Flag[] = [
  { syntax: '--qemu <names>', help: 'QEMU releases; any checks all', parse: collect },
  { syntax: '--machine <names>', help: 'version in the machine type', parse: collect },
  { syntax: '--dpofua <names>', help: 'auto, on, off: scsi-hd takes FUA', parse: collect },
  {
    syntax: '--config-wce <names>',
    help: "on, off: virtio-blk's cache can be switched",
    parse: collect,
  },
  {
    syntax: '--queue-depth <names>',
    help: '1, 16, ...: requests that are in flight',
    parse: collect,
  },
  { syntax: '--aio <names>', help: 'threads, native, io_uring', parse: collect },
  { syntax: '--werror <names>', help: 'enospc, report, stop, ignore', parse: collect },
  { syntax: '--format <names>', help: 'image formats', parse: collect },
  { syntax: '--guest-kernel <name>', help: "the guest's Linux", parse: collect },
  {
    syntax: '--guest-write-cache <names>',
    help: 'what the guest makes of the write cache',
    parse: collect,
  },
  { syntax: '--host <names>', help: 'what the image lies on', parse: collect },
  { syntax: '--disk <names>', help: 'the disk below the host', parse: collect },
  { syntax: '--allocation <names>', help: 'how much of the image exists', parse: collect },
  { syntax: '--atomic-unit <bytes>', help: '512, 4096 or 16384: never torn', parse: collect },
  { syntax: '--mount <names>', help: 'the guest mounts with barriers, or not', parse: collect },
  {
    syntax: '--fsync-error <names>',
    help: 'stops, retries: the guest whose fsync fails',
    parse: collect,
  },
  { syntax: '--elevator <names>', help: "the guest's I/O scheduler", parse: collect },
  { syntax: '--patch <names>', help: 'steps of the action plans, all at once', parse: collect },
  { syntax: '--host-kernel <release>', help: "the host's Linux, which has the notes" },
  { syntax: '--host-note <name=on|off>', help: 'a note on Linux hosts', parse: parseSwitch },
];
