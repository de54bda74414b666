import { rules } from '../../catalogue/rules/rules.js';
import { undecidedRule } from '../../gate/waivers.js';
import { configRules } from '../../model/config-rule.js';
import { didYouMean } from '../../scenario/language/suggest.js';

const known: readonly string[] = [undecidedRule, ...rules.map(({ id }) => id), ...configRules];

/** A waiver of a rule that there is not would stand there for nothing. */
export function unknownRules(waivers: readonly { readonly rule: string }[]) {
  return waivers.flatMap(({ rule }, index) => {
    if (known.includes(rule)) return [];
    return [{ index, message: `unknown rule \`${rule}\``, help: didYouMean(rule, known) }];
  });
}
