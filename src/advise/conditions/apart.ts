import { cellIn } from './cube-cells.js';
import type { Diagram, Diagrams } from './diagram.js';
import { ownCells } from './own-cells.js';
import type { Cube } from './primes.js';

/** What conditions must be said of, and of what they may be said besides. */
export interface Question {
  /** 1 where a condition must hold. */
  readonly isNeeded: Diagram;
  /** 1 there, and where it does not matter. */
  readonly isAllowed: Diagram;
  readonly sizes: readonly number[];
  readonly diagrams: Diagrams;
}

/**
 * 1 for the cells that one cube can have in common with this one: where the smallest cube around both is
 * allowed. It has both values of each level, so the function's rests must be 1 for both.
 */
export function together(cell: Cube, { isAllowed, diagrams }: Question): Diagram {
  const known = new Map<Diagram, Diagram>();
  const visit = (each: Diagram): Diagram => {
    if (diagrams.constantOf(each) !== null) return each;
    const before = known.get(each);
    if (before !== undefined) return before;
    const level = diagrams.levelOf(each);
    const rests = diagrams.childrenAt(each, level);
    const own = rests[onlyValue(cell[level] ?? 0)] ?? each;
    const result = diagrams.branch(
      level,
      rests.map((rest) => visit(diagrams.and(rest, own))),
    );
    known.set(each, result);
    return result;
  };
  return visit(isAllowed);
}

/** The one value that a cell allows. */
function onlyValue(mask: number): number {
  return 31 - Math.clz32(mask);
}

/**
 * How many conditions there must be at least: needed cells of which no two can be in one cube. They are
 * looked for where only one of the cubes holds, which all together hold wherever one is needed.
 */
export function fewestNeeded(cubes: readonly Cube[], question: Question): number {
  const { isNeeded, sizes, diagrams } = question;
  let left = isNeeded;
  let count = 0;
  for (const own of ownCells(cubes, isNeeded, diagrams)) {
    const cell = cellIn(diagrams.and(own, left), sizes, diagrams);
    if (cell === undefined) continue;
    count += 1;
    left = diagrams.and(left, complementOf(together(cell, question), diagrams));
  }
  return count;
}

function complementOf(diagram: Diagram, diagrams: Diagrams): Diagram {
  return diagrams.mapped(diagram, (value) => diagrams.leaf(1 - value));
}
