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
import { today } from './today-laws.js';

const faults = ['guest-crash', 'qemu-kill', 'host-crash', 'power-loss'] as const;
const unlimited = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

const at = (sketch: Sketch, region: string, transaction = 1, element = 0): Sketch => ({
  ...sketch,
  region,
  transaction,
  element,
});
const extents = (lba: number, sectorCount = 1, count = 1) =>
  Array.from({ length: count }, (_, nth) => ({ lba: lba + nth * sectorCount, sectorCount }));

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

const ofChanges = {
  kind: 'write-ahead-log',
  log: 'log',
  pages: 'pages',
  header: 'header',
  records: 'changes',
  buffer: 'buffer',
} as const;

/** A log of changes to two pages, whose copies have one place. */
const changes: Script = {
  ...script(
    at(write(1), 'log', 1, 0),
    fsync,
    at(write(2), 'log', 2, 1),
    fsync,
    at(write(4, 2), 'buffer', 1),
    fsync,
    at(write(8, 2), 'pages', 1, 0),
    fsync,
    at(write(4, 2), 'buffer', 2),
    fsync,
    at(write(10, 2), 'pages', 2, 1),
    fsync,
    at(write(0), 'header', 2),
    fsync,
  ),
  regions: [
    { name: 'header', extents: extents(0) },
    { name: 'log', extents: extents(1, 1, 2) },
    { name: 'buffer', extents: extents(4, 2) },
    { name: 'pages', extents: extents(8, 2, 2) },
  ],
  recovery: ofChanges,
};

/** A change to a page of several sectors, which has no copy. */
const wide: Script = {
  ...script(at(write(1), 'log'), fsync, at(write(8, 4), 'pages'), fsync),
  regions: [
    { name: 'header', extents: extents(0) },
    { name: 'log', extents: extents(1) },
    { name: 'pages', extents: extents(8, 4) },
  ],
  recovery: { ...ofChanges, buffer: '' },
};

/** A page without a copy, which no log changes after the checkpoint. */
const checkpointed: Script = {
  ...script(
    at(write(0), 'header'),
    fsync,
    at(write(1), 'log'),
    fsync,
    at(write(8, 2), 'pages'),
    fsync,
  ),
  regions: changes.regions,
  recovery: { ...ofChanges, buffer: '' },
};

/** A log that becomes a table, with room for another one. */
const tree: Script = {
  ...script(
    at(write(4), 'manifest', 1, 0),
    fsync,
    at(write(0), 'current', 1),
    at(write(1), 'log', 2),
    fsync,
    { ...acknowledge, transaction: 2 },
    at(write(8, 2), 'tables', 2, 0),
    fsync,
    at(write(5), 'manifest', 2, 1),
    fsync,
  ),
  regions: [
    { name: 'current', extents: extents(0) },
    { name: 'log', extents: extents(1) },
    { name: 'manifest', extents: extents(4, 1, 3) },
    { name: 'tables', extents: extents(8, 2, 2) },
  ],
  obligations: [{ acknowledge: 6, transaction: 2, requires: [] }],
  recovery: {
    kind: 'manifest',
    current: 'current',
    manifest: 'manifest',
    tables: 'tables',
    log: 'log',
  },
};

/** A file system whose journal is replayed before it is synced, or not. */
function journaled(syncsFirst: boolean): Script {
  return {
    ...script(
      at(write(0, 2), 'journal'),
      fsync,
      at(write(2), 'commit'),
      fsync,
      { ...acknowledge, transaction: 1 },
      at(write(4, 2), 'home'),
      fsync,
    ),
    regions: [
      { name: 'journal', extents: extents(0, 2) },
      { name: 'commit', extents: extents(2) },
      { name: 'home', extents: extents(4, 2) },
    ],
    obligations: [{ acknowledge: 5, transaction: 1, requires: [] }],
    recovery: {
      kind: 'journal',
      journal: 'journal',
      commit: 'commit',
      home: 'home',
      checksum: false,
      syncsFirst,
    },
  };
}

const sound = buildStack(configurationOf('scsi', 'writeback'));
const swallowing = buildStack(configurationOf('virtio-blk', 'writeback'));
const ofToday = today('virtio-blk', 'none');
const through = buildStack(configurationOf('virtio-blk', 'writethrough'));

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
  law('a rollback that is interrupted is done again', () => brokenTwice(rollback, sound, faults), [
    '',
    '',
    '',
    '',
  ]),
  law(
    'a rollback on a machine that swallows flushes is served and gone',
    () => brokenTwice(rollback, swallowing, ['qemu-kill', 'power-loss']),
    ['lost,reordered', 'lost,reordered'],
  ),
  law(
    'changes are applied again where that was interrupted, and their pages mended',
    () => brokenTwice(changes, sound, faults),
    ['', '', '', ''],
  ),
  law(
    'a page that is torn for good is not served',
    () => brokenTwice(checkpointed, sound, ['power-loss']),
    [''],
  ),
  law(
    'a page that is written again can be torn, whichever of its sectors that shows in',
    () => brokenTwice(wide, sound, ['power-loss']),
    ['torn'],
  ),
  law(
    'who writes the checkpoint again has synced the log',
    () => brokenTwice(changes, ofToday, ['qemu-kill']),
    [''],
  ),
  law(
    'what is written through does not sync the log beside it',
    () => brokenTwice(changes, through, ['qemu-kill']),
    ['lost,reordered,torn'],
  ),
  law(
    'a journal that is replayed before it is synced breaks in two, with a flush behind it too',
    () =>
      [true, false].map((syncsFirst) =>
        brokenTwice(journaled(syncsFirst), sound, ['guest-crash', 'qemu-kill']),
      ),
    [
      ['', ''],
      ['reordered', 'reordered'],
    ],
  ),
  law('an open that is interrupted is done again', () => brokenTwice(tree, sound, faults), [
    '',
    '',
    '',
    '',
  ]),
  law(
    'an open on a machine that swallows flushes is served and gone',
    () => brokenTwice(tree, swallowing, ['qemu-kill', 'power-loss']),
    ['lost,reordered', 'lost,reordered'],
  ),
  law(
    'what an open finds in a cache it writes anew',
    () => brokenTwice(tree, ofToday, ['qemu-kill']),
    [''],
  ),
  law(
    'an open that has no sync behind it is served before its name is there',
    () => brokenTwice(tree, through, ['qemu-kill']),
    ['lost'],
  ),
];
