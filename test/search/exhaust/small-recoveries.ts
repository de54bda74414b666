import type { Script } from '../../../src/model/script.js';
import { compileScenario } from '../../../src/scenario/compile.js';
import { readScenario } from '../../../src/scenario/read.js';

type Random = (below: number) => number;
type Step = string | Readonly<Record<string, unknown>>;

interface Protocol {
  readonly regions: Readonly<Record<string, unknown>>;
  readonly recovery: Readonly<Record<string, unknown>>;
  /** The steps of one transaction; a sync that is left out is a mistake to be found. */
  readonly steps: (transaction: number, sync: () => Step[]) => Step[];
}

/** A log of two records, the page that they are of, and where the log begins. */
const ofLog: Pick<Protocol, 'regions' | 'recovery'> = {
  regions: {
    header: { at: 0, sectors: 1 },
    log: { at: 1, sectors: 2, count: 2 },
    pages: { at: 6, sectors: 2, count: 1 },
  },
  recovery: { 'write-ahead-log': { log: 'log', pages: 'pages', header: 'header' } },
};

const protocols: readonly Protocol[] = [
  {
    ...ofLog,
    steps: (transaction, sync) => [
      { write: `log[${transaction - 1}]`, sectors: 1 + (transaction % 2), transaction },
      ...sync(),
      { acknowledge: { transaction } },
      { write: 'pages[0]', transaction },
      ...sync(),
      { write: 'header', transaction },
      ...sync(),
    ],
  },
  {
    regions: {
      journal: { at: 0, sectors: 1, count: 4 },
      commit: { at: 4, sectors: 1, count: 2 },
      home: { at: 6, sectors: 2, count: 1 },
    },
    recovery: {
      journal: { journal: 'journal', commit: 'commit', home: 'home', checksum: false },
    },
    steps: (transaction, sync) => [
      { write: `journal[${2 * transaction - 2}]`, transaction },
      { write: `journal[${2 * transaction - 1}]`, transaction },
      ...sync(),
      { write: `commit[${transaction - 1}]`, transaction },
      ...sync(),
      { acknowledge: { transaction } },
      { write: 'home[0]', transaction },
      ...sync(),
    ],
  },
  {
    regions: {
      buffer: { at: 0, sectors: 2, count: 1 },
      pages: { at: 2, sectors: 2, count: 2 },
    },
    recovery: { 'double-write': { buffer: 'buffer', pages: 'pages' } },
    steps: (transaction, sync) => [
      { write: 'buffer[0]', transaction },
      ...sync(),
      { write: `pages[${transaction % 2}]`, transaction },
      ...sync(),
      { acknowledge: { transaction } },
    ],
  },
  {
    regions: {
      roots: { at: 0, sectors: 1, count: 2 },
      pages: { at: 2, sectors: 2, count: 2 },
    },
    recovery: { 'shadow-paging': { roots: 'roots', pages: 'pages' } },
    steps: (transaction, sync) => [
      { write: `pages[${transaction % 2}]`, transaction },
      ...sync(),
      { write: `roots[${transaction % 2}]`, transaction },
      ...sync(),
      { acknowledge: { transaction } },
    ],
  },
];

const rollbackJournal: Protocol = {
  regions: {
    header: { at: 0, sectors: 1 },
    journal: { at: 1, sectors: 2, count: 1 },
    pages: { at: 4, sectors: 2, count: 2 },
  },
  recovery: { 'rollback-journal': { journal: 'journal', header: 'header', pages: 'pages' } },
  steps: (transaction, sync) => [
    { write: 'journal[0]', transaction },
    { write: 'header', transaction },
    ...sync(),
    { write: `pages[${transaction % 2}]`, transaction },
    ...sync(),
    { 'write-zeroes': 'header', transaction },
    ...sync(),
    { acknowledge: { transaction } },
  ],
};

/** A log of changes, which are applied to pages that are whole. */
const logOfChanges: Protocol = {
  regions: {
    header: { at: 0, sectors: 1 },
    log: { at: 1, sectors: 1, count: 2 },
    buffer: { at: 3, sectors: 2, count: 1 },
    pages: { at: 6, sectors: 2, count: 1 },
  },
  recovery: {
    'write-ahead-log': {
      log: 'log',
      pages: 'pages',
      header: 'header',
      records: 'changes',
      buffer: 'buffer',
    },
  },
  steps: (transaction, sync) => [
    { write: `log[${transaction - 1}]`, transaction },
    ...sync(),
    { acknowledge: { transaction } },
    { write: 'buffer[0]', transaction },
    ...sync(),
    { write: 'pages[0]', transaction },
  ],
};

/** A log that becomes a table. One element more of each is there for whoever opens it again. */
const manifest: Protocol = {
  regions: {
    current: { at: 0, sectors: 1 },
    manifest: { at: 1, sectors: 1, count: 3 },
    log: { at: 4, sectors: 1, count: 2 },
    tables: { at: 6, sectors: 2, count: 2 },
  },
  recovery: {
    manifest: { current: 'current', manifest: 'manifest', tables: 'tables', log: 'log' },
  },
  steps: (transaction, sync) => [
    { write: `log[${transaction - 1}]`, transaction },
    ...sync(),
    { acknowledge: { transaction } },
    { write: 'tables[0]', transaction },
    { write: `manifest[${transaction - 1}]`, transaction },
    ...sync(),
    { write: 'current', transaction },
  ],
};

