import { insideOf, outsideOf } from './cube-cells.js';
import type { Diagram, Diagrams } from './diagram.js';
import type { Cube } from './primes.js';

/** What becomes of a cube, given the cells that it alone covers; undefined: it is dropped. */
export type Change = (cube: Cube, own: Diagram) => Cube | undefined;

/**
 * Changes one cube after the other, each by the cells in which the function is 1 and that none of the
 * others covers, as those before it have become and those after it still are. What lies outside of half
 * of the cubes is computed once for all of the other half.
 */
export function changeInTurn(
  cubes: readonly Cube[],
  diagram: Diagram,
  diagrams: Diagrams,
  change: Change,
): readonly Cube[] {
  const within = (some: readonly Cube[], left: Diagram): readonly Cube[] => {
    const without = (others: readonly Cube[]) =>
      others.reduce((rest, other) => outsideOf(other, rest, diagrams), left);
    const [only] = some;
    if (only === undefined) return [];
    if (some.length === 1) {
      const changed = change(only, insideOf(only, left, diagrams));
      return changed === undefined ? [] : [changed];
    }
    const middle = some.length >> 1;
    const [first, second] = [some.slice(0, middle), some.slice(middle)];
    const changed = within(first, without(second));
    return [...changed, ...within(second, without(changed))];
  };
  return within(cubes, diagram);
}

/** Of each cube the cells in which the function is 1 and that none of the others covers. */
export function ownCells(
  cubes: readonly Cube[],
  diagram: Diagram,
  diagrams: Diagrams,
): readonly Diagram[] {
  const found: Diagram[] = [];
  changeInTurn(cubes, diagram, diagrams, (cube, own) => {
    found.push(own);
    return cube;
  });
  return found;
}
