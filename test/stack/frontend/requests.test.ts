import { describe, expect, it } from 'vitest';
import { latencyUs } from '../../../src/catalogue/latencies.js';
import { ask } from '../../../src/stack/choose.js';
import {
  currentPhase,
  deviceComplete,
  deviceMayComplete,
  deviceStart,
  flushStart,
} from '../../../src/stack/frontend/requests.js';
import { manner, phase, state } from '../../../src/stack/world.js';
import { machineFor, machineOf, start } from '../../laws/by-hand.js';
import { flush, script, write } from '../../laws/scripts.js';
import { marksOf, reachedAlone } from '../marks.js';
import { stackWith, usual } from '../stacks.js';

describe('a write that the device gets', () => {
  it('is in flight, in the device queue, and behind what had completed', () => {
    const machine = machineOf(usual, write(0), write(1));
    start(machine, 1, phase.write);
    deviceComplete(machine, 1);
    start(machine, 2, phase.write);
    const { world } = machine;
    expect([world.state[2], reachedAlone(machine, 2)]).toEqual([state.inFlight, ['device-queue']]);
    expect([world.completedBefore[1], world.completedBefore[2]]).toEqual([0, 1]);
    expect([...world.inFlight.slice(0, world.count.inFlight)]).toEqual([1, 2]);
  });

  it('is the newest of each unit that it touches', () => {
    const stack = stackWith({ disk: { sectorsPerAtomicUnit: 8 } });
    const machine = machineOf(stack, write(0, 8), write(7, 2));
    start(machine, 1, phase.write);
    start(machine, 2, phase.write);
    const { entryOlder, entryWrite, unitHead } = machine.world;
    const chain = (unit: number) => {
      const found: (number | undefined)[] = [];
      for (let at = unitHead[unit] ?? 0; at !== 0; at = entryOlder[at] ?? 0)
        found.push(entryWrite[at]);
      return found;
    };
    expect([0, 1, 2].map(chain)).toEqual([[2, 1], [2], []]);
  });

  it('is held back as long as nature says, who is told the phase', () => {
    const asked: (readonly number[])[] = [];
    const chooser = {
      choose: (...question: readonly number[]) => {
        asked.push(question);
        return 7;
      },
    };
    const machine = machineFor(usual, script(write(0)), chooser);
    machine.world.phases[1] = phase.write | phase.postflush;
    expect(deviceStart(machine, 1)).toBe(7);
    expect(asked).toEqual([[ask.complete, 1, phase.write]]);
  });
});

describe('a completion', () => {
  it('of a write has a number, of anything else none', () => {
    const machine = machineOf(usual, write(0), { kind: 'read', lba: 0, sectorCount: 1 }, write(1));
    start(machine, 3, phase.write);
    start(machine, 2, phase.read);
    start(machine, 1, phase.write);
    for (const id of [2, 1, 3]) deviceComplete(machine, id);
    expect([...machine.world.completion.slice(1, 4)]).toEqual([1, 0, 2]);
    expect(machine.world.count.completions).toBe(2);
  });

  it('takes one phase after another, the lowest first', () => {
    const machine = machineOf(usual, write(0));
    start(machine, 1, phase.preflush | phase.write | phase.postflush);
    expect([currentPhase(machine, 1), deviceComplete(machine, 1)]).toEqual([phase.preflush, true]);
    expect([currentPhase(machine, 1), deviceComplete(machine, 1)]).toEqual([phase.write, true]);
    flushStart(machine, 1);
    expect([currentPhase(machine, 1), deviceComplete(machine, 1)]).toEqual([
      phase.postflush,
      false,
    ]);
    expect(marksOf(machine)['medium']).toBe(1);
  });

  it('of a flush takes as many from those in flight as began', () => {
    const machine = machineOf(usual, flush, flush);
    start(machine, 1, phase.preflush);
    start(machine, 2, phase.preflush);
    expect(machine.world.count.flushesInFlight).toBe(2);
    deviceComplete(machine, 2);
    expect(machine.world.count.flushesInFlight).toBe(1);
  });

  it.each([
    [true, latencyUs.hostSync + latencyUs.diskFlush],
    [false, 0],
  ])('of a flush stalls the vCPU (%s) for what it costs', (flushStallsVcpu, cost) => {
    const machine = machineOf(stackWith({ device: { flushStallsVcpu } }), flush);
    start(machine, 1, phase.preflush);
    deviceComplete(machine, 1);
    expect(machine.world.count.vcpuStallUs).toBe(cost);
  });
});

describe("QEMU's own flush", () => {
  const stack = stackWith({ backend: { writesThrough: 'by-flush' } });

  it('follows a write with FUA, which is a plain one then', () => {
    const machine = machineOf(stack, write(0));
    start(machine, 1, phase.write, manner.fua);
    expect(machine.world.phases[1]).toBe(phase.write | phase.postflush);
    expect(machine.world.manner[1]).toBe(manner.ownFlush);
  });

  it('comes before the one that the guest sends', () => {
    const machine = machineOf(stack, write(0));
    start(machine, 1, phase.write | phase.postflush, manner.fua);
    expect(machine.world.phases[1]).toBe(phase.write | phase.postflush | phase.secondFlush);
    deviceComplete(machine, 1);
    expect(machine.world.manner[1]).toBe(manner.ownFlush);
    flushStart(machine, 1);
    deviceComplete(machine, 1);
    // What is left is the guest's.
    expect([machine.world.phases[1], machine.world.manner[1]]).toEqual([phase.secondFlush, 0]);
  });
});

describe('a request in flight may complete', () => {
  const inFlight = (orderedTags: boolean, tagged: readonly number[]) => {
    const machine = machineOf(stackWith({ device: { orderedTags } }), write(0), write(1), write(2));
    for (const id of [1, 2, 3])
      start(machine, id, phase.write, tagged.includes(id) ? manner.tagged : 0);
    return [0, 1, 2].map((position) => deviceMayComplete(machine, position));
  };

  it.each([
    ['in any order without tags', false, [2], [true, true, true]],
    ['in any order where none is tagged', true, [], [true, true, true]],
    ['neither before nor past a tagged one', true, [2], [true, false, false]],
    ['past an untagged one, but not past the first', true, [1], [true, false, false]],
    ['with those beside it, and not the last', true, [3], [true, true, false]],
  ] as const)('%s', (_, tags, tagged, may) => {
    expect(inFlight(tags, tagged)).toEqual(may);
  });
});
