import { expect, it } from 'vitest';
import { kindChooser } from '../../src/stack/choose.js';
import { type Counters, cleared } from '../../src/stack/counters.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import { acknowledge, barrier, fsync, script, write } from '../laws/scripts.js';
import { stackWith } from './stacks.js';

it('every counter begins at 0, and there is one for each that a run counts', () => {
  const stalling = stackWith({
    driver: { ordered: 'drain-flush' },
    device: { flushStallsVcpu: true },
    backend: { skipsOwnFlush: 'BLK011' },
  });
  const two = script(write(0), barrier(1), fsync, acknowledge);
  const simulator = createSimulator(two, stalling);
  const { world } = simulator;
  const names = Object.keys(world.count) as (keyof Counters)[];
  simulate(simulator, 'none', { kind: 'never' }, kindChooser);
  expect(Object.keys(world.count)).toEqual(names);
  expect(world.count).toMatchObject({ begun: 4, submissions: 3, completions: 2, entries: 2 });
  cleared(world.count);
  expect(names.filter((name) => world.count[name] !== 0)).toEqual([]);
});

it('clears any counter, and gives back the same object', () => {
  const count = cleared({} as Counters);
  for (const name of Object.keys(count) as (keyof Counters)[]) count[name] = 7;
  expect(cleared(count)).toBe(count);
  expect(Object.values(count).every((value) => value === 0)).toBe(true);
});
