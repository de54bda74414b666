import type { Diagnostic } from '../../model/diagnostic.js';
import type { Obligation, Operation, OperationId, Ordering, Region } from '../../model/script.js';
import type { Formula } from '../language/expression.js';
import { limits } from '../language/limits.js';
import { diagnostic, type Span } from '../language/source.js';
import type { Scenario } from '../scenario.js';
import { createDraws, type Draws } from './draws.js';
import { evaluate } from './evaluate.js';
import { createInFlight, type InFlight } from './in-flight.js';
import type { ParameterValues } from './values.js';
import { createVersions, type Versions } from './versions.js';

/** A promise `ordered` with its references resolved. */
export interface OrderedRegions {
  readonly first: Region['extents'];
  readonly secondRegion: string;
  /** -1 for every element. */
  readonly secondElement: number;
}

/** One compilation: what it reads, and what it has made so far. */
export interface Compilation {
  readonly scenario: Scenario;
  readonly regions: ReadonlyMap<string, Region>;
  /** Parameters and the loops around the current step. */
  readonly names: Map<string, number>;
  readonly draws: Draws;
  readonly ordered: OrderedRegions[];
  readonly operations: Operation[];
  readonly threads: OperationId[][];
  readonly obligations: Obligation[];
  readonly orderings: Ordering[];
  readonly inFlight: InFlight;
  readonly versions: Versions;
  readonly diagnostics: Diagnostic[];
  /** Steps that have been reported, so that a loop reports each once. */
  readonly reported: Set<string>;
  thread: number;
  stepCount: number;
  sectorsWritten: number;
  requirementCount: number;
  /** Set where a limit was reached: everything unwinds. */
  stopped: boolean;
}

export function createCompilation(
  scenario: Scenario,
  values: ParameterValues,
  draws: readonly number[],
): Compilation {
  return {
    scenario,
    regions: new Map(scenario.regions.map((region) => [region.name, region])),
    names: new Map(Object.entries(values)),
    draws: createDraws(draws),
    ordered: [],
    operations: [],
    threads: [[]],
    obligations: [],
    orderings: [],
    inFlight: createInFlight(scenario.sectorCount),
    versions: createVersions(scenario.sectorCount),
    diagnostics: [],
    reported: new Set(),
    thread: 0,
    stepCount: 0,
    sectorsWritten: 0,
    requirementCount: 0,
    stopped: false,
  };
}

/** Reports a mistake at a place of the scenario, once for each place. */
export function complain(work: Compilation, span: Span, message: string, help = ''): void {
  const place = `${span.line}:${span.column}:${span.where}`;
  if (work.reported.has(place) || work.diagnostics.length >= limits.diagnostics) return;
  work.reported.add(place);
  work.diagnostics.push(diagnostic(work.scenario.source, span, message, help));
}

/** Reports that a limit was reached, and ends the compilation. */
export function stop(work: Compilation, span: Span, message: string): void {
  if (!work.stopped) complain(work, span, message);
  work.stopped = true;
}

/** The names and values that an expression depended on, for messages: ` (t = 65)`. */
export function namesText(work: Compilation): string {
  const shown = [...work.names].map(([name, value]) => `${name} = ${value}`);
  return shown.length === 0 ? '' : ` (${shown.join(', ')})`;
}

/** The whole number that a formula gives here; null, and a report, where it gives none. */
export function numberOf(work: Compilation, formula: Formula): number | null {
  const value = evaluate(formula.expression, work.names, work.draws.draw);
  // Adding 0 turns -0, which no list of numbers should show, into 0.
  if (Number.isSafeInteger(value)) return value + 0;
  const why = 'a division by zero, a number too large or an empty range of random numbers';
  complain(work, formula.span, `\`${formula.text}\` has no value${namesText(work)}`, why);
  return null;
}

/** The number of a field that may be left out. */
export function optionalNumber(
  work: Compilation,
  formula: Formula | null,
  standard: number,
): number | null {
  return formula === null ? standard : numberOf(work, formula);
}
