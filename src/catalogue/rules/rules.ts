import type { Rule } from './rule.js';
import { mailRules } from './rules-2009.js';
import { rulesAround } from './rules-around.js';
import { tearingRules } from './rules-of-tearing.js';
import { todaysRules } from './rules-today.js';

export const rules = [...mailRules, ...todaysRules, ...rulesAround, ...tearingRules] as const;

export type RuleId = (typeof rules)[number]['id'];

export function ruleOf(id: RuleId): Rule {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) throw new Error(`no rule ${id}`);
  return rule;
}
