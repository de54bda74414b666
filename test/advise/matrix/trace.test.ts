import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDiagrams } from '../../../src/advise/conditions/diagram.js';
import { diagramOfTrace } from '../../../src/advise/matrix/combine.js';
import type { Selected } from '../../../src/advise/matrix/fields.js';
import { createTracer, readsOf, type Trace } from '../../../src/advise/matrix/trace.js';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { usualConfiguration } from '../../../src/run/configurations/configurations.js';
import { mailProfile } from '../../mail-profile.js';
import { cells, diagramOf } from '../conditions/truth-tables.js';

const base = usualConfiguration(mailProfile);

/** One dimension writes three fields, three write one, and one writes nothing that is ever read. */
const chosen: Readonly<Record<string, readonly string[]>> = {
  cache: ['writethrough', 'writeback', 'none', 'unsafe'],
  'virtio-flush': ['off', 'on'],
  'ide-write-cache': ['off', 'on'],
  'async-fsync': ['on', 'off'],
  qemu: ['0.11', '7.2', '10.0'],
  format: ['raw', 'qcow2'],
  elevator: ['noop', 'cfq'],
};
const selected: readonly Selected[] = Object.entries(chosen).map(([key, values]) => ({
  dimension: dimensionOf(key),
  values,
}));
const sizes = selected.map(({ values }) => values.length);

/** What a function may look at, and the dimensions that this is about. */
const readers = [
  { read: ({ cache }: Configuration) => cache.direct, of: ['cache'] },
  { read: ({ cache }: Configuration) => cache.writeback, of: ['cache'] },
  { read: ({ cache }: Configuration) => JSON.stringify(cache), of: ['cache'] },
  {
    read: ({ patches }: Configuration) => patches.length,
    of: ['virtio-flush', 'ide-write-cache', 'async-fsync'],
  },
  {
    read: ({ patches }: Configuration) => patches.includes('virtio-flush'),
    of: ['virtio-flush', 'ide-write-cache', 'async-fsync'],
  },
  { read: ({ qemu }: Configuration) => qemu.release, of: ['qemu'] },
  { read: ({ qemu }: Configuration) => qemu.aio, of: [] },
  { read: ({ image }: Configuration) => image.format, of: ['format'] },
  { read: ({ frontend }: Configuration) => frontend, of: [] },
] as const;

/** A function that looks at one thing after the other, and at which depends on what it saw. */
type Looks = number | { readonly reader: number; readonly next: readonly Looks[] };

const looks = fc.letrec<{ looks: Looks; node: Looks }>((tie) => ({
  looks: fc.oneof({ maxDepth: 4 }, fc.nat(3), tie('node'), tie('node')),
  node: fc.record({
    reader: fc.nat(readers.length - 1),
    next: fc.array(tie('looks'), { minLength: 2, maxLength: 3 }),
  }),
})).looks;

function textHash(text: string): number {
  return [...text].reduce(
    (sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) % 9973,
    7,
  );
}

function resultOf(
  looked: Looks,
  configuration: Configuration,
  onRead: (reader: number) => void = () => {},
): number {
  if (typeof looked === 'number') return looked;
  onRead(looked.reader);
  const seen = readers[looked.reader]?.read(configuration);
  const rest = looked.next[textHash(String(seen)) % looked.next.length] ?? 0;
  return resultOf(rest, configuration, onRead);
}

function configurationAt(cell: readonly number[]): Configuration {
  return selected.reduce(
    (made, { dimension, values }, at) => dimension.write(made, values[cell[at] ?? 0] ?? ''),
    base,
  );
}

const all = cells(sizes).map((cell) => ({ cell, configuration: configurationAt(cell) }));

function saidBy<Result>(trace: Trace<Result>, cell: readonly number[]): Result {
  if (trace.kind === 'result') return trace.result;
  const rest = trace.rests[trace.to[cell[trace.at] ?? 0] ?? -1];
  if (rest === undefined) throw new Error('a way that leads nowhere');
  return saidBy(rest, cell);
}

function forEach(law: (looked: Looks) => void): void {
  fc.assert(fc.property(looks, law), { numRuns: 60 });
}

describe('a trace', () => {
  it('says of each configuration what the function says', () => {
    forEach((looked) => {
      const trace = createTracer(selected, base)((each) => resultOf(looked, each));
      for (const { cell, configuration } of all)
        expect(saidBy(trace, cell)).toBe(resultOf(looked, configuration));
    });
  });

  it('as a diagram says the same, whatever the order of its levels', () => {
    forEach((looked) => {
      const trace = createTracer(selected, base)((each) => resultOf(looked, each));
      const last = sizes.length - 1;
      for (const isReversed of [false, true]) {
        const levelOf = (at: number) => (isReversed ? last - at : at);
        const levels = isReversed ? [...sizes].reverse() : sizes;
        const diagrams = createDiagrams(levels);
        const values = cells(levels).map((cell) => {
          const own = isReversed ? [...cell].reverse() : cell;
          return resultOf(looked, configurationAt(own));
        });
        const expected = diagramOf({ sizes: levels, values }, diagrams);
        expect(diagramOfTrace(trace, levelOf, (result) => result, diagrams)).toBe(expected);
      }
    });
  });

  it('has read nothing but what the function reads', () => {
    forEach((looked) => {
      const allowed = new Set<string>();
      for (const { configuration } of all)
        resultOf(looked, configuration, (reader) => {
          for (const key of readers[reader]?.of ?? []) allowed.add(key);
        });
      const read = readsOf(createTracer(selected, base)((each) => resultOf(looked, each)));
      const keys = [...read].map((at) => selected[at]?.dimension.key ?? '');
      expect(keys.filter((key) => !allowed.has(key))).toEqual([]);
    });
  });

  it('runs the function once for each way through it, not for each configuration', () => {
    let runs = 0;
    createTracer(
      selected,
      base,
    )(({ cache, image }) => {
      runs += 1;
      return cache.direct ? image.format : 'buffered';
    });
    expect(runs).toBe(3);
  });
});
