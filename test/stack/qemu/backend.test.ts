import { describe, expect, it } from 'vitest';
import { deviceComplete } from '../../../src/stack/frontend/requests.js';
import type { Machine } from '../../../src/stack/machine.js';
import { flushesAfterWrite, leavesOutFlushes } from '../../../src/stack/qemu/backend.js';
import type { QemuPart, Stack } from '../../../src/stack/stack.js';
import { manner, phase } from '../../../src/stack/world.js';
import { machineOf, start } from '../../laws/by-hand.js';
import { flush, write } from '../../laws/scripts.js';
import { flushStopOf, marksOf, metadataMarksOf, reachedAlone } from '../marks.js';
import { bareMetalWith, direct, sparse, stackWith, tables, usual } from '../stacks.js';

/** Two writes and two flushes, none of which has begun. */
const machineOn = (stack: Stack) => machineOf(stack, write(0), write(1), flush, flush);

/** The device takes the write and carries out its next phase. */
function writes(machine: Machine, operation: number, how = 0): void {
  start(machine, operation, phase.write, how);
  deviceComplete(machine, operation);
}

function flushes(machine: Machine, operation: number): void {
  start(machine, operation, phase.preflush);
  deviceComplete(machine, operation);
}

/** Marks after a plain write, and one that is durable by itself. */
function afterFua(backend: Partial<QemuPart>, stack = stackWith({ backend })): Machine {
  const machine = machineOn(stack);
  writes(machine, 1);
  writes(machine, 2, manner.fua);
  return machine;
}

describe('a write', () => {
  it.each<[string, Stack, object]>([
    ['of bare metal completes in the disk', bareMetalWith(), { 'disk-cache': 1 }],
    ['without O_DIRECT completes in the page cache', usual, { 'host-memory': 1 }],
    ['with O_DIRECT completes in the disk', stackWith({ host: direct }), { 'disk-cache': 1 }],
    [
      'of a device without a cache is synced by the host',
      stackWith({ backend: { syncWrites: true } }),
      { 'host-memory': 1, 'disk-cache': 1, medium: 1 },
    ],
    [
      'whose flush follows it is durable only with that',
      stackWith({ backend: { syncWrites: true, writesThrough: 'by-flush' } }),
      { 'host-memory': 1 },
    ],
  ])('%s', (_, stack, marks) => {
    const machine = machineOn(stack);
    writes(machine, 1);
    expect(marksOf(machine)).toEqual(marks);
    expect(flushStopOf(machine, 1)).toBe('');
  });

  it('with FUA makes itself durable and nothing else', () => {
    for (const machine of [afterFua({}), afterFua({}, bareMetalWith())]) {
      expect(marksOf(machine)).not.toHaveProperty('medium');
      expect(reachedAlone(machine, 1)).not.toContain('medium');
      expect(reachedAlone(machine, 2)).toContain('medium');
    }
  });

  it('with FUA is a plain one where flushes are dropped, which is blamed', () => {
    const machine = afterFua({ dropsFlushes: true });
    expect(marksOf(machine)).toEqual({ 'host-memory': 2 });
    expect(reachedAlone(machine, 2)).toEqual(['device-queue']);
    expect([1, 2].map((id) => flushStopOf(machine, id))).toEqual(['', 'BLK014']);
    const through = machineOn(stackWith({ backend: { dropsFlushes: true, syncWrites: true } }));
    writes(through, 1);
    expect([marksOf(through), flushStopOf(through, 1)]).toEqual([{ 'host-memory': 1 }, 'BLK014']);
  });
});

