import type { Refusal } from '../../catalogue/refusals/refusal.js';
import { refusals } from '../../catalogue/refusals/refusals.js';
import type { Configuration } from '../../model/configuration.js';
import { createDiagrams, type Diagram, type Diagrams } from '../conditions/diagram.js';
import { combined, diagramOfTrace } from './combine.js';
import { countsWithin } from './counts.js';
import type { Selected } from './fields.js';
import { createTracer } from './trace.js';

/** Which configurations of a selection can be. */
export interface Machines {
  /** Without the values that no machine has. */
  readonly selected: readonly Selected[];
  readonly configurations: number;
  /** Combinations of the selection that cannot be. */
  readonly refused: number;
}

export function productOf(selected: readonly Selected[]): number {
  return selected.reduce((product, { values }) => product * values.length, 1);
}

/** What machines are selected from. */
export interface Selection {
  readonly selected: readonly Selected[];
  /** Any configuration; the selection says the rest. */
  readonly base: Configuration;
  /** Refusals beside those of the catalogue. */
  readonly more: readonly Refusal[];
}

/** 1 where there is no such machine. */
export function refusedDiagram(
  { selected, base, more }: Selection,
  levelOf: (at: number) => number,
  diagrams: Diagrams,
): Diagram {
  const traced = createTracer(selected, base);
  return [...refusals, ...more]
    .map(({ isSo }) => diagramOfTrace(traced(isSo), levelOf, (is) => (is ? 1 : 0), diagrams))
    .reduce((a, b) => combined(a, b, Math.max, diagrams), diagrams.leaf(0));
}

export function machinesOf(selection: Selection): Machines {
  const { selected } = selection;
  const sizes = selected.map(({ values }) => values.length);
  const diagrams = createDiagrams(sizes);
  const refused = refusedDiagram(selection, (at) => at, diagrams);
  const possible = (allows: (level: number, value: number) => boolean) =>
    countsWithin(refused, diagrams, 2, allows)[0] ?? 0;
  const configurations = possible(() => true);
  const alive = selected.map(({ dimension, values }, at) => ({
    dimension,
    values: values.filter(
      (_, own) => possible((level, value) => level !== at || value === own) > 0,
    ),
  }));
  return { selected: alive, configurations, refused: productOf(selected) - configurations };
}
