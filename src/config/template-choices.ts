import { groupBy } from '../model/group-by.js';
import type { Statements, TemplateCondition } from './template-conditions.js';

/** For every condition the branch that is there. */
export type TakenBranches = ReadonlyMap<TemplateCondition, number>;

interface BranchCombinations {
  readonly choices: readonly TakenBranches[];
  readonly isAll: boolean;
}

/**
 * Every combination where there are few. Where there are more than `most`, every branch once, as far as
 * that goes, beside the first ones of all other conditions. Conditions with the same words are decided alike.
 */
export function choicesOf(
  { conditions, loops, isSteady }: Pick<Statements, 'conditions' | 'loops' | 'isSteady'>,
  most: number,
): BranchCombinations {
  const groups = groupsOf(conditions, isSteady ? [...loops, ...conditions.filter(isWith)] : null);
  const all = groups.reduce(
    (count, [first]) => Math.min(most + 1, count * (first?.branches.length ?? 1)),
    1,
  );
  return all <= most
    ? { choices: combinations(groups), isAll: true }
    : { choices: singles(conditions, groups, most), isAll: false };
}

/** In Go what a name means depends on it. */
const isWith = ({ text }: TemplateCondition): boolean => text.startsWith('with');

/** @param scopes - in which names mean something of their own; null where they may anywhere */
function groupsOf(
  conditions: readonly TemplateCondition[],
  scopes: readonly TemplateCondition[] | null,
): readonly (readonly TemplateCondition[])[] {
  const groups = groupBy(conditions, (condition) => {
    const { branches, text, span } = condition;
    const scope = scopes === null ? span.start : innermost(scopes, condition);
    return `${branches.length} ${scope} ${text}`;
  });
  return [...groups.values()];
}

/** Where the smallest scope begins that gives the words of a condition their meaning; -1 for none. */
function innermost(
  scopes: readonly TemplateCondition[],
  { text, span }: TemplateCondition,
): number {
  return scopes.reduce((last, scope) => {
    const isAround = scope.span.start < span.start && scope.span.end > span.end;
    return isAround && givesMeaning(scope.text, text) ? Math.max(last, scope.span.start) : last;
  }, -1);
}

/** In Go `.x` is a part of what a range is at; elsewhere a loop has its own names. */
function givesMeaning(scope: string, words: string): boolean {
  if (/(^|[\s(])\.\w*/.test(words)) return true;
  const names = /^for\s+([\w, \t]+?)\s+in\b/.exec(scope)?.[1] ?? scope;
  return (names.match(/\w+/g) ?? []).some((name) => new RegExp(`\\b${name}\\b`).test(words));
}

function combinations(groups: readonly (readonly TemplateCondition[])[]): readonly TakenBranches[] {
  let choices: readonly TakenBranches[] = [new Map()];
  for (const group of groups) {
    const indexes = [...(group[0]?.branches.keys() ?? [])];
    choices = choices.flatMap((choice) =>
      indexes.map(
        (index) => new Map([...choice, ...group.map((condition) => [condition, index] as const)]),
      ),
    );
  }
  return choices;
}

function singles(
  conditions: readonly TemplateCondition[],
  groups: readonly (readonly TemplateCondition[])[],
  most: number,
): readonly TakenBranches[] {
  const groupOf = new Map(groups.flatMap((group) => group.map((each) => [each, group] as const)));
  const found: TakenBranches[] = [];
  for (const of of conditions) {
    for (const index of of.branches.keys()) {
      if (found.length === most) return found;
      const choice = new Map<TemplateCondition, number>(
        conditions.map((condition) => [condition, 0]),
      );
      const decide = (condition: TemplateCondition, branch: number): void => {
        for (const each of groupOf.get(condition) ?? []) choice.set(each, branch);
      };
      for (const outer of conditions) {
        const { start, end } = outer.span;
        if (start < of.span.start && end > of.span.end) decide(outer, branchWith(outer, of));
      }
      decide(of, index);
      found.push(choice);
    }
  }
  return found;
}

function branchWith({ branches }: TemplateCondition, { span }: TemplateCondition): number {
  return Math.max(
    0,
    branches.findIndex(({ start, end }) => start <= span.start && end >= span.end),
  );
}
