import fc from 'fast-check';
import {
  createDiagrams,
  type Diagram,
  type Diagrams,
} from '../../../src/advise/conditions/diagram.js';
import { type Condition, minimise } from '../../../src/advise/conditions/minimise.js';

/** A function of a few variables with a few values each, as a list of its values. */
export interface TruthTable {
  readonly sizes: readonly number[];
  /** The last variable changes fastest. */
  readonly values: readonly (0 | 1)[];
}

function cellsOf(sizes: readonly number[]): number {
  return sizes.reduce((product, size) => product * size, 1);
}

export function truthTable(maxLevels: number, maxSize: number): fc.Arbitrary<TruthTable> {
  const sizes = fc.array(fc.integer({ min: 1, max: maxSize }), {
    minLength: 1,
    maxLength: maxLevels,
  });
  return sizes.chain((each) => {
    const count = cellsOf(each);
    const bit = fc.constantFrom<0 | 1>(0, 1);
    return fc
      .array(bit, { minLength: count, maxLength: count })
      .map((values) => ({ sizes: each, values }));
  });
}

/** Where one of a few conditions holds, as rules about machines do. */
export function ruledTable(maxLevels: number, maxSize: number): fc.Arbitrary<TruthTable> {
  const sizes = fc.array(fc.integer({ min: 1, max: maxSize }), {
    minLength: 1,
    maxLength: maxLevels,
  });
  return sizes.chain((each) => {
    const values = each.map((size) => fc.uniqueArray(fc.nat(size - 1), { minLength: 1 }));
    return fc.array(fc.tuple(...values), { maxLength: 5 }).map((rules) => ({
      sizes: each,
      values: cells(each).map((cell) => (rules.some((rule) => meets(cell, rule)) ? 1 : 0)),
    }));
  });
}

/** The function of the table, whatever numbers its values are. */
export function diagramOf(
  { sizes, values }: { readonly sizes: readonly number[]; readonly values: readonly number[] },
  diagrams: Diagrams,
): Diagram {
  const part = (level: number, from: number): Diagram => {
    const size = sizes[level];
    if (size === undefined) return diagrams.leaf(values[from] ?? 0);
    const step = cellsOf(sizes.slice(level + 1));
    const below = Array.from({ length: size }, (_, value) => part(level + 1, from + value * step));
    return diagrams.branch(level, below);
  };
  return part(0, 0);
}

export function minimised(table: TruthTable) {
  const diagrams = createDiagrams(table.sizes);
  return minimise(diagramOf(table, diagrams), table.sizes, diagrams);
}

/** The value of each variable, cell by cell. */
export function cells(sizes: readonly number[]): readonly (readonly number[])[] {
  return sizes.reduce<readonly (readonly number[])[]>(
    (all, size) =>
      all.flatMap((cell) => Array.from({ length: size }, (_, value) => [...cell, value])),
    [[]],
  );
}

export function meets(cell: readonly number[], condition: Condition): boolean {
  return cell.every((value, level) => condition[level]?.includes(value) === true);
}

/** All sets of cells, as bits, that a condition can be about and in which the function is 1. */
function implicants({ sizes, values }: TruthTable): readonly number[] {
  const all = cells(sizes);
  const ones = all.reduce((bits, _, at) => (values[at] === 1 ? bits | (1 << at) : bits), 0);
  const masks = sizes.reduce<readonly (readonly number[])[]>(
    (found, size) =>
      found.flatMap((prefix) =>
        Array.from({ length: 2 ** size - 1 }, (_, mask) => [...prefix, mask + 1]),
      ),
    [[]],
  );
  const covered = masks.map((cube) =>
    all.reduce(
      (bits, cell, at) =>
        cell.every((value, level) => ((cube[level] ?? 0) >> value) & 1) ? bits | (1 << at) : bits,
      0,
    ),
  );
  return [...new Set(covered.filter((bits) => (bits & ~ones) === 0))];
}

/** How many conditions are needed at least, by trying all sets of them; for at most 30 cells. */
export function fewest(table: TruthTable): number {
  const ones = table.values.reduce<number>(
    (bits, value, at) => (value === 1 ? bits | (1 << at) : bits),
    0,
  );
  const usable = implicants(table);
  let reached = new Set([0]);
  for (let count = 0; ; count += 1) {
    if (reached.has(ones)) return count;
    reached = new Set([...reached].flatMap((bits) => usable.map((each) => bits | each)));
  }
}
