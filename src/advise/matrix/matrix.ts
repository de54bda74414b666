import type { Refusal } from '../../catalogue/refusals/refusal.js';
import { standInsOf } from '../../catalogue/releases/stand-ins.js';
import { type Configuration, cacheModeIds, frontendIds } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import type {
  Literal,
  MatrixCell,
  MatrixResult,
  UnsafeCondition,
} from '../../model/matrix-result.js';
import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Diagram } from '../conditions/diagram.js';
import { type Condition, minimise } from '../conditions/minimise.js';
import { cellsOf, impossible } from './cells.js';
import { combined } from './combine.js';
import { type Allows, countsWithin } from './counts.js';
import { type Example, exampleOf, machineWith } from './examples.js';
import { type FactorTable, factorTableOf, type WorkloadsOf } from './factor-table.js';
import type { Selected } from './fields.js';
import { machinesOf } from './machines.js';
import {
  type JudgeOfGuests,
  type Outcome,
  type Outcomes,
  outcomesOf,
  type Settle,
} from './outcomes.js';

export interface MatrixQuestion {
  readonly selected: readonly Selected[];
  readonly faults: readonly FaultId[];
  /** What examples are like where they can. */
  readonly usual: Configuration;
  readonly workloadsOf: WorkloadsOf;
  readonly judge: JudgeOfGuests;
  readonly settle: Settle;
  /** Refusals beside those of the catalogue. */
  readonly refusals: readonly Refusal[];
}

type Counts = Pick<
  MatrixResult,
  'configurations' | 'refused' | 'cells' | 'factors' | 'grid' | 'isSmallest' | 'checkedCells'
>;

/** A behaviour, what it does, and how to find a machine that has it. */
export interface JudgedBehaviour {
  readonly outcome: Outcome;
  readonly example: () => Example;
}

export interface MatrixAnswer extends Counts {
  /** The dimensions, without values that no machine has. */
  readonly selected: readonly Selected[];
  readonly conditions: readonly (Omit<UnsafeCondition, 'example'> & {
    readonly example: Example;
  })[];
  readonly behaviours: readonly JudgedBehaviour[];
}

