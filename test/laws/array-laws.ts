import { inBothEngines } from './engines.js';
import { completed, ordered, promised, shown, synced, today } from './fault-laws.js';
import { type Law, law } from './law.js';

// Arrays of MD: what they do with a flush, and after a stop that was not clean.

const degraded = { disk: 'md-raid5-degraded' } as const;
const unclean = ['host-crash', 'power-loss', 'disk-power-loss'] as const;
const clean = ['guest-crash', 'qemu-kill', 'io-error'] as const;

export const arrayLaws: readonly Law[] = [
  law(
    'an array that lacks a member does not start again after an unclean stop, flushed or not',
    () =>
      unclean.flatMap((fault) =>
        (['none', 'writeback', 'directsync'] as const).map((cache) =>
          shown(today('virtio-blk', cache, degraded), fault, synced, 0),
        ),
      ),
    Array.from({ length: 9 }, () => ['0']),
  ),
  law(
    'and goes on where the host does, as a disk with a write cache',
    () => [
      ...clean.map((fault) => shown(today('virtio-blk', 'none', degraded), fault, synced, 0)),
      shown(today('virtio-blk', 'writeback', degraded), 'io-error', completed, 0),
    ],
    [['1'], ['1'], ['1'], ['0', '1']],
  ),
  law(
    'an array that has all its members passes flushes on, and keeps nothing of its own',
    () =>
      (['host-crash', 'power-loss'] as const).flatMap((fault) => [
        shown(today('virtio-blk', 'none', { host: 'md' }), fault, synced, 0),
        shown(today('virtio-blk', 'none', { host: 'md' }), fault, completed, 0),
      ]),
    [['1'], ['1'], ['1'], ['0', '1']],
  ),
  ...inBothEngines('an array that lacks a member', [
    ...unclean.map((fault) =>
      promised(synced, today('virtio-blk', 'writeback', degraded), fault, 'lost'),
    ),
    ...clean.map((fault) =>
      promised(synced, today('virtio-blk', 'writeback', degraded), fault, ''),
    ),
    ordered(today('virtio-blk', 'none', degraded), 'power-loss', ''),
    ordered(today('virtio-blk', 'none'), 'power-loss', 'reordered'),
    promised(synced, today('virtio-blk', 'none', { host: 'md' }), 'power-loss', ''),
  ]),
];
