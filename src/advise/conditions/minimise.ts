import { fewestNeeded, type Question } from './apart.js';
import { type Classes, classesMax, classesOf, ofClasses } from './classes.js';
import { cheapestCover } from './cover.js';
import { isNever, outsideOf } from './cube-cells.js';
import { createDiagrams, type Diagram, type Diagrams } from './diagram.js';
import { somePrimes } from './expand.js';
import { changeInTurn, ownCells } from './own-cells.js';
import { type Cube, everything, primesOf } from './primes.js';
import { rowsOf } from './rows.js';

/** For each level the values that are allowed. */
export type Condition = readonly (readonly number[])[];

/** The conditions that together say where a function is 1. */
export interface Minimised {
  readonly conditions: readonly Condition[];
  /** No other set has fewer conditions. */
  readonly isSmallest: boolean;
}

/** Distinct rows of the covering problem; with more, cubes are only taken one by one. */
const rowsMax = 100_000;

/** Steps of the search for all primes; with more, only some are looked for. */
const workMax = 300_000;

/** More than any cube has restrictions, so that the number of cubes comes first. */
const cubeCost = 1000;

function restrictionsOf(cube: Cube, sizes: readonly number[]): number {
  return cube.filter((mask, level) => mask !== everything(sizes[level] ?? 0)).length;
}

interface Found {
  readonly cubes: readonly Cube[];
  readonly isSmallest: boolean;
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

/** The cube without values with which it covers nothing of its own, if less has to be said then. */
function trimmed(cube: Cube, own: Diagram, classes: Classes, diagrams: Diagrams): Cube {
  let result = cube;
  for (const [level, ofLevel] of classes.entries()) {
    const whole = cube[level] ?? 0;
    if (whole === everything(ofLevel.length)) continue;
    let fewer = whole;
    for (const value of ofLevel.keys()) {
      const bit = 1 << value;
      if ((fewer & bit) === 0 || fewer === bit) continue;
      if (isNever(1, cube.with(level, bit), own, diagrams)) fewer &= ~bit;
    }
    if (effortOf(fewer, ofLevel) < effortOf(whole, ofLevel)) result = result.with(level, fewer);
  }
  return result;
}

/** Those that alone cover some cell, and the fewest of the others that cover what these leave. */
function chosen(primes: readonly Cube[], question: Question): Found {
  const { isNeeded, sizes, diagrams } = question;
  const own = ownCells(primes, isNeeded, diagrams);
  const essential = primes.filter((_, at) => diagrams.constantOf(own[at] ?? 0) !== 0);
  const left = essential.reduce((rest, cube) => outsideOf(cube, rest, diagrams), isNeeded);
  const isOfUse = (cube: Cube) => !isNever(1, cube, left, diagrams);
  const others = primes.filter((cube) => !essential.includes(cube) && isOfUse(cube));
  const rows = rowsOf(others, left, diagrams, rowsMax);
  if (rows === null) return { cubes: irredundant(primes, question), isSmallest: false };
  const costs = others.map((cube) => cubeCost + restrictionsOf(cube, sizes));
  const { columns, isCheapest } = cheapestCover({ rows, costs });
  const taken = columns.flatMap((column) => [others[column] ?? []]);
  return { cubes: [...essential, ...taken], isSmallest: isCheapest };
}

/** All primes but those that the others cover, the most restricted ones first. */
function irredundant(primes: readonly Cube[], { isNeeded, sizes, diagrams }: Question) {
  const restrictions = (cube: Cube) => restrictionsOf(cube, sizes);
  const inOrder = [...primes].sort((a, b) => restrictions(b) - restrictions(a));
  const kept = changeInTurn(inOrder, isNeeded, diagrams, (cube, own) =>
    diagrams.constantOf(own) === 0 ? undefined : cube,
  );
  return primes.filter((cube) => kept.includes(cube));
}

/** The smallest set of cubes of classes; of which values all are treated differently. */
function smallest(question: Question): Found {
  const { isAllowed, isNeeded, sizes, diagrams } = question;
  const all = primesOf(isAllowed, sizes, diagrams, workMax);
  const { cubes, isSmallest } = chosen(all ?? somePrimes(isNeeded, isAllowed, diagrams), question);
  if (all !== null && isSmallest) return { cubes, isSmallest };
  // Not all was looked at; but as many cells may be known of which each needs a cube of its own.
  return { cubes, isSmallest: fewestNeeded(cubes, question) === cubes.length };
}

/**
 * The smallest set of conditions that says where a function is 1, and where it is not 0: where it is 2
 * does not matter. Two-level minimisation for variables with several values (Quine and McCluskey, with
 * values for bits): all primes, then the cheapest cover of all cells by primes. Where the primes are
 * too many, some of them, and whether that made a difference is looked at afterwards. Packages that do this
 * (quine-mccluskey-js, espresso-logic-minimizer) know variables of two values.
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
  const question: Question = {
    isNeeded: target.mapped(reduced, (value) => target.leaf(value === 1 ? 1 : 0)),
    isAllowed: target.mapped(reduced, (value) => target.leaf(value === 0 ? 0 : 1)),
    sizes: counts,
    diagrams: target,
  };
  const { cubes, isSmallest } = smallest(question);
  const result = changeInTurn(cubes, question.isNeeded, target, (cube, own) =>
    trimmed(cube, own, classes, target),
  );
  const valuesOf = (mask: number, ofLevel: Classes[number]): readonly number[] =>
    ofLevel.flatMap((values, at) => ((mask >> at) & 1 ? values : [])).sort((a, b) => a - b);
  return {
    conditions: result.map((cube) => classes.map((each, at) => valuesOf(cube[at] ?? 0, each))),
    isSmallest,
  };
}
