import type { Aftermath, Violation } from '../model/aftermath.js';
import type {
  Extent,
  Obligation,
  OperationId,
  Ordering,
  Script,
  VersionId,
} from '../model/script.js';
import { type ViolationKind, violationKinds } from '../model/verdict.js';
import { judgeModule, type ModuleRecovery, moduleIndex } from './module/recovery.js';
import { type AtomicUnit, atomicUnits, findTorn } from './promises/atomic.js';
import { findLost } from './promises/durable.js';
import { findReordered } from './promises/ordered.js';
import { judgeRecovery, type Recovery } from './recovery/recovery.js';
import { type UseRecovery, withRecovery } from './recovery/select.js';

export type AftermathJudge = (
  aftermath: Aftermath,
  excluded: ReadonlySet<ViolationKind>,
) => Violation | null;

/** One promise of a script, to be judged by itself over what it reads. */
export interface Check {
  /** The kinds of violation that it can find. */
  readonly kinds: readonly ViolationKind[];
  /** It asks for nothing before this operation was begun; 0: it always does. */
  readonly after: OperationId;
  /** Once all of these writes surely survive it holds for ever; null: nothing settles it. */
  readonly settledBy: readonly VersionId[] | null;
  readonly judge: AftermathJudge;
  /** Lends the step machine of a built-in recovery; null where the check is none. */
  readonly lendRecovery: (<Result>(use: UseRecovery<Result>) => Result) | null;
}

function durable(script: Script, obligation: Obligation): Check {
  return {
    kinds: ['lost'],
    after: obligation.acknowledge,
    settledBy: obligation.requires.map(({ version }) => version),
    judge: (aftermath, excluded) =>
      excluded.has('lost') ? null : findLost(script, obligation, aftermath),
    lendRecovery: null,
  };
}

function ordered(script: Script, ordering: Ordering, second: Extent): Check {
  return {
    kinds: ['reordered'],
    after: ordering.second,
    settledBy: ordering.first.map(({ version }) => version),
    judge: (aftermath, excluded) =>
      excluded.has('reordered') ? null : findReordered(script, ordering, second, aftermath),
    lendRecovery: null,
  };
}

function orderedChecks(script: Script): Check[] {
  const writes = new Map(script.operations.map((operation) => [operation.id, operation]));
  return script.orderings.flatMap((ordering) => {
    const second = writes.get(ordering.second);
    return second === undefined ? [] : [ordered(script, ordering, second)];
  });
}

function atomic(script: Script, unit: AtomicUnit): Check {
  return {
    kinds: ['torn'],
    after: 0,
    settledBy: null,
    judge: (aftermath, excluded) =>
      excluded.has('torn') ? null : findTorn(script, unit, aftermath),
    lendRecovery: null,
  };
}

/** What a built-in recovery can be told that its outcome breaks. */
function kindsOf({ recovery, obligations }: Script): readonly ViolationKind[] {
  const lost: readonly ViolationKind[] = obligations.some(({ transaction }) => transaction > 0)
    ? ['lost']
    : [];
  if (recovery.kind === 'double-write') return [...lost, 'torn'];
  const isOfChanges = recovery.kind === 'write-ahead-log' && recovery.records === 'changes';
  return isOfChanges ? [...lost, 'torn', 'reordered'] : [...lost, 'reordered'];
}

function recovered(script: Script, module: ModuleRecovery | null): Check[] {
  const { recovery } = script;
  if (recovery.kind === 'none') return [];
  if (recovery.kind === 'module') {
    if (module === null) {
      throw new TypeError(`${script.scenario}: its recovery is in a module, which was not given`);
    }
    const index = moduleIndex(script);
    const judge: AftermathJudge = (aftermath, excluded) =>
      judgeModule(index, module, aftermath, excluded);
    return [{ kinds: violationKinds, after: 0, settledBy: null, judge, lendRecovery: null }];
  }
  // Built once, and lent again and again to users that know nothing of its types.
  return withRecovery(script, (built) => [checkOfRecovery(script, built)]) ?? [];
}

/** What a built-in recovery makes of the disk. */
export function checkOfRecovery<State, Outcome>(
  script: Script,
  built: Recovery<State, Outcome>,
): Check {
  return {
    kinds: kindsOf(script),
    after: 0,
    settledBy: null,
    judge: (aftermath, excluded) => judgeRecovery(built, aftermath, excluded),
    lendRecovery: (use) => use(built),
  };
}

/**
 * The promises of a script, in the order in which they are judged: what was acknowledged first,
 * then what recovery makes of the disk. `module` is for scripts from a JavaScript module only.
 */
export function checksOf(script: Script, module: ModuleRecovery | null): readonly Check[] {
  return [
    ...script.obligations
      .filter(({ requires }) => requires.length > 0)
      .map((obligation) => durable(script, obligation)),
    ...recovered(script, module),
    ...atomicUnits(script).map((unit) => atomic(script, unit)),
    ...orderedChecks(script),
  ];
}
