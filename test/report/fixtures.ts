import { Chalk } from 'chalk';
import type {
  CacheFlags,
  CacheModeId,
  Configuration,
  FrontendId,
} from '../../src/model/configuration.js';
import type { Finding, TraceRow } from '../../src/model/finding.js';
import type { Assumption, Cell, ResultRow, RunResult } from '../../src/model/result.js';
import type { Operation, OperationKind, Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';

/** Hand-made results: nothing here comes from the simulator. */

const flags = {
  writethrough: { writeback: false, direct: false, noFlush: false },
  writeback: { writeback: true, direct: false, noFlush: false },
  none: { writeback: true, direct: true, noFlush: false },
} as const satisfies Partial<Record<CacheModeId, CacheFlags>>;

export function aConfiguration(
  frontend: FrontendId = 'ide',
  cache: keyof typeof flags = 'writeback',
): Configuration {
  return {
    guest: {
      kernel: '2.6.31',
      writeCache: 'device',
      mount: 'barrier',
      fsyncError: 'stops',
      elevator: 'cfq',
    },
    frontend,
    device: { dpofua: 'auto', configWce: 'on', queueDepth: 'device' },
    qemu: { release: '0.11', machine: 'newest', aio: 'threads', werror: 'enospc' },
    cache: flags[cache],
    image: { format: 'raw', allocation: 'full' },
    host: {
      storage: 'file',
      notes: { 'ext3-no-barrier': true, 'block-node-no-flush': true, 'odirect-no-flush': false },
    },
    disk: { kind: 'wce-honest', atomicBytes: 512 },
    patches: [],
  };
}

export function anOperation(
  id: number,
  kind: OperationKind,
  over: Partial<Operation> = {},
): Operation {
  return {
    id,
    kind,
    lba: 0,
    sectorCount: 0,
    fua: false,
    refused: 'resend',
    region: '',
    element: 0,
    transaction: 0,
    threads: [],
    label: kind,
    ...over,
  };
}

export function aScript(scenario = 'wal-commit', over: Partial<Script> = {}): Script {
  return {
    scenario,
    parameters: { transactions: 1 },
    sectorCount: 64,
    regions: [{ name: 'log', extents: [{ lba: 0, sectorCount: 8 }] }],
    operations: [
      anOperation(1, 'write', { sectorCount: 8, region: 'log', label: 'write log[0]' }),
      anOperation(2, 'fsync'),
      anOperation(3, 'acknowledge', { transaction: 1 }),
    ],
    threads: [[1, 2, 3]],
    obligations: [
      { acknowledge: 3, transaction: 1, requires: [{ lba: 0, sectorCount: 8, version: 1 }] },
    ],
    orderings: [{ second: 1, first: [] }],
    atomics: [{ name: 'log[0]', ranges: [{ lba: 0, sectorCount: 8 }] }],
    recovery: {
      kind: 'write-ahead-log',
      log: 'log',
      pages: '',
      header: '',
      records: 'pages',
      buffer: '',
    },
    overlapDeclared: false,
    ...over,
  };
}

export function aTraceRow(over: Partial<TraceRow> = {}): TraceRow {
  return { operation: 1, guest: '', device: '', host: '', disk: '', mark: '', ...over };
}

const lostTrace: readonly TraceRow[] = [
  aTraceRow({ guest: 'write log[0]', device: 'completed', host: 'in page cache' }),
  aTraceRow({ operation: 2, guest: 'fsync', device: 'no flush sent' }),
  aTraceRow({ operation: 3, guest: 'commit 1', mark: 'acknowledged' }),
  aTraceRow({ operation: 0, host: 'page cache lost', disk: 'cache lost', mark: 'power-cut' }),
];

const reorderedTrace: readonly TraceRow[] = [
  aTraceRow({ guest: 'write journal[0]', device: 'in flight' }),
  aTraceRow({ operation: 2, guest: 'write commit[0]', device: 'barrier refused' }),
  aTraceRow({ operation: 2, guest: 'sent again', device: 'completed', disk: 'commit[0]' }),
  aTraceRow({ operation: 0, device: 'queue lost', mark: 'power-cut' }),
];

export const story = {
  lost: {
    rule: 'BLK003',
    blame: 'frontend',
    effect: 'after recovery the log ends before transaction 1, which was acknowledged',
    because: 'the device does not indicate its write cache, so the guest sends no flush',
    change: 'ide-write-cache (QEMU 0.12), or cache=writethrough',
    atRisk: 'every acknowledged write since a cache below last wrote out by itself',
    trace: lostTrace,
  },
  reordered: {
    rule: 'BLK002',
    blame: 'guest-driver',
    effect: 'the commit record of transaction 1 is there, its journal block 0 is not',
    because: "the guest's driver refuses barriers and does not drain its queue for them",
    change: 'virtio-ordered-queue (Linux 2.6.36), or wait for completions before dependent writes',
    atRisk: 'no acknowledged write; the order of requests in flight together',
    trace: reorderedTrace,
  },
} as const satisfies Partial<Record<ViolationKind, Partial<Finding>>>;

export function aFinding(
  kind: 'lost' | 'reordered' = 'lost',
  over: Partial<Finding> = {},
): Finding {
  return {
    id: `wal-commit:ide/writeback:power-loss#${story[kind].rule}.${kind}`,
    kind,
    ...story[kind],
    replay: {
      blkcheck: 'replay/1',
      blkcheckVersion: '0.1.0',
      stack: { kind: 'configuration' },
      configuration: aConfiguration(),
      script: aScript(),
      incidents: [
        {
          fault: 'power-loss',
          powerCut: { operation: 3, event: 0 },
          choices: [{ kind: 'lose', subject: 1, nth: 0, value: 1 }],
        },
      ],
      expects: kind,
    },
    ...over,
  };
}

export function aRow(over: Partial<ResultRow> = {}): ResultRow {
  const scenario = over.scenario ?? 'wal-commit';
  const cell = over.cell ?? 'ide/writeback';
  return {
    id: `${scenario}:${cell}:power-loss`,
    scenario,
    suite: 'completion',
    fault: 'power-loss',
    cell,
    configuration: aConfiguration(),
    verdict: (over.findings ?? []).length > 0 ? 'unsafe' : 'safe',
    basis: 'sampled',
    explored: {
      runs: 1000,
      workloads: 0,
      exercisedRuns: 917,
      schedules: 0,
      crashPoints: 0,
      crashStates: '0',
      executions: 1003,
    },
    cost: { acknowledgements: 4, hostSyncs: 4, diskFlushes: 8, vcpuStallUs: 32000 },
    boundPercent: 0.2991,
    reason: '',
    findings: [],
    ...over,
  };
}

export function aCell(id: string, rows: readonly ResultRow[], over: Partial<Cell> = {}): Cell {
  const [frontend, cache] = id.split('/') as [FrontendId, CacheModeId];
  const own = rows.filter(({ cell }) => cell === id);
  const kinds = new Set(own.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
  const unknown = own.some(({ verdict }) => verdict === 'inconclusive');
  return {
    id,
    frontend,
    cache,
    verdict: kinds.size > 0 ? 'unsafe' : unknown ? 'inconclusive' : 'safe',
    kinds: [...kinds].sort(),
    results: own.map((row) => row.id),
    ...over,
  };
}

const assumptions: readonly Assumption[] = Object.entries({
  profile: '2009-08',
  guest: 'Linux 2.6.31',
  mount: 'barrier',
  elevator: 'cfq',
  allocation: 'full',
  host: 'file',
  'host-note': 'ext3-no-barrier=on,block-node-no-flush=on,odirect-no-flush=off',
  disk: 'wce-honest',
  'atomic-unit': '512',
  patch: '',
  fault: 'power-loss',
  suite: 'completion,barrier',
}).map(([key, value]) => ({ key, value, origin: 'profile' }));

export function aResult(rows: readonly ResultRow[], over: Partial<RunResult> = {}): RunResult {
  const cells = [...new Set(rows.map(({ cell }) => cell))].map((id) => aCell(id, rows));
  const of = (verdict: string): number => cells.filter((cell) => cell.verdict === verdict).length;
  return {
    schemaVersion: 1,
    blkcheckVersion: '0.1.0',
    fastCheckVersion: '4.10.2',
    seed: 1,
    profile: '2009-08',
    interrupted: false,
    assumptions,
    notApplicable: [],
    notRun: [],
    summary: {
      safe: of('safe'),
      unsafe: of('unsafe'),
      inconclusive: of('inconclusive'),
      waived: 0,
      notApplicable: 0,
      workloadBugs: [],
      exitCode: of('unsafe') > 0 ? 1 : of('inconclusive') > 0 ? 3 : 0,
    },
    cells,
    results: rows,
    ...over,
  };
}

export function replayCommand({ id }: Finding): string {
  return `blkcheck replay .blkcheck/findings/${id.replaceAll(/[^a-z0-9.-]+/giu, '.')}.json`;
}

/** How most tests render: without colour, on 80 columns. */
export const onScreen = {
  chalk: new Chalk({ level: 0 }),
  columns: 80,
  all: false,
  replayCommand,
  evidenceOf: () => 'QEMU 7.2 to 11.1, measured',
} as const;