describe('a flush within the write', () => {
  const byFlush = { writesThrough: 'by-flush' } as const;
  it.each<[string, Partial<QemuPart>, readonly boolean[]]>([
    ['is for FUA alone', byFlush, [false, true]],
    ['is for each, without a cache', { ...byFlush, syncWrites: true }, [true, true]],
    ['is none where the host is asked instead', { syncWrites: true }, [false, false]],
    [
      'is dropped with all others',
      { ...byFlush, syncWrites: true, dropsFlushes: true },
      [false, false],
    ],
  ])('%s', (_, backend, follows) => {
    const machine = machineOn(stackWith({ backend }));
    machine.world.manner[2] = manner.fua;
    expect([1, 2].map((id) => flushesAfterWrite(machine, id))).toEqual(follows);
  });

  it('is none on bare metal', () => {
    const machine = machineOn(bareMetalWith());
    machine.world.manner[2] = manner.fua;
    expect(flushesAfterWrite(machine, 2)).toBe(false);
  });
});

describe('a flush of the guest', () => {
  it.each([
    ['bare metal', bareMetalWith(), { 'disk-cache': 2, medium: 1 }],
    ['QEMU', usual, { 'host-memory': 2, 'disk-cache': 1, medium: 1 }],
    ['O_DIRECT', stackWith({ host: direct }), { 'disk-cache': 2, medium: 1 }],
  ])('covers what had completed when it was submitted (%s)', (_, stack, marks) => {
    const machine = machineOn(stack);
    writes(machine, 1);
    start(machine, 3, phase.preflush);
    writes(machine, 2);
    deviceComplete(machine, 3);
    expect(marksOf(machine)).toEqual(marks);
  });

  it('ends in QEMU where it is dropped, which is blamed', () => {
    const machine = machineOn(stackWith({ backend: { dropsFlushes: true }, image: sparse }));
    writes(machine, 1);
    flushes(machine, 3);
    expect([marksOf(machine), metadataMarksOf(machine)]).toEqual([
      { 'host-memory': 1 },
      { 'host-memory': 1 },
    ]);
    expect([flushStopOf(machine, 3), machine.world.count.hostSyncs]).toEqual(['BLK014', 0]);
  });

  it('hands the tables of an image over all the same, to where data is', () => {
    const dropping = { dropsFlushes: true };
    const buffered = machineOn(stackWith({ backend: dropping, image: tables }));
    const past = machineOn(stackWith({ backend: dropping, image: tables, host: direct }));
    for (const machine of [buffered, past]) {
      writes(machine, 1);
      flushes(machine, 3);
    }
    const inMemory = { 'qemu-memory': 1, 'host-memory': 1 };
    expect(metadataMarksOf(buffered)).toEqual(inMemory);
    expect(metadataMarksOf(past)).toEqual({ ...inMemory, 'disk-cache': 1 });
  });
});

describe('QEMU that skips flushes with nothing to do', () => {
  const skipping = stackWith({ backend: { skipsOwnFlush: 'BLK011', writesThrough: 'by-flush' } });
  it('is told from one that does not', () => {
    expect([skipping, usual, bareMetalWith()].map(leavesOutFlushes)).toEqual([true, false, false]);
  });

  it('takes a write for finished only after its own flush, and skips that after another', () => {
    const machine = machineOn(skipping);
    writes(machine, 1);
    flushes(machine, 3);
    writes(machine, 2, manner.fua);
    start(machine, 2, phase.postflush, manner.ownFlush);
    deviceComplete(machine, 2);
    expect([flushStopOf(machine, 3), flushStopOf(machine, 2)]).toEqual(['', 'BLK011']);
    expect(marksOf(machine)).toEqual({ 'host-memory': 2, 'disk-cache': 1, medium: 1 });
    // Now it is finished, and a flush has something to do.
    flushes(machine, 4);
    expect([flushStopOf(machine, 4), marksOf(machine)['medium']]).toEqual(['', 2]);
  });

  it('skips the first of what another QEMU left, where it takes that for durable', () => {
    const machine = machineOn(stackWith({ backend: { skipsFirstFlush: 'BLK017' } }));
    writes(machine, 1);
    machine.world.count.inherited = 1;
    flushes(machine, 3);
    expect([flushStopOf(machine, 3), marksOf(machine)]).toEqual(['BLK017', { 'host-memory': 1 }]);
    writes(machine, 2);
    flushes(machine, 4);
    expect([flushStopOf(machine, 4), marksOf(machine)['medium']]).toEqual(['', 2]);
  });
});
