/** Edits that turn one word into the other; two swapped neighbours are one edit. */
export function editDistance(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, column) => column);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const swapped = a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      current[column] = Math.min(
        (current[column - 1] ?? 0) + 1,
        (last[column] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
        swapped ? (beforeLast[column - 2] ?? 0) + 1 : Number.POSITIVE_INFINITY,
      );
    }
    beforeLast = last;
    last = current;
  }
  return last[b.length] ?? 0;
}

/** The name that was probably meant; '' where none is near. */
export function nearest(word: string, names: readonly string[]): string {
  let best = '';
  let bestDistance = Math.min(3, Math.max(1, Math.floor(word.length / 2))) + 1;
  for (const name of names) {
    // Distance is at least the difference in length, which also bounds the work for long words.
    if (Math.abs(name.length - word.length) >= bestDistance) continue;
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < bestDistance) {
      best = name;
      bestDistance = distance;
    }
  }
  return best;
}

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
