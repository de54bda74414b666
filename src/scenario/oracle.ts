import type { Aftermath, Violation } from '../model/aftermath.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import { judgeModule, type ModuleRecovery, moduleIndex } from './module/recovery.js';
import { type AtomicUnit, atomicUnits, findTorn } from './promises/atomic.js';
import { findLost } from './promises/durable.js';
import { findReordered, type OrderedIndex, orderedIndex } from './promises/ordered.js';
import { type Recovery, recover } from './recovery/recovery.js';
import { withRecovery } from './recovery/select.js';

type Excluded = ReadonlySet<ViolationKind>;
type JudgeRecovery = (aftermath: Aftermath, excluded: Excluded) => Violation | null;

/** Everything about a script's promises that can be worked out before a disk is seen. */
export interface Oracle {
  readonly script: Script;
  readonly ordered: OrderedIndex;
  readonly atomic: readonly AtomicUnit[];
  readonly judgeRecovery: JudgeRecovery;
}

const holdsAlways: JudgeRecovery = () => null;

function judgeWith<State, Outcome>(recovery: Recovery<State, Outcome>): JudgeRecovery {
  return (aftermath, excluded) => recovery.judge(recover(recovery, aftermath), aftermath, excluded);
}

function recoveryOf(script: Script, module: ModuleRecovery | null): JudgeRecovery {
  if (script.recovery.kind !== 'module') return withRecovery(script, judgeWith) ?? holdsAlways;
  if (module === null) {
    throw new TypeError(`${script.scenario}: its recovery is in a module, which was not given`);
  }
  const index = moduleIndex(script);
  return (aftermath, excluded) => judgeModule(index, module, aftermath, excluded);
}

/** Prepares to judge runs of a script. `module` is for scripts from a JavaScript module only. */
export function createOracle(script: Script, module: ModuleRecovery | null = null): Oracle {
  return {
    script,
    ordered: orderedIndex(script),
    atomic: atomicUnits(script),
    judgeRecovery: recoveryOf(script, module),
  };
}

/**
 * The first promise that does not hold, of the kinds that are not excluded; null where all do.
 * What was acknowledged is looked at first, then what recovery makes of the disk.
 */
export function judge(
  oracle: Oracle,
  aftermath: Aftermath,
  excludedKinds: Excluded,
): Violation | null {
  const { script } = oracle;
  const lost = excludedKinds.has('lost') ? null : findLost(script, aftermath);
  if (lost !== null) return lost;
  const recovered = oracle.judgeRecovery(aftermath, excludedKinds);
  if (recovered !== null) return recovered;
  const torn = excludedKinds.has('torn') ? null : findTorn(script, oracle.atomic, aftermath);
  if (torn !== null || excludedKinds.has('reordered')) return torn;
  return findReordered(script, oracle.ordered, aftermath);
}
