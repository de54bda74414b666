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

/** A log of which nothing is written back: a recovery reads it and writes nothing. */
const logAlone: Protocol = {
  ...ofLog,
  steps: (transaction, sync) => [
    { write: `log[${transaction - 1}]`, sectors: 1 + (transaction % 2), transaction },
    ...sync(),
    { acknowledge: { transaction } },
  ],
};

/** A few transactions of a small protocol with a recovery, some of whose syncs are missing. */
export function smallRecovery(random: Random, transactionsMax: number): Script {
  const protocol = protocols[random(protocols.length)] ?? protocols[0];
  if (protocol === undefined) throw new Error('there are no protocols');
  return transactionsOf(protocol, random, transactionsMax);
}

export function smallLog(random: Random): Script {
  return transactionsOf(logAlone, random, 2);
}

function transactionsOf(protocol: Protocol, random: Random, transactionsMax: number): Script {
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
    disk: { sectors: 8 },
    overlap: 'declared',
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
