import fc from 'fast-check';
import { expect, it } from 'vitest';
import { createDiagrams } from '../../../src/advise/conditions/diagram.js';
import { combined } from '../../../src/advise/matrix/combine.js';
import { countsWithin } from '../../../src/advise/matrix/counts.js';
import { cells, diagramOf } from '../conditions/truth-tables.js';

const leafCount = 4;

interface Table {
  readonly sizes: readonly number[];
  readonly values: readonly number[];
}

/** So many functions of the same few variables, and which of their values are allowed. */
function tables(count: number) {
  const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 4 });
  return sizes.chain((each) => {
    const length = each.reduce((product, size) => product * size, 1);
    // Often the same, so that levels are left out of the diagram.
    const value = fc.oneof({ weight: 3, arbitrary: fc.constant(1) }, fc.nat(leafCount - 1));
    const values = fc.array(value, { minLength: length, maxLength: length });
    const allowed = fc.tuple(...each.map((size) => fc.subarray([...Array(size).keys()])));
    const table = values.map((all): Table => ({ sizes: each, values: all }));
    return fc.tuple(fc.array(table, { minLength: count, maxLength: count }), allowed);
  });
}

it('counts of each value are those of the cells that are allowed, one by one', () => {
  fc.assert(
    fc.property(tables(1), ([[table], allowed]) => {
      if (table === undefined) return;
      const diagrams = createDiagrams(table.sizes);
      const allows = (level: number, value: number) => allowed[level]?.includes(value) === true;
      const expected = Array.from({ length: leafCount }, () => 0);
      for (const [at, cell] of cells(table.sizes).entries()) {
        const value = table.values[at] ?? 0;
        if (cell.every((each, level) => allows(level, each)))
          expected[value] = (expected[value] ?? 0) + 1;
      }
      const diagram = diagramOf(table, diagrams);
      expect(countsWithin(diagram, diagrams, leafCount, allows)).toEqual(expected);
    }),
    { numRuns: 500 },
  );
});

it('what is combined of two functions is so in every cell', () => {
  fc.assert(
    fc.property(tables(2), ([[one, other]]) => {
      if (one === undefined || other === undefined) return;
      const diagrams = createDiagrams(one.sizes);
      const of = (a: number, b: number) => a * leafCount + b;
      const values = one.values.map((value, at) => of(value, other.values[at] ?? 0));
      const both = combined(diagramOf(one, diagrams), diagramOf(other, diagrams), of, diagrams);
      expect(both).toBe(diagramOf({ sizes: one.sizes, values }, diagrams));
    }),
    { numRuns: 500 },
  );
});
