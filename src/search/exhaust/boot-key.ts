import type { SecondBoot } from '../../scenario/second-boot/second-boot.js';
import type { Machine } from '../../stack/machine.js';
import { stateKey } from './state-key.js';

/**
 * Second boots with the same key go on in the same ways and keep the same promises: where they have the same
 * to do, they do it on the same disk, of which as much is sure and as much is open. `first` is the machine that the
 * fault struck: its numbers decide what stands in for a write that is asked for.
 */
export function bootKey(machine: Machine, first: Machine, { script }: SecondBoot): string {
  const { world } = machine;
  const { count } = world;
  const asked = new Set([
    ...script.obligations.flatMap(({ acknowledge, requires }) =>
      world.state[acknowledge] === 0 ? [] : requires.map(({ version }) => version),
    ),
    ...script.orderings.flatMap(({ first: before }) => before.map(({ version }) => version)),
    ...world.entryWrite.subarray(1, count.entries + 1),
  ]);
  const numbers = [...asked]
    .sort((a, b) => a - b)
    .map((id) => [
      id,
      first.world.submitted[id] ?? 0,
      first.world.completedBefore[id] ?? 0,
      world.completion[id] ?? 0,
    ]);
  const doubted = world.entryDoubted.subarray(1, count.entries + 1);
  const overtaken = world.entryOvertaken.subarray(1, count.entries + 1);
  // What the first boot wrote is told by nothing but the units that hold it.
  const key = stateKey(machine, false, machine.program.touchedUnits);
  return [key, doubted, overtaken, numbers.join(';')].join(' ');
}
