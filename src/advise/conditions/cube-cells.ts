import type { Diagram, Diagrams } from './diagram.js';
import { type Cube, everything } from './primes.js';

function allows(cube: Cube, level: number, value: number): boolean {
  return (((cube[level] ?? 0) >> value) & 1) === 1;
}

/** Whether a function of values below 2 is never `value` in the cube. */
export function isNever(value: number, cube: Cube, diagram: Diagram, diagrams: Diagrams): boolean {
  const seen = new Set<Diagram>();
  const visit = (each: Diagram): boolean => {
    if (seen.has(each)) return true;
    seen.add(each);
    const constant = diagrams.constantOf(each);
    if (constant !== null) return constant !== value;
    const level = diagrams.levelOf(each);
    return diagrams
      .childrenAt(each, level)
      .every((child, at) => !allows(cube, level, at) || visit(child));
  };
  return visit(diagram);
}

/** For each level the first from there on that the cube restricts; `levels` where none is left. */
function restrictedFrom(cube: Cube, diagrams: Diagrams): readonly number[] {
  const next = Array.from({ length: cube.length + 1 }, () => cube.length);
  for (let level = cube.length - 1; level >= 0; level -= 1)
    if (cube[level] === everything(diagrams.sizes[level] ?? 0))
      next[level] = next[level + 1] ?? level;
    else next[level] = level;
  return next;
}

/** What becomes of a function in a cube, and outside of it. */
interface Parts {
  readonly inside: (each: Diagram) => Diagram;
  readonly outside: (each: Diagram) => Diagram;
}

/**
 * The function with something else in the cube, and with something else outside; what is 0 stays 0 in both.
 * Levels of which neither the function nor the cube says anything are passed over.
 */
function split(
  cube: Cube,
  diagram: Diagram,
  diagrams: Diagrams,
  { inside, outside }: Parts,
): Diagram {
  const known = new Map<number, Diagram>();
  const levels = cube.length;
  const zero = diagrams.leaf(0);
  const restricted = restrictedFrom(cube, diagrams);
  const visit = (each: Diagram, from: number): Diagram => {
    const next = restricted[from] ?? levels;
    if (each === zero) return zero;
    if (next === levels) return inside(each);
    const key = each * (levels + 1) + next;
    const before = known.get(key);
    if (before !== undefined) return before;
    const level = Math.min(diagrams.levelOf(each), next);
    const children = diagrams
      .childrenAt(each, level)
      .map((child, at) => (allows(cube, level, at) ? visit(child, level + 1) : outside(child)));
    const result = diagrams.branch(level, children);
    known.set(key, result);
    return result;
  };
  return visit(diagram, 0);
}

/** The same function, but 0 outside of the cube. */
export function insideOf(cube: Cube, diagram: Diagram, diagrams: Diagrams): Diagram {
  const zero = diagrams.leaf(0);
  return split(cube, diagram, diagrams, { inside: (each) => each, outside: () => zero });
}

/** The same function, but 0 in the cube. */
export function outsideOf(cube: Cube, diagram: Diagram, diagrams: Diagrams): Diagram {
  const zero = diagrams.leaf(0);
  return split(cube, diagram, diagrams, { inside: () => zero, outside: (each) => each });
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
