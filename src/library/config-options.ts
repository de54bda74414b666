import { expandNames } from '../run/definitions/expand-names.js';
import type { ConfigOptions } from '../run/definitions/read-configs.js';
import { usageError } from '../run/usage-error.js';
import type { DefinitionOptions, DefinitionText } from './definition-options.js';

/** The names and the texts among definitions. */
export interface SortedDefinitions {
  /** As they were written, with their patterns. */
  readonly given: readonly string[];
  readonly texts: readonly DefinitionText[];
  /** What messages call all of them. */
  readonly names: readonly string[];
}

/**
 * Tells names of files from texts that lie in none.
 *
 * @throws UsageError for a text that is called as something else is: nobody could tell whose disks are whose.
 */
export function sortedDefinitions({
  definitions,
}: Pick<DefinitionOptions, 'definitions'>): SortedDefinitions {
  const given = definitions.filter((each) => typeof each === 'string');
  const texts = definitions.filter((each) => typeof each !== 'string');
  const names = [...given, ...texts.map(({ name }) => name)];
  const twice = texts.find(({ name }) => names.indexOf(name) !== names.lastIndexOf(name));
  if (twice !== undefined) throw usageError(`definitions: two are called ${twice.name}`);
  return { given, texts, names };
}

/** What reads definitions, in the words of `run/`. */
export function configOptionsOf(options: DefinitionOptions): ConfigOptions {
  const { given, texts } = sortedDefinitions(options);
  const names = expandNames(given);
  return {
    names,
    texts,
    only: options.only ?? [],
    found: names.filter((name) => !given.includes(name)),
    format: options.inputFormat ?? '',
    qemuVersion: options.qemu ?? '',
    storageFile: options.storageFile ?? '',
    stdinName: '',
    siteFile: options.siteFile ?? '',
    ignoreUnknown: options.ignoreUnknown === true,
    mayBeEmpty: false,
    pastFolder: '',
  };
}
