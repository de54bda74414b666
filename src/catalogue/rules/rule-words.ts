import type { Configuration } from '../../model/configuration.js';
import { quirkOf } from '../quirks/quirks.js';
import type { Rule } from './rule.js';
import { type RuleId, ruleOf } from './rules.js';

/** What a rule says of a configuration: not of QEMU where another monitor does it. */
export function wordsOf(
  rule: RuleId,
  configuration: Configuration,
): Pick<Rule, 'title' | 'because'> {
  const offer = rule === 'BLK014' ? quirkOf(configuration, 'offers-no-flush') : undefined;
  if (offer === undefined) {
    const { title, because } = ruleOf(rule);
    return { title, because };
  }
  return { title: offer.sentence, because: 'the device offers no flush, so the guest sends none' };
}
