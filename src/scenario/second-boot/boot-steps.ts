import {
  type Lba,
  type RecoverySpec,
  type Script,
  type VersionId,
  writingKinds,
} from '../../model/script.js';
import { journalIndex } from '../recovery/journal.js';
import { logIndex } from '../recovery/write-ahead-log.js';
import { changesRepair } from './changes-repair.js';
import { manifestRepair } from './manifest-repair.js';
import { doubleWriteRepair, shadowRepair } from './page-repairs.js';
import type { BootSteps, Repair, ShownSector } from './repair.js';
import { replayRepair } from './replay-repair.js';
import { rollbackRepair } from './rollback-repair.js';

/** What somebody does with the steps of a second boot, whose state is their own affair. */
export type UseBoot<Result> = <State>(steps: BootSteps<State>) => Result;

/** Hands the steps of the script's second boot to `use`; null where nobody knows them. */
export function withBoot<Result>(script: Script, use: UseBoot<Result>): Result | null {
  const spec = script.recovery;
  switch (spec.kind) {
    case 'write-ahead-log': {
      if (spec.records === 'changes') return use(changesRepair(script, spec));
      const log = logIndex(script, spec);
      return use(replayRepair(script, { ...log, headerRegion: spec.header, syncs: 'around' }));
    }
    case 'journal': {
      const journal = journalIndex(script, spec);
      const syncs = spec.syncsFirst === false ? 'after' : 'around';
      return use(replayRepair(script, { ...journal, headerRegion: '', syncs }));
    }
    case 'double-write':
      return use(doubleWriteRepair(script, spec));
    case 'shadow-paging':
      return use(shadowRepair(script, spec));
    case 'rollback-journal':
      return use(rollbackRepair(script, spec));
    case 'manifest':
      return use(manifestRepair(script, spec));
    case 'none':
      return use(sectorBoot(script));
    case 'module':
      return null;
  }
}

/** Whether it is known what a second boot with this recovery writes. */
export function knowsBoot(recovery: RecoverySpec): boolean {
  return recovery.kind !== 'module';
}

type SectorState =
  | { readonly phase: 'unread' }
  | { readonly phase: 'sectors' }
  | { readonly phase: 'sector'; readonly lba: Lba }
  | { readonly phase: 'done'; readonly lba: Lba; readonly shown: VersionId };

/**
 * Without a recovery a second boot syncs, and serves each sector as it finds it: one for itself,
 * because none has to do with the others. What the script itself promised is asked of one more.
 */
function sectorBoot(script: Script): BootSteps<SectorState> {
  const sectors = writtenSectors(script).map((lba) => ({ phase: 'sector', lba }) as const);
  const states: readonly SectorState[] = [{ phase: 'unread' }, ...sectors];
  return {
    start: () => ({ phase: 'sectors' }),
    next(state) {
      if (state.phase === 'sectors') return { kind: 'each', states };
      if (state.phase === 'unread') return { kind: 'done', outcome: serving([], false) };
      if (state.phase === 'sector') return { kind: 'read', lba: state.lba };
      const { lba, shown } = state;
      return { kind: 'done', outcome: serving([{ lba, shown }], true) };
    },
    resume: (state, answer) =>
      state.phase === 'sector' ? { ...state, phase: 'done', shown: Number(answer) } : state,
  };
}

function serving(sectors: readonly ShownSector[], alone: boolean): Repair {
  return { stages: [], syncs: 'around', served: { kind: 'sectors', sectors, alone } };
}

function writtenSectors({ operations }: Script): readonly Lba[] {
  const lbas = new Set<Lba>();
  for (const { kind, lba, sectorCount } of operations) {
    if (!writingKinds.has(kind)) continue;
    for (let sector = lba; sector < lba + sectorCount; sector += 1) lbas.add(sector);
  }
  return [...lbas].sort((a, b) => a - b);
}
