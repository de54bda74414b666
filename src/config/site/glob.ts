/** More stars than anybody's names need; the time to match grows with each. */
export const starsMax = 16;

/**
 * Whether a name fits a pattern: `*` is anything but a slash, `**` anything, `?` one character.
 *
 * Keeps the set of places of the pattern that may have been reached, so that no pattern takes longer
 * than its length times that of the name. picomatch has no such bound: docs/decisions/0019-what-is-written-by-hand.md.
 */
export function fits(pattern: string, name: string): boolean {
  const parts = partsOf(pattern);
  let reached = skipStars(parts, [0]);
  for (const character of name) {
    const next = new Set<number>();
    for (const at of reached) {
      const part = parts[at];
      if (part === undefined) continue;
      if (part === '**' || (part === '*' && character !== '/')) next.add(at);
      else if ((part === '?' && character !== '/') || part === character) next.add(at + 1);
    }
    reached = skipStars(parts, next);
    if (reached.size === 0) return false;
  }
  return reached.has(parts.length);
}

function partsOf(pattern: string): readonly string[] {
  return [...pattern.matchAll(/\*\*|./gsu)].map(([part]) => part);
}

/** A star may be nothing. */
function skipStars(parts: readonly string[], places: Iterable<number>): ReadonlySet<number> {
  const all = new Set(places);
  for (const at of all) {
    if (parts[at] === '*' || parts[at] === '**') all.add(at + 1);
  }
  return all;
}
