import type { Diagram, Diagrams } from '../conditions/diagram.js';

export type Allows = (level: number, value: number) => boolean;

/** In how many cells, of those that are allowed, the function is 0, 1, and so on. */
export function countsWithin(
  diagram: Diagram,
  diagrams: Diagrams,
  leafCount: number,
  allows: Allows,
): readonly number[] {
  const allowed = diagrams.sizes.map((size, level) =>
    Array.from({ length: size }, (_, value) => value).filter((value) => allows(level, value)),
  );
  const known = new Map<Diagram, readonly number[]>();
  /** How many combinations there are of the levels from one up to another. */
  const between = (from: number, to: number) =>
    allowed.slice(from, to).reduce((product, { length }) => product * length, 1);
  const visit = (each: Diagram): readonly number[] => {
    const before = known.get(each);
    if (before !== undefined) return before;
    const constant = diagrams.constantOf(each);
    const counts = Array.from({ length: leafCount }, () => 0);
    if (constant !== null) counts[constant] = 1;
    const level = diagrams.levelOf(each);
    const children = constant === null ? diagrams.childrenAt(each, level) : [];
    for (const value of constant === null ? (allowed[level] ?? []) : []) {
      const child = children[value] ?? each;
      const times = between(level + 1, diagrams.levelOf(child));
      for (const [leaf, count] of visit(child).entries())
        counts[leaf] = (counts[leaf] ?? 0) + times * count;
    }
    known.set(each, counts);
    return counts;
  };
  const times = between(0, diagrams.levelOf(diagram));
  return visit(diagram).map((count) => times * count);
}
