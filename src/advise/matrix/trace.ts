import type { Configuration } from '../../model/configuration.js';
import { type Field, fieldsOf, type Selected } from './fields.js';

/** What a function says of the configurations of a selection, by what it read to say so. */
export type Trace<Result> =
  | { readonly kind: 'result'; readonly result: Result }
  | {
      readonly kind: 'fork';
      /** The place of the dimension in the selection. */
      readonly at: number;
      /** For each of its values which of the rests it leads to. */
      readonly to: readonly number[];
      readonly rests: readonly Trace<Result>[];
    };

/** Where a field was read that not all configurations have alike, and which of them are looked at. */
interface Fork {
  readonly at: number;
  readonly to: readonly number[];
  readonly count: number;
  /** The values of the dimension that had been left. */
  readonly before: readonly number[];
  taken: number;
}

interface Walk {
  /** Of each dimension the values that the reads so far leave. */
  readonly left: (readonly number[])[];
  readonly forks: Fork[];
  /** How many of the forks this run has come to. */
  met: number;
}

function takeWay(walk: Walk, { at, to, before, taken }: Fork): void {
  walk.left[at] = before.filter((value) => to[value] === taken);
}

/** Goes on with the configurations of which `keyOf` says the same: those of one value after the other. */
function split(
  walk: Walk,
  { values }: Selected,
  at: number,
  keyOf: (value: number) => unknown,
): void {
  const before = walk.left[at] ?? [];
  if (before.length < 2) return;
  const keys = [...new Set(before.map(keyOf))];
  if (keys.length < 2) return;
  const known = walk.forks[walk.met];
  const fork = known ?? {
    at,
    to: values.map((_, value) => keys.indexOf(keyOf(value))),
    count: keys.length,
    before,
    taken: 0,
  };
  if (known === undefined) walk.forks.push(fork);
  walk.met += 1;
  takeWay(walk, fork);
}

function read(walk: Walk, selected: readonly Selected[], field: Field): unknown {
  const { owners, atValues } = field;
  const [owner = 0] = owners;
  const only = owners.length === 1;
  for (const at of owners) {
    const ofDimension = selected[at] as Selected;
    split(walk, ofDimension, at, only ? (value) => atValues([value]) : (value) => value);
  }
  return atValues(
    only ? [walk.left[owner]?.[0] ?? 0] : owners.map((at) => walk.left[at]?.[0] ?? 0),
  );
}

/** A configuration whose fields are looked up when they are read. */
function readerOf(
  base: Configuration,
  fields: readonly Field[],
  readField: (field: Field) => unknown,
): Configuration {
  const within = (value: unknown, path: readonly string[]): unknown => {
    const field = fields.find((each) => each.path.join('.') === path.join('.'));
    if (field !== undefined) return value;
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
    const made = {};
    for (const [key, below] of Object.entries(value)) {
      const own = fields.find((each) => each.path.join('.') === [...path, key].join('.'));
      const fixed = within(below, [...path, key]);
      const get = own === undefined ? () => fixed : () => readField(own);
      Object.defineProperty(made, key, { enumerable: true, get });
    }
    return made;
  };
  return within(base, []) as Configuration;
}

/** Takes the next way at the last fork that has one left; false where none has. */
function goOn<Result>(walk: Walk, done: Trace<Result>[][]): boolean {
  for (let last = walk.forks.at(-1); last !== undefined; last = walk.forks.at(-1)) {
    last.taken += 1;
    if (last.taken < last.count) return true;
    const rests = done.pop() ?? [];
    walk.forks.pop();
    const { at, to } = last;
    done.at(-1)?.push({ kind: 'fork', at, to, rests });
  }
  return false;
}

/**
 * Runs a function of a configuration once for each way through what it reads, not for each
 * configuration: what it does not read cannot matter to it. The function must be pure.
 */
export type Tracer = <Result>(of: (configuration: Configuration) => Result) => Trace<Result>;

/** @param base - the fields that no dimension of the selection writes */
export function createTracer(selected: readonly Selected[], base: Configuration): Tracer {
  const everything = selected.map(({ values }) => values.map((_, value) => value));
  const fields = fieldsOf(selected, base);
  return (of) => {
    const walk: Walk = { left: [...everything], forks: [], met: 0 };
    const reader = readerOf(base, fields, (field) => read(walk, selected, field));
    return traceWith(walk, everything, () => of(reader));
  };
}

function traceWith<Result>(
  walk: Walk,
  everything: readonly (readonly number[])[],
  run: () => Result,
): Trace<Result> {
  const done: Trace<Result>[][] = [[]];
  do {
    walk.left.splice(0, walk.left.length, ...everything);
    walk.met = 0;
    const result = run();
    while (done.length <= walk.forks.length) done.push([]);
    done.at(-1)?.push({ kind: 'result', result });
  } while (goOn(walk, done));
  const [whole] = done[0] ?? [];
  if (whole === undefined) throw new Error('a function was never run');
  return whole;
}

/** The dimensions that a function has read, by their places. */
export function readsOf(trace: Trace<unknown>, found = new Set<number>()): ReadonlySet<number> {
  if (trace.kind === 'result') return found;
  found.add(trace.at);
  for (const rest of trace.rests) readsOf(rest, found);
  return found;
}
