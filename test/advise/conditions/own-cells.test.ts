import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiagrams } from '../../../src/advise/conditions/diagram.js';
import { changeInTurn, ownCells } from '../../../src/advise/conditions/own-cells.js';
import type { Cube } from '../../../src/advise/conditions/primes.js';
import { cells, diagramOf, type TruthTable, truthTable } from './truth-tables.js';

interface Given {
  readonly table: TruthTable;
  readonly cubes: readonly Cube[];
}

const given: fc.Arbitrary<Given> = truthTable(3, 4).chain((table) => {
  const cube = fc.tuple(...table.sizes.map((size) => fc.integer({ min: 1, max: 2 ** size - 1 })));
  return fc.array(cube, { maxLength: 7 }).map((cubes) => ({ table, cubes }));
});

function isIn(cell: readonly number[], cube: Cube): boolean {
  return cell.every((value, level) => (((cube[level] ?? 0) >> value) & 1) === 1);
}

/** 1 where the function is, in the cube and in none of the others: cell by cell. */
function alone({ sizes, values }: TruthTable, cube: Cube, others: readonly Cube[]): TruthTable {
  const isOwn = (cell: readonly number[]) =>
    isIn(cell, cube) && !others.some((other) => isIn(cell, other));
  const all = cells(sizes);
  return { sizes, values: values.map((value, at) => (isOwn(all[at] ?? []) ? value : 0)) };
}

describe('the cells that a cube alone covers', () => {
  it('are in it and in none of the others', () => {
    fc.assert(
      fc.property(given, ({ table, cubes }) => {
        const diagrams = createDiagrams(table.sizes);
        const own = ownCells(cubes, diagramOf(table, diagrams), diagrams);
        expect(own).toEqual(
          cubes.map((cube, at) => diagramOf(alone(table, cube, cubes.toSpliced(at, 1)), diagrams)),
        );
      }),
      { numRuns: 300 },
    );
  });

  it('are those of what the cubes before it have become, and of those after it as they are', () => {
    fc.assert(
      fc.property(given, fc.func(fc.nat(2)), ({ table, cubes }, whatOf) => {
        const diagrams = createDiagrams(table.sizes);
        /** Some are dropped, some made narrower, some left. */
        const changeOf = (cube: Cube): Cube | undefined =>
          [undefined, cube.map((mask) => mask & -mask), cube][whatOf(cube)];
        const before: Cube[] = [];
        let met = 0;
        const changed = changeInTurn(cubes, diagramOf(table, diagrams), diagrams, (cube, own) => {
          expect(cube).toBe(cubes[met]);
          met += 1;
          const others = [...before, ...cubes.slice(met)];
          expect(own).toBe(diagramOf(alone(table, cube, others), diagrams));
          before.push(...[changeOf(cube)].filter((each) => each !== undefined));
          return changeOf(cube);
        });
        expect(met).toBe(cubes.length);
        expect(changed).toEqual(before);
      }),
      { numRuns: 300 },
    );
  });
});
