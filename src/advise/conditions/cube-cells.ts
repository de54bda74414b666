import type { Diagram, Diagrams } from './diagram.js';
import type { Cube } from './primes.js';

function allows(cube: Cube, level: number, value: number): boolean {
  return (((cube[level] ?? 0) >> value) & 1) === 1;
}

/** Whether a function of values below 2 is never `value` in the cube. */
export function isNever(
  value: number,
  cube: Cube,
  diagram: Diagram,
  diagrams: Diagrams,
  seen = new Set<Diagram>(),
): boolean {
  if (seen.has(diagram)) return true;
  seen.add(diagram);
  const constant = diagrams.constantOf(diagram);
  if (constant !== null) return constant !== value;
  const level = diagrams.levelOf(diagram);
  return diagrams
    .childrenAt(diagram, level)
    .every((child, at) => !allows(cube, level, at) || isNever(value, cube, child, diagrams, seen));
}

/** The same function, but 0 outside of the cube. */
export function insideOf(cube: Cube, diagram: Diagram, diagrams: Diagrams): Diagram {
  const known = new Map<number, Diagram>();
  const levels = cube.length;
  const visit = (each: Diagram, level: number): Diagram => {
    if (level === levels || diagrams.constantOf(each) === 0) return each;
    const key = each * (levels + 1) + level;
    const before = known.get(key);
    if (before !== undefined) return before;
    const children = diagrams
      .childrenAt(each, level)
      .map((child, at) => (allows(cube, level, at) ? visit(child, level + 1) : diagrams.leaf(0)));
    const result = diagrams.branch(level, children);
    known.set(key, result);
    return result;
  };
  return visit(diagram, 0);
}

/** The same function, but 0 in the cube. */
export function outsideOf(cube: Cube, diagram: Diagram, diagrams: Diagrams): Diagram {
  const known = new Map<number, Diagram>();
  const levels = cube.length;
  const visit = (each: Diagram, level: number): Diagram => {
    if (diagrams.constantOf(each) === 0) return each;
    if (level === levels) return diagrams.leaf(0);
    const key = each * (levels + 1) + level;
    const before = known.get(key);
    if (before !== undefined) return before;
    const children = diagrams
      .childrenAt(each, level)
      .map((child, at) => (allows(cube, level, at) ? visit(child, level + 1) : child));
    const result = diagrams.branch(level, children);
    known.set(key, result);
    return result;
  };
  return visit(diagram, 0);
}

/** Whether cubes have a cell in common. */
export function meet(a: Cube, b: Cube): boolean {
  return a.every((mask, level) => (mask & (b[level] ?? 0)) !== 0);
}

/** Whether each cell of the cube in which the function is 1 is in one of the others. */
export function isCovered(
  cube: Cube,
  others: readonly Cube[],
  diagram: Diagram,
  diagrams: Diagrams,
): boolean {
  let left = insideOf(cube, diagram, diagrams);
  for (const other of others) {
    if (diagrams.constantOf(left) === 0) return true;
    if (meet(cube, other)) left = outsideOf(other, left, diagrams);
  }
  return diagrams.constantOf(left) === 0;
}

/** Some cell in which the function is 1, as a cube; undefined where it is 0. */
export function cellIn(
  diagram: Diagram,
  sizes: readonly number[],
  diagrams: Diagrams,
): Cube | undefined {
  if (diagrams.constantOf(diagram) === 0) return undefined;
  let each = diagram;
  return sizes.map((_, level) => {
    const children = diagrams.childrenAt(each, level);
    const at = children.findIndex((child) => diagrams.constantOf(child) !== 0);
    each = children[at] ?? each;
    return 1 << at;
  });
}

/** In how many cells of the cube the function is 1. */
export function countIn(cube: Cube, diagram: Diagram, diagrams: Diagrams): number {
  const known = new Map<number, number>();
  const levels = cube.length;
  const visit = (each: Diagram, level: number): number => {
    if (diagrams.constantOf(each) === 0) return 0;
    if (level === levels) return 1;
    const key = each * (levels + 1) + level;
    const before = known.get(key);
    if (before !== undefined) return before;
    const count = diagrams
      .childrenAt(each, level)
      .reduce((sum, child, at) => sum + (allows(cube, level, at) ? visit(child, level + 1) : 0), 0);
    known.set(key, count);
    return count;
  };
  return visit(diagram, 0);
}
