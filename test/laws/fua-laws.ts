import type { CacheModeId, FrontendId } from '../../src/model/configuration.js';
import { inBothEngines } from './engines.js';
import { promised, shown, synced, today } from './fault-laws.js';
import { type Law, law } from './law.js';
import { acknowledge, fsync, type Sketch, wait, write } from './scripts.js';

// A disk that flushes when it is told to, and makes nothing of FUA.

const ignoring = { disk: 'wce-fua-ignored' } as const;
const fua: Sketch = { ...write(0), fua: true };
const durable = [fua, wait, acknowledge] as const;
const written = [write(0), wait, acknowledge] as const;
const flushed = [fua, fsync, acknowledge] as const;
const onTarget = { host: 'iscsi', format: 'network' } as const;
const onServer = { host: 'nbd-other', format: 'network' } as const;

const on = (
  frontend: FrontendId,
  cache: CacheModeId,
  changes: Readonly<Record<string, string>> = {},
) => today(frontend, cache, { aio: 'io_uring', ...ignoring, ...changes });

export const fuaLaws: readonly Law[] = [
  law(
    'a disk that ignores FUA keeps in its cache what the host writes with it, until a flush',
    () => [
      shown(on('virtio-scsi', 'none'), 'power-loss', durable, 0),
      shown(on('virtio-scsi', 'none', { aio: 'native' }), 'power-loss', durable, 0),
      shown(on('virtio-blk', 'directsync'), 'power-loss', written, 0),
      shown(on('virtio-scsi', 'none', onTarget), 'power-loss', durable, 0),
      shown(on('virtio-scsi', 'none'), 'power-loss', flushed, 0),
      shown(on('virtio-scsi', 'none'), 'host-crash', durable, 0),
    ],
    [['0', '1'], ['0', '1'], ['0', '1'], ['0', '1'], ['1'], ['1']],
  ),
  law(
    'it flushes: where no FUA is sent, or a flush follows it, nothing is lost',
    () => [
      // The guest flushes behind the write.
      shown(on('virtio-blk', 'none'), 'power-loss', durable, 0),
      // So does QEMU.
      shown(on('virtio-scsi', 'none', { format: 'qcow2' }), 'power-loss', durable, 0),
      // Or the host: through the page cache, and for the node of a device.
      shown(on('virtio-scsi', 'writeback'), 'power-loss', durable, 0),
      shown(on('virtio-blk', 'writethrough'), 'power-loss', written, 0),
      shown(on('virtio-scsi', 'none', { host: 'block-device' }), 'power-loss', durable, 0),
      // A server keeps what it promises, on whatever disk.
      shown(on('virtio-scsi', 'none', onServer), 'power-loss', durable, 0),
    ],
    [['1'], ['1'], ['1'], ['1'], ['1'], ['1']],
  ),
  ...inBothEngines('a disk that ignores FUA', [
    promised(durable, on('virtio-scsi', 'none'), 'power-loss', 'lost'),
    promised(flushed, on('virtio-scsi', 'none'), 'power-loss', ''),
    promised(written, on('virtio-blk', 'directsync'), 'power-loss', 'lost'),
    promised(written, on('virtio-blk', 'directsync'), 'qemu-kill', ''),
    promised(synced, on('virtio-blk', 'none'), 'power-loss', ''),
    promised(durable, on('virtio-scsi', 'none', onTarget), 'power-loss', 'lost'),
    promised(durable, on('virtio-scsi', 'none', onServer), 'power-loss', ''),
    promised(durable, on('virtio-scsi', 'writeback'), 'power-loss', ''),
    promised(durable, on('virtio-scsi', 'none', { host: 'lvm' }), 'power-loss', ''),
    // The export is flushed although it writes through.
    promised(synced, on('vhost-user-blk', 'directsync', { 'config-wce': 'off' }), 'power-loss', ''),
    promised(
      written,
      on('vhost-user-blk', 'directsync', { 'config-wce': 'off' }),
      'power-loss',
      'lost',
    ),
  ]),
];
