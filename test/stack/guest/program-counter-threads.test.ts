import { describe, expect, it } from 'vitest';
import { ask, type Chooser } from '../../../src/stack/choose.js';
import {
  begin,
  heldThread,
  isFinished,
  isRunnable,
  nextThread,
  stepNameOf,
} from '../../../src/stack/guest/program-counter.js';
import { waiting } from '../../../src/stack/world.js';
import { machineFor } from '../../laws/by-hand.js';
import { acknowledge, script, scriptOfThreads, write } from '../../laws/scripts.js';
import { holding, longHeld } from '../holding.js';
import { stackWith, usual } from '../stacks.js';

describe('threads', () => {
  const two = [
    [{ kind: 'parallel', threads: [1, 2] }, acknowledge],
    [write(0), write(1)],
    [write(2)],
  ] as const;
  const parallel = (chooser: Chooser) => {
    const machine = machineFor(usual, scriptOfThreads(two), chooser);
    begin(machine, 0);
    return machine;
  };

  it('are started by the one that waits for their end', () => {
    const machine = parallel(holding('run', []));
    expect([...machine.world.started]).toEqual([1, 1, 1]);
    expect(machine.world.waitsFor[0]).toBe(waiting.threads);
    for (const thread of [1, 2, 1]) {
      expect(isRunnable(machine, 0)).toBe(false);
      begin(machine, thread);
    }
    expect([1, 2].map((thread) => isFinished(machine, thread))).toEqual([true, true]);
    expect(nextThread(machine)).toBe(0);
  });

  it('go on in their order, but for those that nature holds back', () => {
    expect(nextThread(parallel(holding('run', [])))).toBe(1);
    const machine = parallel(holding('run', [3]));
    expect([nextThread(machine), heldThread(machine)]).toEqual([2, 2]);
    begin(machine, 2);
    expect([nextThread(machine), heldThread(machine)]).toEqual([-1, 1]);
    machine.world.count.events += longHeld;
    expect(nextThread(machine)).toBe(1);
  });

  it('are asked about once for each step', () => {
    const asked: string[] = [];
    const choose = (kind: number, subject: number, nth: number) => {
      if (kind === ask.run) asked.push(`${subject}.${nth}`);
      return 0;
    };
    const machine = parallel({ choose });
    nextThread(machine);
    nextThread(machine);
    begin(machine, 1);
    nextThread(machine);
    expect(asked).toEqual(['3.0', '4.0']);
    expect(stepNameOf(machine, 0)).toEqual({ operation: 1, stage: 1 });
  });

  it('stand still with the vCPU, also the only one', () => {
    const stalling = stackWith({ device: { flushStallsVcpu: true } });
    for (const scripted of [script(write(0)), scriptOfThreads(two)]) {
      const machine = machineFor(stalling, scripted);
      expect(nextThread(machine)).toBe(0);
      machine.world.count.flushesInFlight = 1;
      expect([nextThread(machine), heldThread(machine)]).toEqual([-1, -1]);
    }
  });
});
