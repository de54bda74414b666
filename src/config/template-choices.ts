import type { Condition } from './template-conditions.js';

/** For every condition the branch that is there. */
export type Choice = ReadonlyMap<Condition, number>;

interface Choices {
  readonly choices: readonly Choice[];
  /** The first condition of which a branch is in none of them. */
  readonly left: Condition | null;
}

/**
 * Every combination where there are few. Where there are more than `most`, every branch once, beside the
 * first ones of all other conditions. Conditions with the same words are decided alike.
 */
export function choicesOf(conditions: readonly Condition[], most: number): Choices {
  const groups = groupsOf(conditions);
  const all = groups.reduce(
    (count, [first]) => Math.min(most + 1, count * (first?.branches.length ?? 1)),
    1,
  );
  if (all <= most) return { choices: combinations(groups), left: null };
  const single = singles(conditions, groups);
  return {
    choices: single.slice(0, most).map(({ choice }) => choice),
    left: single[most]?.of ?? null,
  };
}

function groupsOf(conditions: readonly Condition[]): readonly (readonly Condition[])[] {
  const groups = new Map<string, Condition[]>();
  for (const condition of conditions) {
    const key = `${condition.branches.length} ${condition.text}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [condition]);
    else group.push(condition);
  }
  return [...groups.values()];
}

function combinations(groups: readonly (readonly Condition[])[]): readonly Choice[] {
  let choices: readonly Choice[] = [new Map()];
  for (const group of groups) {
    const indexes = [...(group[0]?.branches.keys() ?? [])];
    choices = choices.flatMap((choice) => indexes.map((index) => decided(choice, group, index)));
  }
  return choices;
}

function decided(choice: Choice, group: readonly Condition[], index: number): Choice {
  return new Map([...choice, ...group.map((condition) => [condition, index] as const)]);
}

interface Single {
  readonly of: Condition;
  readonly choice: Choice;
}

function singles(
  conditions: readonly Condition[],
  groups: readonly (readonly Condition[])[],
): readonly Single[] {
  const usual: Choice = new Map(conditions.map((condition) => [condition, 0]));
  const groupOf = (condition: Condition) =>
    groups.find((group) => group.includes(condition)) ?? [condition];
  return conditions.flatMap((of) => {
    const around = conditions
      .filter(({ span }) => span.start < of.span.start && span.end > of.span.end)
      .reduce((choice, outer) => decided(choice, groupOf(outer), branchWith(outer, of)), usual);
    return [...of.branches.keys()].map((index) => ({
      of,
      choice: decided(around, groupOf(of), index),
    }));
  });
}

function branchWith({ branches }: Condition, { span }: Condition): number {
  return Math.max(
    0,
    branches.findIndex(({ start, end }) => start <= span.start && end >= span.end),
  );
}
