import { type Classes, classesMax, classesOf, ofClasses } from './classes.js';
import { cheapestCover } from './cover.js';
import { createDiagrams, type Diagram, type Diagrams } from './diagram.js';
import { type Cube, primesOf } from './primes.js';
import { rowsOf } from './rows.js';

/** For each level the values that are allowed. */
export type Condition = readonly (readonly number[])[];

/** The conditions that together say where a function is 1. */
export interface Minimised {
  readonly conditions: readonly Condition[];
  /** No other set has fewer conditions, or as many with fewer restrictions. */
  readonly isSmallest: boolean;
}

/** Distinct rows of the covering problem; with more, cubes are only taken one by one. */
const rowsMax = 100_000;

/** More than any cube has restrictions, so that the number of cubes comes first. */
const cubeCost = 1000;

function everything(size: number): number {
  return 2 ** size - 1;
}

function restrictionsOf(cube: Cube, sizes: readonly number[]): number {
  return cube.filter((mask, level) => mask !== everything(sizes[level] ?? 0)).length;
}

function isWithin(cube: Cube, other: Cube, fromLevel: number): boolean {
  for (let level = fromLevel; level < cube.length; level += 1)
    if (((cube[level] ?? 0) & ~(other[level] ?? 0)) !== 0) return false;
  return true;
}

/** Whether each cell of the cube is in one of the others. */
export function isCovered(cube: Cube, others: readonly Cube[], level = 0): boolean {
  if (others.some((other) => isWithin(cube, other, level))) return true;
  if (others.length === 0) return false;
  const mask = cube[level];
  if (mask === undefined) return true;
  for (let value = 0; mask >> value > 0; value += 1) {
    if (((mask >> value) & 1) === 0) continue;
    const left = others.filter((other) => ((other[level] ?? 0) >> value) & 1);
    if (!isCovered(cube, left, level + 1)) return false;
  }
  return true;
}

/** How much has to be said: values to name, allowed or not; that the allowed ones are not named. */
function effortOf(mask: number, classes: Classes[number]): number {
  const count = (isAllowed: number) =>
    classes.reduce(
      (sum, { length }, at) => sum + (((mask >> at) & 1) === isAllowed ? length : 0),
      0,
    );
  const [allowed, excluded] = [count(1), count(0)];
  return excluded < allowed ? excluded + 0.5 : allowed;
}

/** The cube without values that the others cover too, if less has to be said then. */
function trimmed(cube: Cube, others: readonly Cube[], classes: Classes): Cube {
  let result = cube;
  for (const [level, ofLevel] of classes.entries()) {
    const whole = result[level] ?? 0;
    if (whole === everything(ofLevel.length)) continue;
    let fewer = whole;
    for (const value of ofLevel.keys()) {
      const bit = 1 << value;
      if ((fewer & bit) === 0 || fewer === bit) continue;
      if (isCovered(result.with(level, bit), others)) fewer &= ~bit;
    }
    if (effortOf(fewer, ofLevel) < effortOf(whole, ofLevel)) result = result.with(level, fewer);
  }
  return result;
}

/** The smallest set of cubes of classes, no two of which are treated alike. */
function smallest(diagram: Diagram, sizes: readonly number[], diagrams: Diagrams) {
  const primes = primesOf(diagram, sizes, diagrams);
  const rows = rowsOf(primes, sizes, rowsMax);
  const costs = primes.map((cube) => cubeCost + restrictionsOf(cube, sizes));
  const { columns, isCheapest } =
    rows === null ? irredundant(primes, costs) : cheapestCover({ rows, costs });
  return { cubes: columns.flatMap((column) => [primes[column] ?? []]), isSmallest: isCheapest };
}

/** All primes but those that the others cover, the most restricted ones first. */
function irredundant(primes: readonly Cube[], costs: readonly number[]) {
  let columns = [...primes.keys()];
  for (const column of [...columns].sort((a, b) => (costs[b] ?? 0) - (costs[a] ?? 0))) {
    const others = columns.filter((other) => other !== column);
    const cubes = others.flatMap((other) => [primes[other] ?? []]);
    if (isCovered(primes[column] ?? [], cubes)) columns = others;
  }
  return { columns, isCheapest: false };
}

/**
 * The smallest set of conditions that says where a function is 1 that is 0 or 1: two-level
 * minimisation for variables with several values (Quine and McCluskey, with values for bits).
 * Exact: all primes, then the cheapest cover of all cells by primes.
 */
export function minimise(
  diagram: Diagram,
  sizes: readonly number[],
  diagrams: Diagrams,
): Minimised {
  const classes = classesOf(diagram, sizes, diagrams);
  const counts = classes.map(({ length }) => length);
  const widest = Math.max(...counts);
  if (widest > classesMax) throw new Error(`${widest} values of one dimension differ`);
  const target = createDiagrams(counts);
  const reduced = ofClasses(diagram, classes, diagrams, target);
  const { cubes, isSmallest } = smallest(reduced, counts, target);
  let result = cubes;
  for (const at of cubes.keys()) {
    const others = result.filter((_, other) => other !== at);
    result = result.with(at, trimmed(result[at] ?? [], others, classes));
  }
  const valuesOf = (mask: number, ofLevel: Classes[number]): readonly number[] =>
    ofLevel.flatMap((values, at) => ((mask >> at) & 1 ? values : [])).sort((a, b) => a - b);
  return {
    conditions: result.map((cube) => classes.map((each, at) => valuesOf(cube[at] ?? 0, each))),
    isSmallest,
  };
}
