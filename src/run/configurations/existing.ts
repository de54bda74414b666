import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { Refusal } from '../../catalogue/refusals/refusal.js';
import { refusalOf } from '../../catalogue/refusals/refusals.js';
import type { Configuration } from '../../model/configuration.js';
import { addToGroup } from '../../model/group-by.js';
import type { NotRun } from '../../model/result.js';
import { usageError } from '../usage-error.js';
import { cellOf } from './configurations.js';
import { stackName } from './stack-words.js';

interface Existing {
  readonly configurations: readonly Configuration[];
  /** The others, so that nothing that was selected is dropped in silence. */
  readonly notRun: readonly NotRun[];
}

/** @throws UsageError with the reason where none of them can be. */
export function existingOf(
  selected: readonly Configuration[],
  profile: Profile,
  more: readonly Refusal[],
): Existing {
  const configurations: Configuration[] = [];
  const stacksBy = new Map<string, string[]>();
  for (const configuration of selected) {
    const reason = refusalOf(configuration, more);
    if (reason === '') configurations.push(configuration);
    else addToGroup(stacksBy, reason, stackName(configuration, profile));
  }
  const notRun = [...stacksBy].map(([reason, stacks]) => ({ reason, stacks }));
  const [first] = selected;
  if (configurations.length > 0 || first === undefined) return { configurations, notRun };
  throw usageError(
    `there is no such machine: ${refusalOf(first, more)}`,
    `the first is ${cellOf(first)}`,
  );
}