/** What other recoveries read, and the same ones by other means. */
const otherProtocols: readonly Protocol[] = [
  {
    regions: {
      journal: { at: 0, sectors: 1, count: 2 },
      commit: { at: 2, sectors: 1, count: 1 },
      home: { at: 6, sectors: 2, count: 1 },
    },
    recovery: {
      journal: { journal: 'journal', commit: 'commit', home: 'home', checksum: true },
    },
    // The commit record goes out with what it vouches for.
    steps: (transaction, sync) => [
      { write: 'journal[0]', transaction },
      { write: 'journal[1]', transaction },
      { write: 'commit[0]', transaction },
      ...sync(),
      { acknowledge: { transaction } },
      { write: 'home[0]', transaction },
    ],
  },
  logOfChanges,
  rollbackJournal,
  manifest,
];

/** A log of which nothing is written back: a recovery reads it and writes nothing. */
const logAlone: Protocol = {
  ...ofLog,
  steps: (transaction, sync) => [
    { write: `log[${transaction - 1}]`, sectors: 1 + (transaction % 2), transaction },
    ...sync(),
    { acknowledge: { transaction } },
  ],
};

const [, , doubleWrite = logAlone] = protocols;

/** The same with more sectors to what is whole or not, so that some of them are alike. */
const wide: readonly Protocol[] = [
  {
    ...logAlone,
    regions: {
      header: { at: 0, sectors: 1 },
      log: { at: 1, sectors: 4, count: 2 },
      pages: { at: 9, sectors: 1, count: 1 },
    },
    steps: (transaction, sync) => [
      { write: 'log[0]', transaction },
      ...sync(),
      { acknowledge: { transaction } },
    ],
  },
  {
    ...doubleWrite,
    regions: {
      buffer: { at: 0, sectors: 3, count: 1 },
      pages: { at: 3, sectors: 3, count: 2 },
    },
  },
  {
    ...logOfChanges,
    regions: {
      header: { at: 0, sectors: 1 },
      log: { at: 1, sectors: 1, count: 2 },
      buffer: { at: 3, sectors: 3, count: 1 },
      pages: { at: 6, sectors: 3, count: 1 },
    },
  },
  {
    ...manifest,
    regions: {
      current: { at: 0, sectors: 1 },
      manifest: { at: 1, sectors: 1, count: 2 },
      log: { at: 3, sectors: 1, count: 1 },
      tables: { at: 4, sectors: 3, count: 2 },
    },
  },
];

export function wideRecovery(random: Random): Script {
  return transactionsOf(wide[random(wide.length)] ?? logAlone, random, 1, 'none');
}

/** A few transactions of a small protocol with a recovery, some of whose syncs are missing. */
export function smallRecovery(random: Random, transactionsMax: number): Script {
  const protocol = protocols[random(protocols.length)] ?? protocols[0];
  if (protocol === undefined) throw new Error('there are no protocols');
  return transactionsOf(protocol, random, transactionsMax);
}

/** The same, of every kind of recovery that there is. */
export function anySmallRecovery(random: Random, transactionsMax: number): Script {
  const all = [...protocols, ...otherProtocols];
  const protocol = all[random(all.length)] ?? logAlone;
  return transactionsOf(protocol, random, transactionsMax);
}

/** One transaction of what a recovery writes about in ways of its own. */
export const smallRepairs = {
  rollback: (random: Random) => transactionsOf(rollbackJournal, random, 1),
  'log of changes': (random: Random) => transactionsOf(logOfChanges, random, 1),
  manifest: (random: Random) => transactionsOf(manifest, random, 1),
} as const;

export function smallLog(random: Random): Script {
  return transactionsOf(logAlone, random, 2);
}

function transactionsOf(
  protocol: Protocol,
  random: Random,
  transactionsMax: number,
  overlap: 'declared' | 'none' = 'declared',
): Script {
  const sync = (): Step[] => {
    const kind = random(8);
    if (kind === 0) return [];
    if (kind === 1) return ['wait'];
    return [kind < 5 ? 'fsync' : 'fdatasync'];
  };
  const transactions = 1 + random(transactionsMax);
  const steps = Array.from({ length: transactions }, (_, nth) => protocol.steps(nth + 1, sync));
  const scenario = {
    blkcheck: 'scenario/1',
    name: 'small',
    suite: 'completion',
    summary: 'A small protocol.',
    models: 'Nothing.',
    disk: { sectors: 10 },
    ...(overlap === 'declared' && { overlap }),
    regions: protocol.regions,
    steps: steps.flat(),
    recovery: protocol.recovery,
  };
  const read = readScenario(JSON.stringify(scenario), 'small.yaml');
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  const compiled = compileScenario(read.scenario, {}, []);
  if (!('script' in compiled)) throw new Error(JSON.stringify(compiled.diagnostics));
  return compiled.script;
}
