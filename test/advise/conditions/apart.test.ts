import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fewestNeeded, type Question, together } from '../../../src/advise/conditions/apart.js';
import { insideOf } from '../../../src/advise/conditions/cube-cells.js';
import { createDiagrams } from '../../../src/advise/conditions/diagram.js';
import { somePrimes } from '../../../src/advise/conditions/expand.js';
import type { Cube } from '../../../src/advise/conditions/primes.js';
import { cells, diagramOf, fewest, type TruthTable, truthTable } from './truth-tables.js';

function questionOf({ sizes, values }: TruthTable): Question {
  const diagrams = createDiagrams(sizes);
  const isNeeded = diagramOf({ sizes, values }, diagrams);
  return { isNeeded, isAllowed: isNeeded, sizes, diagrams };
}

const cubeOf = (cell: readonly number[]): Cube => cell.map((value) => 1 << value);

/** Whether the function is 1 in all of the smallest cube around two cells. */
function fitInOne(a: readonly number[], b: readonly number[], { sizes, values }: TruthTable) {
  return cells(sizes).every(
    (cell, at) =>
      values[at] === 1 || cell.some((value, level) => value !== a[level] && value !== b[level]),
  );
}

function boundOf(table: TruthTable): number {
  const question = questionOf(table);
  const { isNeeded, isAllowed, diagrams } = question;
  return fewestNeeded(somePrimes(isNeeded, isAllowed, diagrams), question);
}

describe('cells apart', () => {
  it('are those that no condition has in common with a cell', () => {
    fc.assert(
      fc.property(truthTable(3, 4), fc.nat(), (table, pick) => {
        const all = cells(table.sizes);
        const cell = all[pick % all.length] ?? [];
        const question = questionOf(table);
        const { diagrams } = question;
        const shared = together(cubeOf(cell), question);
        for (const other of all) {
          const isShared = diagrams.constantOf(insideOf(cubeOf(other), shared, diagrams)) !== 0;
          expect([other, isShared]).toEqual([other, fitInOne(cell, other, table)]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('are never more than the conditions that are needed', () => {
    fc.assert(
      fc.property(truthTable(3, 3), (table) => {
        expect(boundOf(table)).toBeLessThanOrEqual(fewest(table));
      }),
      { numRuns: 150 },
    );
  });

  it('are as many as a table has ones in a diagonal, and one for a table of ones', () => {
    const diagonal = [1, 0, 0, 0, 1, 0, 0, 0, 1] as const;
    expect(boundOf({ sizes: [3, 3], values: [...diagonal] })).toBe(3);
    expect(boundOf({ sizes: [3, 3], values: diagonal.map(() => 1) })).toBe(1);
    expect(boundOf({ sizes: [3, 3], values: diagonal.map(() => 0) })).toBe(0);
  });
});
