import { nearest } from '../../model/nearest-word.js';

const begunMax = 4;

/** The names that the word begins; none where they are too many to mean one of them. */
function begunBy(word: string, names: readonly string[]): readonly string[] {
  const begun = names.filter((name) => name.startsWith(word.toLowerCase()));
  return word.length > 1 && begun.length <= begunMax ? begun : [];
}

/** What would be accepted in place of `word`, the probable name first. */
export function didYouMean(word: string, names: readonly string[]): string {
  const name = nearest(word, names);
  const meant = name === '' ? begunBy(word, names) : [name];
  if (meant.length > 0) return `did you mean ${meant.map((each) => `\`${each}\``).join(' or ')}?`;
  if (names.length === 0) return '';
  const shown = names.slice(0, 12).join(', ');
  return `one of: ${shown}${names.length > 12 ? ', ...' : ''}`;
}

/** A value of the user's in a message: quoted, one line, never long. */
export function quoted(value: unknown): string {
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a mapping';
  const text = String(value).replace(/\s+/g, ' ');
  return `\`${text.length > 40 ? `${text.slice(0, 37)}...` : text}\``;
}
