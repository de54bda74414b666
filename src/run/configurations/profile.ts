import { defaultProfile, type Profile, profiles } from '../../catalogue/dimensions/profiles.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { usageError } from '../usage-error.js';

/** @throws UsageError where there is no such profile. */
export function profileOf(name: string): Profile {
  if (name === 'default') return defaultProfile;
  const profile = profiles.find(({ id }) => id === name);
  if (profile !== undefined) return profile;
  const names = ['default', ...profiles.map(({ id }) => id)];
  throw usageError(`unknown profile \`${name}\``, didYouMean(name, names));
}
