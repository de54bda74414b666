import type { Place } from '../../src/model/place.js';
import type { Chooser } from '../../src/stack/choose.js';
import { crashStateOf, readSector } from '../../src/stack/crash-state.js';
import { deviceComplete } from '../../src/stack/frontend/requests.js';
import type { Machine } from '../../src/stack/machine.js';
import { phase } from '../../src/stack/world.js';
import { start } from '../laws/by-hand.js';
import { bitsOf } from './marks.js';

/** Nature loses all that it may. */
export const unkind: Chooser = { choose: () => 1 };
/** Nobody may ask nature. */
export const silent: Chooser = {
  choose: () => {
    throw new Error('nature was asked');
  },
};

export function starts(machine: Machine, ...writes: readonly number[]): void {
  for (const each of writes) start(machine, each, phase.write);
}

export function completes(machine: Machine, ...writes: readonly number[]): void {
  for (const each of writes) deviceComplete(machine, each);
}

/** What the sectors show where the fault spares the medium alone, or these places. */
export function shown(
  machine: Machine,
  chooser: Chooser,
  lbas: readonly number[],
  ...spared: readonly Place[]
): readonly number[] {
  const crash = crashStateOf({ ...machine, chooser }, bitsOf('medium', ...spared));
  return lbas.map((lba) => readSector(crash, lba));
}
