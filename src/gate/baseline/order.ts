/** Names as a person orders them, on every machine alike: vm2 comes before vm10. */
export function byName(one: string, other: string): number {
  const [ours, theirs] = [partsOf(one), partsOf(other)];
  for (let at = 0; at < Math.max(ours.length, theirs.length); at += 1) {
    const difference = byPart(ours[at] ?? '', theirs[at] ?? '');
    if (difference !== 0) return difference;
  }
  return byUnits(one, other);
}

/** Numbers and what stands between them. */
const partsOf = (name: string): readonly string[] => name.match(/\d+|\D+/gu) ?? [];

function byPart(one: string, other: string): number {
  const areNumbers = /^\d/u.test(one) && /^\d/u.test(other);
  if (!areNumbers) return byUnits(one, other);
  const [ours, theirs] = [one, other].map((digits) => digits.replace(/^0+/u, ''));
  return (ours?.length ?? 0) - (theirs?.length ?? 0) || byUnits(ours ?? '', theirs ?? '');
}

/** Whatever the language of the machine is. */
export function byUnits(one: string, other: string): number {
  if (one === other) return 0;
  return one < other ? -1 : 1;
}
