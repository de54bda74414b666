import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import type { Configuration } from '../../../src/model/configuration.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { planOf } from '../../../src/search/exhaust/plan.js';
import { allReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import {
  acknowledge,
  barrier,
  flush,
  fsync,
  type Sketch,
  script,
  wait,
  write,
} from '../../laws/scripts.js';
import { contentsDiffer, contentsOf } from './contents.js';
import { contentsByEveryWay } from './every-way.js';

const named = (name: string) => configurationNamed(name, defaultProfile);

type Steps = Readonly<Record<string, (at: number) => Sketch>>;

/** What writes has a place of its own; a wide write lies across the border of a host block. */
const apart: Steps = {
  write: (at) => write(8 * at + 7),
  wide: (at) => write(8 * at + 7, 2),
  durable: (at) => ({ ...write(8 * at + 7), fua: true }),
  barrier: (at) => barrier(8 * at + 7),
  flush: () => flush,
  fsync: () => fsync,
  wait: () => wait,
};

/** All of it in two sectors, whatever is in flight. */
const together: Steps = {
  first: () => write(0),
  second: () => write(1),
  both: () => write(0, 2),
  barrier: () => barrier(1),
  fsync: () => fsync,
  wait: () => wait,
};

/** Every program of so many steps. */
function programs(steps: Steps, length: number): readonly (readonly string[])[] {
  if (length === 0) return [[]];
  return programs(steps, length - 1).flatMap((before) =>
    Object.keys(steps).map((name) => [...before, name]),
  );
}

function scriptOf(steps: Steps, names: readonly string[]): Script {
  const sketches = names.flatMap((name, at) => steps[name]?.(at) ?? []);
  return {
    ...script(...sketches, acknowledge),
    sectorCount: 17,
    overlapDeclared: steps === together,
  };
}

const stacks = {
  'one in flight': configurationOf('ide', 'writeback'),
  'a sparse image': configurationOf('ide', 'none', { allocation: 'sparse' }),
  tags: configurationOf('virtio-blk', 'none', { patches: ['virtio-ordered-queue'] }),
  'one in flight, today': named('ide/none'),
  'one in flight, written through': named('ide/writethrough'),
  flushes: named('virtio-blk/none'),
  'flushes left out': named('virtio-blk/writethrough'),
  FUA: named('virtio-scsi/none'),
} as const;

function differences(steps: Steps, length: number, on: Configuration): readonly string[] {
  const stack = buildStack(on);
  return programs(steps, length).flatMap((names) => {
    const made = scriptOf(steps, names);
    const reduced = contentsOf(made, stack, faultIds, allReductions);
    const whole = contentsByEveryWay(made, stack, faultIds);
    return faultIds.flatMap((fault) => {
      const found = contentsDiffer(reduced.get(fault) ?? new Map(), whole.get(fault) ?? new Map());
      return found === '' ? [] : `${names.join()}, ${fault}: ${found}`;
    });
  });
}

// The other side is the simulator alone: what the search leaves out cannot be missing on both.
describe.each(Object.entries(stacks))('what programs of two steps leave behind: %s', (_, on) => {
  it('is all that every order of every event leaves', () => {
    expect(differences(apart, 2, on)).toEqual([]);
  });

  it('where they overlap as well', () => {
    expect(differences(together, 2, on)).toEqual([]);
  });
});

it('without lazy schedules one exploration answers, of every order, on the machine as it is', () => {
  const made = scriptOf(apart, ['write', 'flush', 'write']);
  for (const on of Object.values(stacks)) {
    const stack = buildStack(on);
    const plan = planOf(made, stack, faultIds, { ...allReductions, lazySchedule: false });
    expect(plan.map(({ order }) => order)).toEqual(['every']);
    expect(plan[0]?.stack).toBe(stack);
    expect(plan[0]?.views.map(({ fault }) => fault)).toEqual(faultIds);
  }
});
