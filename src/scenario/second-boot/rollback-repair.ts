import type { RecoverySpec, Script } from '../../model/script.js';
import { loggedVersion } from '../recovery/in-place.js';
import {
  type RollbackIndex,
  type RolledBack,
  rollbackIndex,
  savedIn,
} from '../recovery/rollback-index.js';
import { type RollbackState, rollbackSteps } from '../recovery/rollback-journal.js';
import type { BootSteps, Repair, Rewrite } from './repair.js';

/**
 * Puts back the pages that a hot journal saved, in place, and then writes over its header what the
 * commit before had left there, so that the journal does not count any more.
 */
export function rollbackRepair(
  script: Script,
  spec: Extract<RecoverySpec, { kind: 'rollback-journal' }>,
): BootSteps<RollbackState> {
  const index = rollbackIndex(script, spec);
  const steps = rollbackSteps(index);
  return {
    ...steps,
    next(state) {
      const step = steps.next(state);
      if (step.kind === 'read' || step.kind === 'verify') return step;
      if (state.phase === 'journal' || state.phase === 'pages')
        return { kind: 'done', outcome: repairOf(index, state) };
      throw new Error('what the pages hold is not looked at');
    },
  };
}

function repairOf(index: RollbackIndex, rolledBack: RolledBack): Repair {
  const { header, committed } = rolledBack;
  const transaction = index.transactions[committed - 1] ?? 0;
  const served = { kind: 'transaction', transaction } as const;
  if (!index.hot.has(header)) return { stages: [], syncs: 'around', served };
  const overHeader = {
    extent: { lba: index.headerLba, sectorCount: 1 },
    version: index.commits[committed - 1] ?? 0,
  };
  const stages = [pagesPutBack(index, rolledBack), [overHeader]];
  return { stages: stages.filter((stage) => stage.length > 0), syncs: 'around', served };
}

function pagesPutBack(index: RollbackIndex, { header, committed, putBack }: RolledBack): Rewrite[] {
  const pages = savedIn(index, header).pages.slice(0, putBack);
  return pages.flatMap((page) => {
    const block = index.pages[page];
    return block === undefined
      ? []
      : [{ extent: block.extent, version: loggedVersion(block, committed) }];
  });
}
