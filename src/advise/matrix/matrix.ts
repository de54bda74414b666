import type { Behaviour } from '../../analysis/behaviour.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import type {
  Literal,
  MatrixCell,
  MatrixResult,
  UnsafeCondition,
} from '../../model/matrix-result.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Condition } from '../conditions/minimise.js';
import { type CellGroup, everyCell } from './every-cell.js';
import {
  type FactorTable,
  factorTableOf,
  placesIn,
  productOf,
  type Selected,
} from './factor-table.js';
import { type Outcome, type Outcomes, outcomesOf } from './outcomes.js';
import { levelsOf, unsafeConditions } from './unsafe-cells.js';

export interface MatrixQuestion {
  readonly selected: readonly Selected[];
  readonly faults: readonly FaultId[];
  /** What examples are like where they can. */
  readonly usual: Configuration;
  readonly judge: (behaviour: Behaviour) => Outcome;
}

/** A behaviour with a configuration that has it. */
export interface Example {
  readonly configuration: Configuration;
  readonly fault: FaultId;
}

type Counts = Pick<
  MatrixResult,
  'configurations' | 'cells' | 'factors' | 'grid' | 'isSmallest' | 'checkedCells'
>;

export interface MatrixAnswer extends Counts {
  readonly conditions: readonly (Omit<UnsafeCondition, 'example'> & {
    readonly example: Example;
  })[];
  readonly behaviours: readonly (Example & { readonly outcome: Outcome })[];
}

/** Grouped by faults, what holds under most of them first; within that the shortest first. */
function inOrder(conditions: readonly Condition[], sizes: readonly number[]): readonly Condition[] {
  const weight = (condition: Condition) =>
    condition.filter(({ length }, level) => length < (sizes[level] ?? 0)).length;
  const faultsOf = ([faults = []]: Condition) => faults;
  return [...conditions].sort(
    (a, b) =>
      faultsOf(b).length - faultsOf(a).length ||
      faultsOf(a).join().localeCompare(faultsOf(b).join()) ||
      weight(a) - weight(b),
  );
}

function literalsOf(
  condition: Condition,
  { faults }: MatrixQuestion,
  table: FactorTable,
): readonly Literal[] {
  const dimensions = levelsOf(table).map(({ dimension, values }) => ({
    key: dimension.key,
    values,
  }));
  return [{ key: 'fault', values: faults }, ...dimensions].flatMap(({ key, values }, level) => {
    const allowed = condition[level] ?? [];
    if (allowed.length === values.length) return [];
    return [
      {
        key,
        values: values.filter((_, at) => allowed.includes(at)),
        excluded: values.filter((_, at) => !allowed.includes(at)),
      },
    ];
  });
}

/** The configuration under the condition that differs least from the usual one. */
function exampleOf(
  condition: Condition,
  { faults, usual }: MatrixQuestion,
  table: FactorTable,
): Example {
  const configuration = levelsOf(table).reduce((made, { dimension, values }, at) => {
    const allowed = (condition[at + 1] ?? []).map((place) => values[place] ?? '');
    const [first = ''] = allowed;
    const usualValue = dimension.read(usual);
    return dimension.write(made, allowed.includes(usualValue) ? usualValue : first);
  }, usual);
  // What fails last in the list takes most.
  const fault = faults[condition[0]?.at(-1) ?? 0];
  if (fault === undefined) throw new Error('a condition has no fault');
  return { configuration, fault };
}

/** A configuration with this pair of factors. */
function configurationOf(table: FactorTable, guest: number, storage: number, usual: Configuration) {
  const { shared, slices } = table;
  for (const slice of slices) {
    const [g, s] = [slice.guest.indexOf(guest), slice.storage.indexOf(storage)];
    if (g < 0 || s < 0) continue;
    const places = [...slice.shared, ...placesIn(table.guest, g), ...placesIn(table.storage, s)];
    return [...shared, ...table.guest, ...table.storage].reduce(
      (made, { dimension, values }, at) => dimension.write(made, values[places[at] ?? 0] ?? ''),
      usual,
    );
  }
  throw new Error(`no configuration has the factors ${guest} and ${storage}`);
}

