import type { Extent, RecoverySpec, Script } from '../../model/script.js';
import { type ManifestState, manifest } from '../recovery/manifest.js';
import {
  heldByTables,
  type ManifestIndex,
  manifestIndex,
  type Opened,
} from '../recovery/manifest-index.js';
import { writesTo } from '../recovery/script-index.js';
import type { BootSteps, NewWrite, Repair } from './repair.js';

type Spec = Extract<RecoverySpec, { kind: 'manifest' }>;

/** Where an open finds room for new files; null for no room. */
interface Room {
  readonly record: Extent | null;
  readonly table: Extent | null;
}

/**
 * As LevelDB opens a database, and RocksDB at its defaults: what is in the log goes into a table of its
 * own, which is synced (db/db_impl.cc, RecoverLogFile, WriteLevel0Table; db/builder.cc); a new MANIFEST
 * begins with a snapshot, and is synced; then CURRENT is renamed over the old one (db/version_set.cc,
 * LogAndApply; RocksDB syncs the directory too). Tables are not read, and nothing is synced before. The
 * old files are deleted last, and are no part of this: the disk goes on holding what they held.
 */
export function manifestRepair(script: Script, spec: Spec): BootSteps<ManifestState> {
  const recovery = manifest(script, spec);
  const index = manifestIndex(script, spec, null);
  const room = { record: roomIn(script, spec.manifest), table: roomIn(script, spec.tables) };
  return {
    start: recovery.start,
    next(state) {
      const step = recovery.next(state);
      if (step.kind === 'read' || step.kind === 'verify') return step;
      if (step.kind === 'each') return { kind: 'each', states: step.states.filter(isLog) };
      if (state.phase === 'log') return { kind: 'done', outcome: reopening(index, room, state) };
      if (step.outcome.kind === 'log')
        return { kind: 'done', outcome: reopening(index, room, step.outcome) };
      return { kind: 'done', outcome: null };
    },
    resume: recovery.resume,
  };
}

/** An open looks whether the tables are there, and into none of them. */
function isLog({ phase }: ManifestState): boolean {
  return phase === 'log';
}

function reopening(
  index: ManifestIndex,
  { record, table }: Room,
  { current, edits, replayed }: Opened & { readonly replayed: number },
): Repair {
  const opened = { current, edits };
  const transaction = index.log.transactions[replayed - 1] ?? 0;
  const isInTables = replayed === heldByTables(index, opened);
  // Without room the log is gone on with, as LevelDB does with reuse_logs.
  if (record === null || (table === null && !isInTables))
    return { stages: [], syncs: 'around', served: { kind: 'transaction', transaction } };
  const tables: NewWrite[] =
    table === null || isInTables ? [] : [{ as: 'table', extent: table, label: 'write a table' }];
  const stages: NewWrite[][] = [
    tables,
    [{ as: 'record', extent: record, label: 'write a manifest' }],
    [{ as: 'current', extent: extentOfCurrent(index), label: 'write current' }],
  ];
  return {
    stages: stages.filter((stage) => stage.length > 0),
    syncs: 'between',
    served: { kind: 'opened', transaction, opened, replayed },
  };
}

function extentOfCurrent({ currentLba }: ManifestIndex): Extent {
  return { lba: currentLba, sectorCount: 1 };
}

/**
 * The first element that the script never writes. What a file had that is gone is not free before the
 * file system has committed that, and with it the rename that came before.
 */
function roomIn(script: Script, name: string): Extent | null {
  const used = new Set(writesTo(script, name).map(({ element }) => element));
  const extents = script.regions.find((region) => region.name === name)?.extents ?? [];
  return extents.find((_, element) => !used.has(element)) ?? null;
}
