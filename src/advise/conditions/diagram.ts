import { createNodeTable } from './node-table.js';

/**
 * Functions of several variables, each with few values: decision diagrams. Equal functions are the
 * same number, so that a function of millions of cells is compared and combined by its shape.
 */
export type Diagram = number;

export interface Diagrams {
  /** How many values the variable of each level has. */
  readonly sizes: readonly number[];
  /** The function that is this number everywhere. */
  readonly leaf: (value: number) => Diagram;
  /** The function that is one of the children, as the variable of this level says. */
  readonly branch: (level: number, children: readonly Diagram[]) => Diagram;
  /** What it is everywhere, or null where it depends on something. */
  readonly constantOf: (diagram: Diagram) => number | null;
  /** The first variable that it depends on; `levels` where it depends on none. */
  readonly levelOf: (diagram: Diagram) => number;
  /** What is left of it for each value of the variable of this level, which none comes before. */
  readonly childrenAt: (diagram: Diagram, level: number) => readonly Diagram[];
  /** The same function with other values. */
  readonly mapped: (diagram: Diagram, to: (value: number) => Diagram) => Diagram;
  /** 1 where both are 1, of functions that are 0 or 1. */
  readonly and: (a: Diagram, b: Diagram) => Diagram;
}

/** More than any diagram's number, and with its square a number that is exact. */
const diagramsMax = 2 ** 26;

/** @param sizes - how many values the variable of each level has */
export function createDiagrams(sizes: readonly number[]): Diagrams {
  const { levels, children, find } = createNodeTable();
  const conjunctions = new Map<number, Diagram>();

  /** A leaf is below all levels, and has its value in the place of children. */
  const leaf = (value: number): Diagram => find(sizes.length, [value]);
  const branch = (level: number, below: readonly Diagram[]): Diagram => {
    const [first] = below;
    if (first !== undefined && below.every((child) => child === first)) return first;
    const made = find(level, below);
    if (made >= diagramsMax) throw new Error(`more than ${diagramsMax} diagrams`);
    return made;
  };
  const levelOf = (diagram: Diagram): number => levels[diagram] ?? sizes.length;
  const childrenAt = (diagram: Diagram, level: number): readonly Diagram[] =>
    levels[diagram] === level
      ? (children[diagram] ?? [])
      : new Array<Diagram>(sizes[level] ?? 0).fill(diagram);
  const constantOf = (diagram: Diagram): number | null =>
    levels[diagram] === sizes.length ? (children[diagram]?.[0] ?? null) : null;

  const mapped = (diagram: Diagram, to: (value: number) => Diagram): Diagram => {
    const done = new Map<Diagram, Diagram>();
    const visit = (each: Diagram): Diagram => {
      const value = constantOf(each);
      if (value !== null) return to(value);
      const before = done.get(each);
      if (before !== undefined) return before;
      const result = branch(levelOf(each), (children[each] ?? []).map(visit));
      done.set(each, result);
      return result;
    };
    return visit(diagram);
  };

  const and = (a: Diagram, b: Diagram): Diagram => {
    if (a === b || constantOf(a) === 0 || constantOf(b) === 1) return a;
    if (constantOf(b) === 0 || constantOf(a) === 1) return b;
    const key = a < b ? a * diagramsMax + b : b * diagramsMax + a;
    const before = conjunctions.get(key);
    if (before !== undefined) return before;
    const level = Math.min(levelOf(a), levelOf(b));
    const others = childrenAt(b, level);
    const result = branch(
      level,
      childrenAt(a, level).map((child, at) => and(child, others[at] ?? child)),
    );
    conjunctions.set(key, result);
    return result;
  };
  return { sizes, leaf, branch, constantOf, levelOf, childrenAt, mapped, and };
}
