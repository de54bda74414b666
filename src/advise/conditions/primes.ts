import type { Diagram, Diagrams } from './diagram.js';

/** For each level the values that are allowed, as bits. All of them: no condition on it. */
export type Cube = readonly number[];

/** All values of a variable, as bits. */
export function everything(size: number): number {
  return 2 ** size - 1;
}

interface Work {
  left: number;
}

/** Whether the function is 1 in all of the cube. */
function isWithin(cube: Cube, diagram: Diagram, diagrams: Diagrams, work: Work): boolean {
  work.left -= 1;
  const value = diagrams.constantOf(diagram);
  if (value !== null) return value === 1;
  const level = diagrams.levelOf(diagram);
  const mask = cube[level] ?? 0;
  return diagrams
    .childrenAt(diagram, level)
    .every((child, at) => ((mask >> at) & 1) === 0 || isWithin(cube, child, diagrams, work));
}

/**
 * All that can be made of the functions by `and`, each once, but for the one that is always 0. Fewer
 * where the work is used up.
 */
function conjunctionsOf(
  functions: readonly Diagram[],
  diagrams: Diagrams,
  work: Work,
): readonly Diagram[] {
  const found = new Set(functions);
  for (const each of found) {
    for (const other of functions) found.add(diagrams.and(each, other));
    work.left -= functions.length;
    if (work.left < 0) break;
  }
  return [...found].filter((each) => diagrams.constantOf(each) !== 0);
}

/**
 * The primes of a function that is 0 or 1: the cubes in which it is 1 and that no larger cube
 * contains of which the same holds.
 *
 * A prime that allows the values V of the first variable is a prime of the conjunction of the
 * function's rests for V, and of no rest outside of V, or it would be larger. So only the distinct
 * conjunctions of rests matter, not the subsets of values.
 *
 * Null where there is more to do than `workMax`.
 */
export function primesOf(
  diagram: Diagram,
  sizes: readonly number[],
  diagrams: Diagrams,
  workMax: number,
): readonly Cube[] | null {
  const work: Work = { left: workMax };
  const known = new Map<Diagram, readonly Cube[]>();
  const whole = sizes.map(everything);

  const visit = (each: Diagram): readonly Cube[] => {
    if (work.left < 0) return [];
    const value = diagrams.constantOf(each);
    if (value !== null) return value === 1 ? [whole] : [];
    const before = known.get(each);
    if (before !== undefined) return before;
    const level = diagrams.levelOf(each);
    const rests = diagrams.childrenAt(each, level);
    const distinct = [...new Set(rests)];
    const primes = conjunctionsOf(distinct, diagrams, work).flatMap((conjunction) => {
      const isAbove = (rest: Diagram) => diagrams.and(rest, conjunction) === conjunction;
      const outside = distinct.filter((rest) => !isAbove(rest));
      const mask = rests.reduce((bits, rest, at) => (isAbove(rest) ? bits | (1 << at) : bits), 0);
      const inside = visit(conjunction);
      work.left -= inside.length;
      if (work.left < 0) return [];
      return inside
        .filter((cube) => !outside.some((rest) => isWithin(cube, rest, diagrams, work)))
        .map((cube) => cube.with(level, mask));
    });
    known.set(each, primes);
    return primes;
  };
  const primes = visit(diagram);
  return work.left < 0 ? null : primes;
}
