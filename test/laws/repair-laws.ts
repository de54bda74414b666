import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaustTwice } from '../../src/search/exhaust/exhaust-twice.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import type { Stack } from '../../src/stack/stack.js';
import { configurationOf } from './configurations.js';
import { type Law, law } from './law.js';
import { acknowledge, fsync, type Sketch, script, write } from './scripts.js';

const faults = ['guest-crash', 'qemu-kill', 'host-crash', 'power-loss'] as const;
const unlimited = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

const at = (sketch: Sketch, region: string): Sketch => ({ ...sketch, region, transaction: 1 });
const extents = (lba: number) => [{ lba, sectorCount: 1 }];

/** One transaction of a database that saves a page before it changes it. */
const rollback: Script = {
  ...script(
    at(write(1), 'journal'),
    at(write(0), 'header'),
    fsync,
    at(write(8), 'pages'),
    fsync,
    at({ kind: 'write-zeroes', lba: 0, sectorCount: 1 }, 'header'),
    fsync,
    { ...acknowledge, transaction: 1 },
  ),
  regions: [
    { name: 'header', extents: extents(0) },
    { name: 'journal', extents: extents(1) },
    { name: 'pages', extents: extents(8) },
  ],
  obligations: [{ acknowledge: 8, transaction: 1, requires: [] }],
  recovery: { kind: 'rollback-journal', journal: 'journal', header: 'header', pages: 'pages' },
};

/** What a fault and a power failure in the boot after it can break, by fault. */
function brokenTwice(script: Script, stack: Stack, some: readonly FaultId[]): readonly string[] {
  const subject = { script, stack, oracleOf: createOracle };
  const found = exhaustTwice(subject, some, allReductions, unlimited, () => []);
  return found.map(({ failures }) =>
    failures
      .map(({ kind }) => kind)
      .sort()
      .join(),
  );
}

export const repairLaws: readonly Law[] = [
  law(
    'a rollback that is interrupted is done again',
    () => brokenTwice(rollback, buildStack(configurationOf('scsi', 'writeback')), faults),
    ['', '', '', ''],
  ),
  law(
    'a rollback on a machine that swallows flushes is served and gone',
    () =>
      brokenTwice(rollback, buildStack(configurationOf('virtio-blk', 'writeback')), [
        'qemu-kill',
        'power-loss',
      ]),
    ['lost,reordered', 'lost,reordered'],
  ),
];
