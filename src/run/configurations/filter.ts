import { didYouMean } from '../../scenario/language/suggest.js';
import { usageError } from '../usage-error.js';

export interface FilterDomain<Name extends string> {
  /** As the user knows it: `cache mode`. */
  readonly what: string;
  /** Everything that may be named, in the order in which a selection comes out. */
  readonly names: readonly Name[];
  /** The selection where nothing is named. */
  readonly whenAbsent: readonly Name[];
  /** What `!name` alone takes away from. */
  readonly whenExcluding: readonly Name[];
  /** Who has no other names than these, where somebody has more: `the profile 2009-08`. */
  readonly owner?: string;
  /** What others have. */
  readonly elsewhere?: readonly string[];
}

/** One argument may hold several names, separated by commas. */
export function namesIn(words: readonly string[]): readonly string[] {
  return words.flatMap((word) => word.split(',')).map((name) => name.trim());
}

/**
 * Resolves the words of a filter. A word is a name, `all` (or `any`), or `!name`; one argument may hold
 * several, separated by commas. What is excluded stays excluded, wherever it is written.
 *
 * @throws UsageError for an unknown name, and where nothing is left.
 */
export function select<Name extends string>(
  words: readonly string[],
  domain: FilterDomain<Name>,
): readonly Name[] {
  const parts = namesIn(words);
  if (parts.length === 0) return domain.whenAbsent;
  const excluded = parts.filter((part) => part.startsWith('!')).map((part) => part.slice(1));
  const wanted = parts.filter((part) => !part.startsWith('!'));
  for (const name of [...excluded, ...wanted]) checkName(name, domain);
  const selected = domain.names.filter((name) => isWanted(name, wanted, domain));
  const left = selected.filter((name) => !excluded.includes(name) && !excluded.includes('all'));
  if (left.length === 0)
    throw usageError(`the filter leaves no ${domain.what}: ${words.join(',')}`);
  return left;
}

function isWanted<Name extends string>(
  name: Name,
  wanted: readonly string[],
  { whenExcluding }: FilterDomain<Name>,
): boolean {
  if (wanted.length === 0) return whenExcluding.includes(name);
  return wanted.includes('all') || wanted.includes('any') || wanted.includes(name);
}

function checkName<Name extends string>(name: string, domain: FilterDomain<Name>): void {
  const { what, names, owner, elsewhere } = domain;
  if (name === 'all' || name === 'any' || names.some((known) => known === name)) return;
  if (name === '')
    throw usageError(`a ${what} is missing: a name is empty`, didYouMean(name, names));
  if (owner !== undefined && elsewhere?.includes(name) === true)
    throw usageError(`${owner} has no ${what} \`${name}\``, `it has: ${names.join(', ')}`);
  throw usageError(`unknown ${what} \`${name}\``, didYouMean(name, names));
}
