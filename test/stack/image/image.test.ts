import { expect, it } from 'vitest';
import {
  imageFlush,
  imageWriteCompleted,
  imageWriteStarted,
} from '../../../src/stack/image/image.js';
import type { Machine } from '../../../src/stack/machine.js';
import { machineOf } from '../../laws/by-hand.js';
import { write } from '../../laws/scripts.js';
import { markCompleted, metadataMarksOf } from '../marks.js';
import { sparse, stackWith, tables } from '../stacks.js';

/** Writes to block 0, to blocks 0 and 1, and to block 2. */
const machineWith = (image: Parameters<typeof stackWith>[0]['image']) =>
  machineOf(stackWith({ ...(image && { image }) }), write(0), write(7, 2), write(16));
const firstThree = (blocks: Int32Array) => [...blocks.slice(0, 3)];

function complete(machine: Machine, ...writes: readonly number[]): void {
  markCompleted(machine, ...writes);
  for (const each of writes) imageWriteCompleted(machine, each);
}

it('the first write that the device gets for a block allocates it', () => {
  const machine = machineWith(sparse);
  imageWriteStarted(machine, 1);
  imageWriteStarted(machine, 2);
  expect(firstThree(machine.world.blockWriter)).toEqual([1, 2, 0]);
  expect(firstThree(machine.world.blockAllocated)).toEqual([0, 0, 0]);
});

it('it is allocated when the first write to it completes, whichever that is', () => {
  const machine = machineWith(sparse);
  complete(machine, 2, 1);
  expect(firstThree(machine.world.blockAllocated)).toEqual([1, 1, 0]);
});

it.each([
  ["the host's", sparse, 'host-memory'],
  ["QEMU's", tables, 'qemu-memory'],
] as const)('the allocation is in %s memory until a flush', (_, image, place) => {
  const machine = machineWith(image);
  complete(machine, 1, 3);
  expect(metadataMarksOf(machine)).toEqual({ [place]: 2 });
});

it('a flush hands over what waits in QEMU, and takes nothing back', () => {
  const machine = machineWith(tables);
  complete(machine, 1, 2, 3);
  imageFlush(machine, 2);
  expect(metadataMarksOf(machine)).toEqual({ 'qemu-memory': 3, 'host-memory': 2 });
  imageFlush(machine, 1);
  expect(metadataMarksOf(machine)['host-memory']).toBe(2);
});

it('a flush hands nothing over where nothing waits in QEMU', () => {
  const machine = machineWith(sparse);
  complete(machine, 1);
  imageFlush(machine, 2);
  expect(metadataMarksOf(machine)).toEqual({ 'host-memory': 1 });
});

it('an image whose blocks are there allocates nothing', () => {
  const machine = machineWith(undefined);
  imageWriteStarted(machine, 1);
  complete(machine, 1);
  expect(firstThree(machine.world.blockWriter)).toEqual([0, 0, 0]);
  expect(firstThree(machine.world.blockAllocated)).toEqual([0, 0, 0]);
  expect(metadataMarksOf(machine)).toEqual({});
});
