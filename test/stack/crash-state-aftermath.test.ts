import { describe, expect, it } from 'vitest';
import { choiceKinds } from '../../src/model/choice.js';
import { ask, type Chooser } from '../../src/stack/choose.js';
import {
  aftermathOf,
  crashStateOf,
  isExercised,
  readSector,
  settle,
} from '../../src/stack/crash-state.js';
import { deviceComplete } from '../../src/stack/frontend/requests.js';
import type { Machine } from '../../src/stack/machine.js';
import { phase, state } from '../../src/stack/world.js';
import { machineFor, machineOf, start } from '../laws/by-hand.js';
import { acknowledge, script, wait, write } from '../laws/scripts.js';
import { bitsOf, setMarks, setMetadataMarks } from './marks.js';
import { sparse, stackWith, usual } from './stacks.js';

const medium = bitsOf('medium');

describe('what is left', () => {
  /** What is left of a machine that is struck now, and what nature was asked about it. */
  function left(machine: Machine) {
    const asked: string[] = [];
    const chooser: Chooser = {
      choose: (kind, subject, nth) => {
        asked.push(`${choiceKinds[kind]} ${subject} ${nth}`);
        return kind === ask.lose ? nth : 0;
      },
    };
    return { asked, crash: crashStateOf({ ...machine, chooser }, medium) };
  }

  it('is decided by the first who reads it, and the same for whoever reads it again', () => {
    const machine = machineOf(usual, write(0, 2));
    start(machine, 1, phase.write);
    const { asked, crash } = left(machine);
    expect([0, 1, 0, 1].map(aftermathOf(crash).read)).toEqual([1, 0, 1, 0]);
    expect(asked).toEqual(['lose 1 0', 'lose 1 1']);
  });

  it('is all decided once it is settled', () => {
    const declared = { ...script(write(0, 2), write(1)), overlapDeclared: true };
    const machine = machineFor(usual, declared);
    for (const id of [1, 2]) start(machine, id, phase.write);
    const { asked, crash } = left(machine);
    settle(crash);
    const questions = ['lose 1 0', 'lose 2 0', 'overtake 2 0', 'lose 1 1'];
    expect(asked).toEqual(questions);
    expect([0, 1].map((lba) => readSector(crash, lba))).toEqual([1, 2]);
    expect(asked).toEqual(questions);
  });

  it('knows what the guest had acknowledged', () => {
    const machine = machineOf(usual, acknowledge, acknowledge);
    machine.world.state[1] = state.done;
    const { acknowledged } = aftermathOf(crashStateOf(machine, medium));
    expect([1, 2].map(acknowledged)).toEqual([true, false]);
  });
});

it('a sector keeps the promise of a write by that, a later one, or one in flight beside it', () => {
  const machine = machineOf(usual, write(0), write(0), write(0), write(0));
  machine.world.submitted.set([0, 1, 2, 3, 4]);
  start(machine, 1, phase.write);
  deviceComplete(machine, 1);
  for (const id of [2, 3]) start(machine, id, phase.write);
  const { satisfies } = aftermathOf(crashStateOf(machine, medium));
  const keeps = (required: number) => [0, 1, 2, 3, 4].filter((seen) => satisfies(seen, required));
  expect(keeps(0)).toEqual([0, 1, 2, 3, 4]);
  expect(keeps(1)).toEqual([1, 2, 3, 4]);
  expect(keeps(3)).toEqual([2, 3, 4]);
  // The fourth is in the queue, and later than what has completed.
  expect(keeps(4)).toEqual([2, 3, 4]);
});

it('what never ran and is there was written by a later boot', () => {
  const machine = machineOf(usual, write(0), write(0));
  machine.world.submitted[2] = 1;
  expect(aftermathOf(crashStateOf(machine, medium)).satisfies(1, 2)).toBe(true);
});

describe('a fault has something to take', () => {
  const exercised = (prepare: (machine: Machine) => void, spared = medium, stack = usual) => {
    const machine = machineOf(stack, write(0), wait);
    prepare(machine);
    return isExercised(crashStateOf(machine, spared));
  };
  const starts = (machine: Machine) => start(machine, 1, phase.write);
  const completes = (machine: Machine) => {
    starts(machine);
    deviceComplete(machine, 1);
    machine.world.count.inFlight = 0;
  };
  const flushed = (machine: Machine) => {
    completes(machine);
    setMarks(machine, { medium: 1 });
  };

  it('in the queue, in flight, or completed and not sure', () => {
    expect(exercised(() => undefined)).toBe(false);
    expect(exercised(({ world }) => void world.count.queue++)).toBe(true);
    expect([starts, completes, flushed].map((prepare) => exercised(prepare))).toEqual([
      true,
      true,
      false,
    ]);
  });

  it('not of what QEMU has, where that finishes it', () => {
    const mild = bitsOf('device-queue', 'medium');
    expect([starts, completes].map((prepare) => exercised(prepare, mild))).toEqual([false, false]);
  });

  it('in an allocation', () => {
    const allocating = stackWith({ image: sparse });
    expect(exercised(flushed, medium, allocating)).toBe(true);
    const sure = (machine: Machine) => {
      flushed(machine);
      setMetadataMarks(machine, { medium: 1 });
    };
    expect(exercised(sure, medium, allocating)).toBe(false);
  });
});
