import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  cellIn,
  countIn,
  insideOf,
  isNever,
  outsideOf,
} from '../../../src/advise/conditions/cube-cells.js';
import { createDiagrams } from '../../../src/advise/conditions/diagram.js';
import type { Cube } from '../../../src/advise/conditions/primes.js';
import { cells, diagramOf, type TruthTable, truthTable } from './truth-tables.js';

interface Given {
  readonly table: TruthTable;
  readonly cubes: readonly Cube[];
}

/** A function, and some cubes of its variables. */
const given: fc.Arbitrary<Given> = truthTable(3, 4).chain((table) => {
  const cube = fc.tuple(...table.sizes.map((size) => fc.integer({ min: 1, max: 2 ** size - 1 })));
  return fc.array(cube, { minLength: 1, maxLength: 4 }).map((cubes) => ({ table, cubes }));
});

function isIn(cell: readonly number[], cube: Cube): boolean {
  return cell.every((value, level) => (((cube[level] ?? 0) >> value) & 1) === 1);
}

/** What each cell is, by the cell. */
function valuesOf({ sizes, values }: TruthTable) {
  return cells(sizes).map((cell, at) => ({ cell, value: values[at] ?? 0 }));
}

function holds(law: (given: Given & { readonly first: Cube }) => void): void {
  fc.assert(
    fc.property(given, ({ table, cubes }) => law({ table, cubes, first: cubes[0] ?? [] })),
    { numRuns: 300 },
  );
}

describe('a function in a cube', () => {
  it('is never a value that none of the cells has', () => {
    holds(({ table, first }) => {
      const diagrams = createDiagrams(table.sizes);
      const diagram = diagramOf(table, diagrams);
      const inside = valuesOf(table).filter(({ cell }) => isIn(cell, first));
      for (const value of [0, 1])
        expect(isNever(value, first, diagram, diagrams)).toBe(
          inside.every((each) => each.value !== value),
        );
    });
  });

  it('is itself inside and 0 outside, or the other way round', () => {
    holds(({ table, first }) => {
      const diagrams = createDiagrams(table.sizes);
      const diagram = diagramOf(table, diagrams);
      const only = (isKept: (cell: readonly number[]) => boolean) => {
        const values = valuesOf(table).map(({ cell, value }) => (isKept(cell) ? value : 0));
        return diagramOf({ sizes: table.sizes, values }, diagrams);
      };
      // Equal functions are one number.
      expect(insideOf(first, diagram, diagrams)).toBe(only((cell) => isIn(cell, first)));
      expect(outsideOf(first, diagram, diagrams)).toBe(only((cell) => !isIn(cell, first)));
    });
  });

  it('is counted cell by cell', () => {
    holds(({ table, first }) => {
      const diagrams = createDiagrams(table.sizes);
      const ones = valuesOf(table).filter(({ cell, value }) => value === 1 && isIn(cell, first));
      expect(countIn(first, diagramOf(table, diagrams), diagrams)).toBe(ones.length);
    });
  });
});

describe('a cube', () => {
  it('can be a single cell in which the function is 1, if there is one', () => {
    holds(({ table }) => {
      const diagrams = createDiagrams(table.sizes);
      const cube = cellIn(diagramOf(table, diagrams), table.sizes, diagrams);
      const ones = valuesOf(table).filter(({ value }) => value === 1);
      expect(cube === undefined).toBe(ones.length === 0);
      if (cube === undefined) return;
      expect(ones.filter(({ cell }) => isIn(cell, cube))).toHaveLength(1);
      expect(cells(table.sizes).filter((cell) => isIn(cell, cube))).toHaveLength(1);
    });
  });
});