/** Every cell of the table, and what can happen there. */
interface Cells {
  readonly table: FactorTable;
  readonly outcomes: Outcomes;
  readonly diagram: Diagram;
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
  faults: readonly FaultId[],
  { levels }: FactorTable,
): readonly Literal[] {
  const dimensions = levels.map(({ dimension, values }) => ({ key: dimension.key, values }));
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

function isUnsafe(leaf: number, { all }: Outcomes): boolean {
  return leaf !== impossible && (all[leaf - 1]?.kinds.length ?? 0) > 0;
}

/** 1 where a condition holds. */
function diagramOfCondition(condition: Condition, { sizes, diagrams }: FactorTable): Diagram {
  return sizes.reduceRight<Diagram>((below, size, level) => {
    const allowed = condition[level] ?? [];
    const children = Array.from({ length: size }, (_, value) =>
      allowed.includes(value) ? below : diagrams.leaf(0),
    );
    return diagrams.branch(level, children);
  }, diagrams.leaf(1));
}

/** Compares what the conditions say of every cell with what happens there; throws where they differ. */
function check(conditions: readonly Condition[], { table, outcomes, diagram }: Cells): void {
  const { diagrams } = table;
  const met = conditions
    .map((condition) => diagramOfCondition(condition, table))
    .reduce((a, b) => combined(a, b, Math.max, diagrams), diagrams.leaf(0));
  const differs = combined(
    diagram,
    met,
    (leaf, is) => (leaf !== impossible && isUnsafe(leaf, outcomes) !== (is === 1) ? 1 : 0),
    diagrams,
  );
  if (diagrams.constantOf(differs) === 0) return;
  const [, wrong] = countsWithin(differs, diagrams, 2, () => true);
  throw new Error(`the conditions are wrong for ${wrong} cells`);
}

/** What happens in some cells: for each outcome in how many of them. */
function tallyOf({ table, outcomes, diagram }: Cells, allows: Allows) {
  const leaves = outcomes.all.length + 1;
  const [, ...counts] = countsWithin(diagram, table.diagrams, leaves, allows);
  const met = outcomes.all.flatMap((outcome, at) => {
    const cells = counts[at] ?? 0;
    return cells === 0 ? [] : [{ outcome, cells }];
  });
  const sumOf = (isCounted: (outcome: Outcome) => boolean) =>
    met.reduce((sum, { outcome, cells }) => sum + (isCounted(outcome) ? cells : 0), 0);
  const kindsWhere = (is: (kind: ViolationKind) => boolean) => violationKinds.filter(is);
  return {
    cells: sumOf(() => true),
    unsafe: sumOf(({ kinds }) => kinds.length > 0),
    inconclusive: sumOf(({ isUnknown }) => isUnknown),
    /** What happens in some of the cells, and what in each. */
    kinds: kindsWhere((kind) => met.some(({ outcome }) => outcome.kinds.includes(kind))),
    always: kindsWhere((kind) => met.every(({ outcome }) => outcome.kinds.includes(kind))),
  };
}

function gridOf(cells: Cells): readonly MatrixCell[] {
  const { levels } = cells.table;
  const levelOf = (key: string) => 1 + levels.findIndex(({ dimension }) => dimension.key === key);
  const [ofFrontend, ofCache] = [levelOf('frontend'), levelOf('cache')];
  const valueAt = (level: number, value: number) => levels[level - 1]?.values[value];
  return frontendIds.flatMap((frontend) =>
    cacheModeIds.flatMap((cache): MatrixCell[] => {
      const wanted = (level: number, value: number) => {
        if (level === ofFrontend) return valueAt(level, value) === frontend;
        return level !== ofCache || valueAt(level, value) === cache;
      };
      const tally = tallyOf(cells, wanted);
      if (tally.cells === 0) return [];
      const { unsafe, inconclusive, kinds } = tally;
      const unsure = inconclusive > 0 ? 'inconclusive' : 'safe';
      const verdict = unsafe > 0 ? 'unsafe' : unsure;
      return [{ frontend, cache, verdict, kinds, cells: tally.cells, unsafe, inconclusive }];
    }),
  );
}

function conditionsOf(cells: Cells) {
  const { table, outcomes, diagram } = cells;
  const { diagrams, sizes } = table;
  const doesNotMatter = 2;
  const isUnsafeCell = diagrams.mapped(diagram, (leaf) =>
    diagrams.leaf(leaf === impossible ? doesNotMatter : Number(isUnsafe(leaf, outcomes))),
  );
  const { conditions, isSmallest } = minimise(isUnsafeCell, sizes, diagrams);
  return { conditions: inOrder(conditions, sizes), isSmallest };
}

/** Judges every machine, and finds the smallest set of conditions that says which are unsafe. */
export function matrixOf(question: MatrixQuestion): MatrixAnswer {
  const { faults, usual, workloadsOf, judge, settle, refusals } = question;
  const { selected, configurations, refused } = machinesOf({
    selected: question.selected,
    base: usual,
    more: refusals,
  });
  const table = factorTableOf({ selected, faults, base: usual, workloadsOf, more: refusals });
  const outcomes = outcomesOf(table, faults.length, judge, settle);
  const cells: Cells = { table, outcomes, diagram: cellsOf(table, outcomes) };
  const { conditions, isSmallest } = conditionsOf(cells);
  check(conditions, cells);
  const checkedCells = tallyOf(cells, () => true).cells;
  if (checkedCells !== configurations * faults.length)
    throw new Error(`${checkedCells} cells were counted of ${configurations} configurations`);
  return {
    selected,
    configurations,
    refused,
    cells: checkedCells,
    factors: { guest: table.guests.length, storage: table.storages.length },
    grid: gridOf(cells),
    isSmallest,
    checkedCells,
    conditions: conditions.map((condition) => {
      const tally = tallyOf(cells, (level, value) => condition[level]?.includes(value) === true);
      return {
        literals: literalsOf(condition, faults, table),
        kinds: tally.always,
        cells: tally.cells,
        example: exampleOf(condition, { cells: cells.diagram, table, faults, usual }),
      };
    }),
    behaviours: outcomes.behaviours.map(({ guest, storage, fault, standIn, outcome }) => ({
      outcome,
      example: () => {
        const configuration = machineWith(table, guest, storage, usual);
        return {
          configuration: standInsOf(configuration)[standIn] ?? configuration,
          fault: faults[fault] ?? 'power-loss',
        };
      },
    })),
  };
}
