import { ruleOf } from '../../src/catalogue/rules.js';
import type { CacheModeId, FrontendId } from '../../src/model/configuration.js';
import type { today } from '../laws/fault-laws.js';

export interface Machine {
  readonly frontend: FrontendId;
  readonly cache: CacheModeId;
  readonly changes: Parameters<typeof today>[2];
}

/** What the words of a cure change. What is no setting of a machine is not tried. */
export const words: Readonly<Record<string, Partial<Machine>>> = {
  'virtio-blk': { frontend: 'virtio-blk' },
  'virtio-blk with cache=none': { frontend: 'virtio-blk', cache: 'none' },
  'another frontend (virtio-blk)': { frontend: 'virtio-blk' },
  'cache=writeback': { cache: 'writeback' },
  'cache_type: Writeback': { cache: 'writeback' },
  'ZFS in the guest': { changes: { 'guest-kernel': 'freebsd-zfs' } },
  'cache=none': { cache: 'none' },
  none: { cache: 'none' },
  'cache=writethrough': { cache: 'writethrough' },
  directsync: { cache: 'directsync' },
  'cache=directsync with aio=native': { cache: 'directsync', changes: { aio: 'native' } },
  'cache=writethrough and config-wce=off': {
    cache: 'writethrough',
    changes: { 'config-wce': 'off' },
  },
  'cache=directsync with aio=native and config-wce=off': {
    cache: 'directsync',
    changes: { aio: 'native', 'config-wce': 'off' },
  },
  'config-wce=off': { changes: { 'config-wce': 'off' } },
  'config-wce=off for the device': { changes: { 'config-wce': 'off' } },
  'writethrough=on for the export': { cache: 'writethrough' },
  'aio=native': { changes: { aio: 'native' } },
  'aio=io_uring': { changes: { aio: 'io_uring' } },
  io_uring: { changes: { aio: 'io_uring' } },
  'scsi-hd dpofua=off': { changes: { dpofua: 'off' } },
  qcow2: { changes: { format: 'qcow2' } },
  'werror=stop': { changes: { werror: 'stop' } },
  'let the application stop (data_sync_retry=off)': { changes: { 'fsync-error': 'stops' } },
  [ruleOf('BLK027').change]: { changes: { 'fsync-error': 'stops' } },
};
/** What is no setting of a machine. */
export const advice = ['a guest that flushes after commits', 'FlushFileBuffers after the write'];
