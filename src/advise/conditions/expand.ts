import { cellIn, countIn, isNever, outsideOf } from './cube-cells.js';
import type { Diagram, Diagrams } from './diagram.js';
import { type Cube, everything } from './primes.js';

/** Orders in which the levels are freed: each from another start, upwards and downwards. */
function ordersOf(levels: number): readonly (readonly number[])[] {
  const up = Array.from({ length: levels }, (_, at) => at);
  const step = Math.max(1, Math.ceil(levels / 8));
  const starts = up.filter((at) => at % step === 0);
  return starts.flatMap((start) => {
    const turned = [...up.slice(start), ...up.slice(0, start)];
    return [turned, [...turned].reverse()];
  });
}

/**
 * A prime around a cube: first the levels are freed that can be, in this order; of the others as many
 * values are added as can be.
 *
 * @param isAllowed - 1 where cells may be in it
 */
function expanded(
  cube: Cube,
  order: readonly number[],
  isAllowed: Diagram,
  diagrams: Diagrams,
): Cube {
  const { sizes } = diagrams;
  let result = cube;
  const tryMask = (level: number, mask: number) => {
    const added = mask & ~(result[level] ?? 0);
    if (added === 0) return;
    if (isNever(0, result.with(level, added), isAllowed, diagrams))
      result = result.with(level, mask);
  };
  for (const level of order) tryMask(level, everything(sizes[level] ?? 0));
  for (const level of order) {
    for (let value = 0; value < (sizes[level] ?? 0); value += 1)
      tryMask(level, (result[level] ?? 0) | (1 << value));
  }
  return result;
}

/**
 * Primes that together cover all cells that must be: for one cell after the other the prime around it
 * that covers most of what is left. Not all primes, and not always the fewest that would do.
 *
 * @param isNeeded - 1 where cells must be covered
 * @param isAllowed - 1 there, and where cells may be
 */
export function somePrimes(
  isNeeded: Diagram,
  isAllowed: Diagram,
  diagrams: Diagrams,
): readonly Cube[] {
  const { sizes } = diagrams;
  const orders = ordersOf(sizes.length);
  const found = new Map<string, Cube>();
  let left = isNeeded;
  for (;;) {
    const cell = cellIn(left, sizes, diagrams);
    if (cell === undefined) return [...found.values()];
    const around = new Map(
      orders.map((order) => {
        const cube = expanded(cell, order, isAllowed, diagrams);
        return [cube.join(), cube] as const;
      }),
    );
    const counted = [...around].map(([key, cube]) => ({
      key,
      cube,
      count: countIn(cube, left, diagrams),
    }));
    const ranked = counted.sort((a, b) => b.count - a.count);
    const [best] = ranked;
    if (best === undefined) throw new Error('a cell is in no prime');
    for (const { key, cube } of ranked) found.set(key, cube);
    left = outsideOf(best.cube, left, diagrams);
  }
}
