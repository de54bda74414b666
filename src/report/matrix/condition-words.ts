import { groupBy } from '../../model/group-by.js';
import type { Literal, MatrixResult, UnsafeCondition } from '../../model/matrix-result.js';

/** `disk=plp,bbu`, or `disk!=plp` where that names fewer. */
function literalWords({ key, values, excluded }: Literal): string {
  return excluded.length < values.length
    ? `${key}!=${excluded.join(',')}`
    : `${key}=${values.join(',')}`;
}

function faultsOf({ literals }: UnsafeCondition): string {
  const faults = literals.find(({ key }) => key === 'fault');
  return faults === undefined ? '' : faults.values.join(', ');
}

/** `cache=none and disk=wce-lying`, without the faults; `always` for no condition at all. */
export function conditionWords({ literals }: UnsafeCondition): string {
  const words = literals.filter(({ key }) => key !== 'fault').map(literalWords);
  return words.join(' and ') || 'always';
}

export interface ConditionGroup {
  /** `under power-loss`, or `under every fault`. */
  readonly heading: string;
  readonly conditions: readonly UnsafeCondition[];
}

/** Conditions by the faults under which they matter, in their order. */
export function conditionGroups({ conditions, axes }: MatrixResult): readonly ConditionGroup[] {
  const all = axes.find(({ key }) => key === 'fault')?.values ?? [];
  const every = all.length > 1 ? 'under every fault' : `under ${all.join()}`;
  const groups = groupBy(conditions, (condition) => {
    const faults = faultsOf(condition);
    return faults === '' ? every : `under ${faults}`;
  });
  return [...groups].map(([heading, ofGroup]) => ({ heading, conditions: ofGroup }));
}

/** What varies, and what is the same in all configurations. */
export function axisWords({ axes }: MatrixResult): {
  readonly varied: readonly string[];
  readonly fixed: readonly string[];
} {
  const varied = axes.filter(({ values }) => values.length > 1);
  const fixed = axes.filter(({ values }) => values.length === 1);
  return {
    varied: varied.map(({ key, values }) => `${key} (${values.length})`),
    fixed: fixed.map(({ key, values }) => `${key}=${values.join()}`),
  };
}
