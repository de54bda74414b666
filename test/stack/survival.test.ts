import { describe, expect, it } from 'vitest';
import type { Place } from '../../src/model/place.js';
import { crashStateOf } from '../../src/stack/crash-state.js';
import type { Machine } from '../../src/stack/machine.js';
import {
  completedUpTo,
  hasBegun,
  isAllocationSure,
  isSure,
  isSureToShow,
} from '../../src/stack/survival.js';
import { manner, phase } from '../../src/stack/world.js';
import { machineOf, start } from '../laws/by-hand.js';
import { write } from '../laws/scripts.js';
import { bitsOf, markCompleted, setMarks, setMetadataMarks } from './marks.js';
import { sparse, stackWith, usual } from './stacks.js';

/** Four writes, of which two have completed, and the third is with the device. */
function machine(stack = usual): Machine {
  const made = machineOf(stack, write(0), write(6, 4), write(16), write(24));
  for (const id of [1, 2, 3]) start(made, id, phase.write);
  markCompleted(made, 2, 1);
  return made;
}

const struck = (of: Machine, ...spared: readonly Place[]) => crashStateOf(of, bitsOf(...spared));
const writes = [1, 2, 3, 4] as const;

describe('a write is sure', () => {
  it('up to the highest mark of a spared place', () => {
    const of = machine();
    setMarks(of, { 'host-memory': 2, 'disk-cache': 1 });
    const sure = (...spared: readonly Place[]) =>
      writes.filter((id) => isSure(struck(of, ...spared), id));
    expect(sure('medium')).toEqual([]);
    expect(sure('disk-cache', 'medium')).toEqual([2]);
    expect(sure('host-memory', 'disk-cache', 'medium')).toEqual([1, 2]);
  });

  it('by itself, in a spared place that it reached alone', () => {
    const of = machine();
    of.world.reachedAlone[1] = bitsOf('device-queue', 'medium');
    expect(writes.filter((id) => isSure(struck(of, 'medium'), id))).toEqual([1]);
    // What the device got is finished where QEMU lives on.
    expect(writes.filter((id) => isSure(struck(of, 'device-queue'), id))).toEqual([1, 2, 3]);
  });
});

describe('an allocation is sure', () => {
  const sureBlocks = (of: Machine, ...spared: readonly Place[]) =>
    [0, 1, 2, 3].filter((block) => isAllocationSure(struck(of, ...spared), block));

  it('where there is none to lose, or metadata is sure up to it', () => {
    const of = machine(stackWith({ image: sparse }));
    of.world.blockAllocated.set([1, 1, 0]);
    expect(sureBlocks(of, 'medium')).toEqual([3]);
    setMetadataMarks(of, { medium: 1 });
    // Block 2 is written by what has not completed.
    expect(sureBlocks(of, 'medium')).toEqual([0, 1, 3]);
  });

  it('with a write that is, by itself', () => {
    const of = machine(stackWith({ image: sparse }));
    of.world.reachedAlone[3] = bitsOf('medium');
    expect(sureBlocks(of, 'medium')).toEqual([2, 3]);
  });
});

describe('a write is sure to show', () => {
  it('where it is sure, and each of its blocks', () => {
    const of = machine(stackWith({ image: sparse }));
    of.world.blockAllocated.set([1, 2, 0]);
    setMarks(of, { medium: 2 });
    const shown = () => writes.filter((id) => isSureToShow(struck(of, 'medium'), id));
    expect(shown()).toEqual([]);
    setMetadataMarks(of, { medium: 1 });
    // The second one writes to both, and its second block is not sure.
    expect(shown()).toEqual([1]);
    setMetadataMarks(of, { medium: 2 });
    expect(shown()).toEqual([1, 2]);
  });

  it('without its blocks, in an image that has them', () => {
    const of = machine();
    setMarks(of, { medium: 1 });
    expect(writes.filter((id) => isSureToShow(struck(of, 'medium'), id))).toEqual([2]);
  });
});

it('a device that keeps tags has not begun what waits behind one', () => {
  for (const orderedTags of [true, false]) {
    const of = machineOf(stackWith({ device: { orderedTags } }), write(0), write(1), write(2));
    start(of, 1, phase.write);
    start(of, 2, phase.write, manner.tagged);
    start(of, 3, phase.write);
    const begun = [1, 2, 3].filter((id) => hasBegun(struck(of), id));
    expect(begun).toEqual(orderedTags ? [1] : [1, 2, 3]);
    markCompleted(of, 2);
    expect(hasBegun(struck(of), 2)).toBe(true);
  }
});

it('a write is among the first so many once it is complete', () => {
  const { world } = machine();
  const among = (upTo: number) => writes.filter((id) => completedUpTo(world, id, upTo));
  expect([0, 1, 2, 99].map(among)).toEqual([[], [2], [1, 2], [1, 2]]);
});
