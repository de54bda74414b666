import type { Aftermath, Violation } from '../model/aftermath.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import { type AftermathJudge, type Check, checksOf } from './checks.js';
import type { ModuleRecovery } from './module/recovery.js';

/** Everything about a script's promises that can be worked out before a disk is seen. */
export interface Oracle {
  readonly checks: readonly Check[];
  /** The first promise that does not hold, of the kinds that are not excluded; null where all do. */
  readonly judge: AftermathJudge;
}

/** Prepares to judge runs of a script. `module` is for scripts from a JavaScript module only. */
export function createOracle(script: Script, module: ModuleRecovery | null = null): Oracle {
  const checks = checksOf(script, module);
  return {
    checks,
    judge: (aftermath, excluded) => judgeAll(checks, aftermath, excluded),
  };
}

/** The first of the promises that does not hold, of the kinds that are not excluded. */
export function judgeAll(
  checks: readonly Check[],
  aftermath: Aftermath,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  for (const check of checks) {
    const violation = check.judge(aftermath, excluded);
    if (violation !== null) return violation;
  }
  return null;
}
