import { existsSync } from 'node:fs';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { refusalOf } from '../../catalogue/refusals/refusals.js';
import { versionRefusals } from '../../catalogue/refusals/version-refusals.js';
import { type Configuration, hostNoteIds } from '../../model/configuration.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import { isPattern } from '../definitions/expand-names.js';
import type { RunOptions } from '../options.js';
import { usageError } from '../usage-error.js';
import { configurationsOf } from './configurations.js';
import {
  type FilterKey,
  filters,
  isFilter,
  namedVersions,
  selectDimensions,
} from './dimensions.js';

/** Frontend and cache mode stand before the `@`. */
function isOwn(key: string): key is Exclude<FilterKey, 'frontend' | 'cache'> {
  return isFilter(key) && key !== 'frontend' && key !== 'cache';
}

function switchOf(key: string, value: string): boolean {
  if (value === 'on' || value === 'off') return value === 'on';
  throw usageError(`\`${key}\` is on or off, not \`${value}\``);
}

/** `key=value` as the option of a run that says the same. */
function optionOf(pair: string): Partial<RunOptions> {
  const at = pair.indexOf('=');
  const [key, value] = at < 0 ? [pair, ''] : [pair.slice(0, at), pair.slice(at + 1)];
  if (key === 'patch') return { patches: value.split('+') };
  if (isOwn(key)) return { [filters[key]]: [value] };
  if (hostNoteIds.some((id) => id === key)) return { hostNotes: { [key]: switchOf(key, value) } };
  const help = didYouMean(key, [...Object.keys(filters).filter(isOwn), 'patch', ...hostNoteIds]);
  throw usageError(`a stack has no \`${key}\``, help);
}

function optionsOf(pairs: readonly string[]): RunOptions {
  const keys = pairs.map((pair) => pair.replace(/=.*/su, ''));
  const twice = keys.find((key, at) => keys.indexOf(key) !== at);
  if (twice !== undefined) throw usageError(`\`${twice}\` is given twice`);
  const options = pairs.map(optionOf);
  const hostNotes = Object.assign({}, ...options.map((each) => each.hostNotes ?? {}));
  return { ...Object.assign({}, ...options), hostNotes };
}

/**
 * Whether a word is a file of definitions, or several: what exists by the name is nothing else, and what
 * looks like a file and does not is a mistake in its name.
 */
export function namesDefinitions(word: string): boolean {
  return word === '-' || existsSync(word) || isPattern(word) || hasExtension.test(word);
}

const hasExtension = /\.(?:xml|ya?ml|json|conf|tf|hcl|sh|args)$/iu;

/** Whether a word can only be meant as the name of a stack. */
export function namesConfiguration(word: string): boolean {
  return word.includes('/') || word.includes('@');
}

/**
 * The configuration that `frontend/cache[@key=value,...]` names, as results do. What it does not
 * say is the profile's.
 *
 * @throws UsageError for what does not exist, or names more than one stack.
 */
export function configurationNamed(name: string, profile: Profile): Configuration {
  const options = optionsNamed(name);
  const dimensions = selectDimensions(options, profile);
  const [configuration, ...others] = configurationsOf(profile, dimensions);
  if (configuration !== undefined && others.length === 0) {
    const refusal = refusalOf(configuration, versionRefusals(namedVersions(options)));
    if (refusal !== '') throw usageError(`there is no \`${name}\`: ${refusal}`);
    return configuration;
  }
  throw usageError(`\`${name}\` names ${others.length + 1} stacks; name one`);
}

/** The options with which a run is about the same configuration, and no other. */
export function optionsNamed(name: string): RunOptions {
  const at = name.indexOf('@');
  const cell = at < 0 ? name : name.slice(0, at);
  const pairs = at < 0 ? [] : name.slice(at + 1).split(',');
  const [frontend = '', cache = '', ...more] = cell.split('/');
  if (more.length > 0 || cache === '') {
    throw usageError(`\`${cell}\` is not frontend/cache, such as virtio-blk/none`);
  }
  return { ...optionsOf(pairs), frontends: [frontend], caches: [cache] };
}
