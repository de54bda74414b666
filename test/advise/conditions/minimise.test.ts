import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cells,
  fewest,
  meets,
  minimised,
  ruledTable,
  type TruthTable,
  truthTable,
} from './truth-tables.js';

describe('the smallest conditions', () => {
  function holdExactly(table: TruthTable): void {
    const { conditions } = minimised(table);
    const met = cells(table.sizes).map((cell) =>
      conditions.some((condition) => meets(cell, condition)) ? 1 : 0,
    );
    expect(met).toEqual(table.values);
  }

  it('hold exactly where a random function is 1', () => {
    fc.assert(fc.property(truthTable(3, 4), holdExactly), { numRuns: 150 });
  });

  it('hold exactly where a few rules say so, in more dimensions', () => {
    fc.assert(fc.property(ruledTable(5, 4), holdExactly), { numRuns: 100 });
  });

  it('are as few as can be', () => {
    fc.assert(
      fc.property(truthTable(3, 3), (table) => {
        const { conditions, isSmallest } = minimised(table);
        expect(isSmallest).toBe(true);
        expect(conditions).toHaveLength(fewest(table));
      }),
      { numRuns: 80 },
    );
  });

  it('leave none out that is needed', () => {
    fc.assert(
      fc.property(ruledTable(4, 4), (table) => {
        const { conditions } = minimised(table);
        for (const condition of conditions) {
          const others = conditions.filter((other) => other !== condition);
          const alone = cells(table.sizes).filter(
            (cell) => meets(cell, condition) && !others.some((other) => meets(cell, other)),
          );
          expect(alone.length).toBeGreaterThan(0);
        }
      }),
      { numRuns: 80 },
    );
  });

  it('are none for a function that is never 1, and one for one that always is', () => {
    expect(minimised({ sizes: [2, 3], values: [0, 0, 0, 0, 0, 0] }).conditions).toEqual([]);
    expect(minimised({ sizes: [2, 3], values: [1, 1, 1, 1, 1, 1] }).conditions).toEqual([
      [
        [0, 1],
        [0, 1, 2],
      ],
    ]);
  });

  it('name no value that another condition speaks for', () => {
    // Unsafe with the first value of both, or with the last of the second: [0][0], [*][2].
    const { conditions } = minimised({ sizes: [2, 3], values: [1, 0, 1, 0, 0, 1] });
    expect(conditions).toHaveLength(2);
    expect(conditions).toContainEqual([[0, 1], [2]]);
  });

  it('take values together that make no difference, however many there are', () => {
    const values = Array.from({ length: 2 * 40 }, (_, at) => (at % 40 === 7 ? 1 : 0));
    const { conditions } = minimised({ sizes: [2, 40], values });
    expect(conditions).toEqual([[[0, 1], [7]]]);
  });
});