interface Tally {
  cells: number;
  unsafe: number;
  inconclusive: number;
  /** What happens in some of the cells, and what in each. */
  readonly kinds: Set<ViolationKind>;
  readonly always: Set<ViolationKind>;
}

function newTally(): Tally {
  const always = new Set(violationKinds);
  return { cells: 0, unsafe: 0, inconclusive: 0, kinds: new Set(), always };
}

function add(tally: Tally, { cells, outcome }: CellGroup): void {
  tally.cells += cells;
  if (outcome.kinds.length > 0) tally.unsafe += cells;
  if (outcome.isUnknown) tally.inconclusive += cells;
  for (const kind of outcome.kinds) tally.kinds.add(kind);
  for (const kind of tally.always) if (!outcome.kinds.includes(kind)) tally.always.delete(kind);
}

function inKindOrder(kinds: ReadonlySet<ViolationKind>): readonly ViolationKind[] {
  return violationKinds.filter((kind) => kinds.has(kind));
}

function gridOf(
  tallies: ReadonlyMap<string, Tally>,
  { selected }: MatrixQuestion,
): readonly MatrixCell[] {
  const valuesOf = (key: string) =>
    selected.find(({ dimension }) => dimension.key === key)?.values ?? [];
  return valuesOf('frontend').flatMap((frontend) =>
    valuesOf('cache').flatMap((cache) => {
      const tally = tallies.get(`${frontend}/${cache}`);
      if (tally === undefined) return [];
      const { cells, unsafe, inconclusive, kinds } = tally;
      const unsure = inconclusive > 0 ? 'inconclusive' : 'safe';
      const verdict = unsafe > 0 ? 'unsafe' : unsure;
      return [{ frontend, cache, verdict, kinds: inKindOrder(kinds), cells, unsafe, inconclusive }];
    }),
  ) as readonly MatrixCell[];
}

/** Looks at every cell again, and compares what the conditions say of it with its outcome. */
function tallied(
  question: MatrixQuestion,
  table: FactorTable,
  outcomes: Outcomes,
  conditions: readonly Condition[],
) {
  const grid = new Map<string, Tally>();
  const ofConditions = conditions.map(newTally);
  let checkedCells = 0;
  const keys = ['frontend', 'cache'];
  for (const group of everyCell(table, question.faults.length, outcomes, conditions, keys)) {
    if (group.met.length > 0 !== group.outcome.kinds.length > 0)
      throw new Error(`the conditions are wrong for ${group.cells} cells`);
    checkedCells += group.cells;
    const name = keys.map((key) => group.named[key]).join('/');
    const tally = grid.get(name) ?? newTally();
    grid.set(name, tally);
    for (const each of [tally, ...group.met.flatMap((at) => ofConditions[at] ?? [])])
      add(each, group);
  }
  return { grid: gridOf(grid, question), ofConditions, checkedCells };
}

/** Judges every cell, and finds the smallest set of conditions that says which are unsafe. */
export function matrixOf(question: MatrixQuestion): MatrixAnswer {
  const { selected, faults, usual, judge } = question;
  const table = factorTableOf(selected, faults, usual);
  const outcomes = outcomesOf(table, judge);
  const minimised = unsafeConditions(table, faults.length, outcomes);
  const sizes = [faults.length, ...levelsOf(table).map(({ values }) => values.length)];
  const conditions = inOrder(minimised.conditions, sizes);
  const { grid, ofConditions, checkedCells } = tallied(question, table, outcomes, conditions);
  const configurations = productOf(selected);
  return {
    configurations,
    cells: configurations * faults.length,
    factors: { guest: table.guests.length, storage: table.storages.length },
    grid,
    isSmallest: minimised.isSmallest,
    checkedCells,
    conditions: conditions.map((condition, at) => ({
      literals: literalsOf(condition, question, table),
      kinds: inKindOrder(ofConditions[at]?.always ?? new Set()),
      cells: ofConditions[at]?.cells ?? 0,
      example: exampleOf(condition, question, table),
    })),
    behaviours: outcomes.behaviours.map(({ guest, storage, fault, outcome }) => ({
      configuration: configurationOf(table, guest, storage, usual),
      fault: faults[fault] ?? 'power-loss',
      outcome,
    })),
  };
}
