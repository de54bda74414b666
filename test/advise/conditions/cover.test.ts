import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CoverProblem, cheapestCover } from '../../../src/advise/conditions/cover.js';

const columnCount = 7;

const problem: fc.Arbitrary<CoverProblem> = fc.record({
  rows: fc.array(fc.uniqueArray(fc.nat(columnCount - 1), { minLength: 1, maxLength: 4 }), {
    maxLength: 9,
  }),
  costs: fc.array(fc.integer({ min: 1, max: 4 }), {
    minLength: columnCount,
    maxLength: columnCount,
  }),
});

function covers({ rows }: CoverProblem, columns: readonly number[]): boolean {
  return rows.every((row) => row.some((column) => columns.includes(column)));
}

function costOf({ costs }: CoverProblem, columns: readonly number[]): number {
  return columns.reduce((sum, column) => sum + (costs[column] ?? 0), 0);
}

function cheapestByTrying(given: CoverProblem): number {
  const sets = Array.from({ length: 2 ** columnCount }, (_, bits) =>
    Array.from({ length: columnCount }, (_, column) => column).filter(
      (column) => (bits >> column) & 1,
    ),
  );
  return Math.min(...sets.filter((set) => covers(given, set)).map((set) => costOf(given, set)));
}

describe('a cover', () => {
  it('covers every row, for the least cost', () => {
    fc.assert(
      fc.property(problem, (given) => {
        const { columns, isCheapest } = cheapestCover(given);
        expect(isCheapest).toBe(true);
        expect(covers(given, columns)).toBe(true);
        expect(costOf(given, columns)).toBe(cheapestByTrying(given));
      }),
      { numRuns: 500 },
    );
  });

  it('says where it stopped before it knew', () => {
    // Rows of all pairs: as many columns but one, and no reduction helps.
    const count = 60;
    const rows = Array.from({ length: count }, (_, a) =>
      Array.from({ length: 5 }, (_, step) => (a * 7 + step * step * 11 + step) % count),
    ).map((row) => [...new Set(row)]);
    const given = { rows, costs: rows.map(() => 1) };
    const { columns, isCheapest } = cheapestCover(given, 3);
    expect(isCheapest).toBe(false);
    expect(covers(given, columns)).toBe(true);
  });
});
