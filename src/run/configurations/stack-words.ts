import { openDimensions, valueWords } from '../../catalogue/cures/telling-values.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import type { Configuration } from '../../model/configuration.js';
import { cellOf, differenceOf } from './configurations.js';

/** As results name a stack, and `explain` and `fix` take it. */
export function stackName(configuration: Configuration, profile: Profile): string {
  return cellOf(configuration) + differenceOf(configuration, profile);
}

/** The stack that a disk is, with what of it nobody knows; '' for none. */
export function stackWords(configurations: readonly Configuration[], profile: Profile): string {
  const [first, ...others] = configurations;
  if (first === undefined) return '';
  const name = stackName(first, profile);
  if (others.length === 0) return name;
  const open = valueWords(openDimensions(configurations), configurations);
  return `${name}; not known: ${open}`;
}
