import type { PatchId } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import { buildStack } from '../../src/stack/build.js';
import { mailProfile } from '../mail-profile.js';
import { type Changes, configurationOf } from './configurations.js';
import { type Ending, endings } from './endings.js';
import { type Law, law } from './law.js';
import { acknowledge, barrier, fsync, script, wait, write } from './scripts.js';

// The mail's contract in its smallest form: A, then B as a barrier, then C, then all durable.
const contract = script(write(0), barrier(1), write(2), wait, fsync, acknowledge);
// What every program does today: write, fsync, acknowledge, and only then what depends on it.
const completion = script(write(0), fsync, acknowledge, write(1), fsync, acknowledge);

const cells = mailProfile.frontends.flatMap((frontend) =>
  mailProfile.caches.map((cache) => ({ frontend, cache })),
);

function contractKind({ shows: [a, b, c], acknowledged }: Ending): string {
  if (acknowledged.length > 0 && (a === 0 || b === 0 || c === 0)) return 'lost';
  return (b !== 0 && a === 0) || (c !== 0 && (a === 0 || b === 0)) ? 'reordered' : '';
}

function completionKind({ shows: [a, b], acknowledged }: Ending): string {
  if ((acknowledged.includes(3) && a === 0) || (acknowledged.includes(6) && b === 0)) return 'lost';
  return b !== 0 && a === 0 ? 'reordered' : '';
}

/** `cell=kind` for each unsafe cell, the worst kind of each. */
function unsafe(kindOf: (ending: Ending) => string, workload: typeof contract, watched: number[]) {
  return (fault: FaultId, changes: Changes = {}) =>
    cells.flatMap(({ frontend, cache }) => {
      const stack = buildStack(configurationOf(frontend, cache, changes));
      const kinds = new Set(endings(workload, stack, fault, watched).map(kindOf));
      const worst = kinds.has('lost') ? 'lost' : kinds.has('reordered') ? 'reordered' : '';
      return worst === '' ? [] : [`${frontend}/${cache}=${worst}`];
    });
}

const underContract = unsafe(contractKind, contract, [0, 1, 2]);
const underCompletion = unsafe(completionKind, completion, [0, 1]);
const patched =
  (...patches: PatchId[]) =>
  () =>
    underContract('power-loss', { patches }).map((cell) => cell.split('=')[0]);

const virtioReordered = [
  'virtio-blk/writethrough=reordered',
  'virtio-blk/writeback=reordered',
  'virtio-blk/none=reordered',
];
const unpatched = [
  'ide/writeback',
  'ide/none',
  'virtio-blk/writethrough',
  'virtio-blk/writeback',
  'virtio-blk/none',
];

export const mailLaws: readonly Law[] = [
  law("the mail's table", () => underContract('power-loss'), [
    'ide/writeback=lost',
    'ide/none=lost',
    'virtio-blk/writethrough=reordered',
    'virtio-blk/writeback=lost',
    'virtio-blk/none=lost',
  ]),
  law('the table under a host crash', () => underContract('host-crash'), [
    'ide/writeback=lost',
    'virtio-blk/writethrough=reordered',
    'virtio-blk/writeback=lost',
    'virtio-blk/none=reordered',
  ]),
  law('the table when QEMU is killed', () => underContract('qemu-kill'), virtioReordered),
  law('the table under a guest crash', () => underContract('guest-crash'), virtioReordered),
  law(
    'a guest crash with a queue in order',
    () => underContract('guest-crash', { guest: { elevator: 'noop' } }),
    [],
  ),
  law('completion under power loss', () => underCompletion('power-loss'), [
    'ide/writeback=lost',
    'ide/none=lost',
    'virtio-blk/writeback=lost',
    'virtio-blk/none=lost',
  ]),
  law('completion under a host crash', () => underCompletion('host-crash'), [
    'ide/writeback=lost',
    'virtio-blk/writeback=lost',
  ]),
  law('completion when QEMU is killed', () => underCompletion('qemu-kill'), []),
  law('completion under a guest crash', () => underCompletion('guest-crash'), []),
  law('virtio-ordered-queue', patched('virtio-ordered-queue'), [
    'ide/writeback',
    'ide/none',
    'virtio-blk/writeback',
    'virtio-blk/none',
  ]),
  law('ide-write-cache', patched('ide-write-cache'), unpatched.slice(2)),
  law('virtio-flush', patched('virtio-flush'), ['ide/writeback', 'ide/none']),
  law('virtio-flush with honest-write-cache', patched('virtio-flush', 'honest-write-cache'), [
    'ide/writeback',
    'ide/none',
    'virtio-blk/writethrough',
  ]),
  law('async-fsync', patched('async-fsync'), unpatched),
  law('honest-write-cache', patched('honest-write-cache'), unpatched),
  law(
    'all five steps',
    patched(
      'virtio-ordered-queue',
      'ide-write-cache',
      'virtio-flush',
      'async-fsync',
      'honest-write-cache',
    ),
    [],
  ),
  law('a disk without a cache', () => underContract('power-loss', { disk: { kind: 'no-wce' } }), [
    'ide/writeback=lost',
    'virtio-blk/writethrough=reordered',
    'virtio-blk/writeback=lost',
    'virtio-blk/none=reordered',
  ]),
  ...(['plp', 'bbu'] as const).map((kind) =>
    law(`a disk with ${kind}`, () => underContract('power-loss', { disk: { kind } }), [
      'ide/writeback=lost',
      'virtio-blk/writethrough=reordered',
      'virtio-blk/writeback=lost',
      'virtio-blk/none=reordered',
    ]),
  ),
  ...(['sparse', 'unwritten'] as const).map((allocation) =>
    law(
      `a disk without a cache, ${allocation} image`,
      () => underContract('power-loss', { disk: { kind: 'no-wce' }, allocation }),
      [
        'ide/writeback=lost',
        'ide/none=lost',
        'virtio-blk/writethrough=reordered',
        'virtio-blk/writeback=lost',
        'virtio-blk/none=lost',
      ],
    ),
  ),
  ...(['block-device', 'ext3', 'file-nobarrier'] as const).map((host) =>
    law(`host ${host}`, () => underContract('power-loss', { host }).length, cells.length),
  ),
  law(
    'the note about O_DIRECT',
    () =>
      underContract('power-loss', { notes: { 'odirect-no-flush': true } }).includes(
        'scsi/none=lost',
      ),
    true,
  ),
  law(
    'the notes about ext3 and block nodes, switched off',
    () => [
      underContract('power-loss', { host: 'ext3', notes: { 'ext3-no-barrier': false } }).length,
      underContract('power-loss', { host: 'block-device', notes: { 'block-node-no-flush': false } })
        .length,
    ],
    [5, 5],
  ),
  law(
    'a disk that lies',
    () => underContract('power-loss', { disk: { kind: 'wce-lying' } }).length,
    9,
  ),
  law(
    'a guest without barriers',
    () => underContract('power-loss', { guest: { mount: 'nobarrier' } }),
    [
      'ide/writethrough=reordered',
      'ide/writeback=lost',
      'ide/none=lost',
      'scsi/writethrough=reordered',
      'scsi/writeback=lost',
      'scsi/none=lost',
      'virtio-blk/writethrough=reordered',
      'virtio-blk/writeback=lost',
      'virtio-blk/none=lost',
    ],
  ),
];
