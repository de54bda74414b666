import { type RuleId, rules } from '../catalogue/rules/rules.js';

const indexById = new Map<string, number>(rules.map(({ id }, index) => [id, index + 1]));

/** A rule as the small integer that layers note beside an operation; 0 for none. */
export function ruleIndex(id: RuleId | ''): number {
  return indexById.get(id) ?? 0;
}

export function ruleAt(index: number): RuleId | '' {
  return rules[index - 1]?.id ?? '';
}
