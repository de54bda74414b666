import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ask, type Chooser, kindChooser } from '../../src/stack/choose.js';
import { type Cut, runUntil } from '../../src/stack/schedule.js';
import { state } from '../../src/stack/world.js';
import { machineFor } from '../laws/by-hand.js';
import {
  acknowledge,
  barrier,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from '../laws/scripts.js';
import { holding } from './holding.js';
import { stackWith, usual } from './stacks.js';

const four = [write(0), write(1), fsync, acknowledge] as const;

function ran(cut: Cut, chooser: Chooser = kindChooser, sketches: readonly Sketch[] = four) {
  const machine = machineFor(usual, script(...sketches), chooser);
  const struck = runUntil(machine, cut);
  return { ...machine, struck, count: machine.world.count };
}

const end = { kind: 'never' } as const;
const afterBegun = (begun: number, events = 0) => ({ kind: 'after', begun, events }) as const;
const atOperation = (operation: number, event = 0) => ({ kind: 'at', operation, event }) as const;

describe('the kind schedule', () => {
  it('completes everything at once, in order', () => {
    const { world, count } = ran(end);
    expect([...world.completion.slice(1)]).toEqual([1, 2, 0, 0]);
    // Each write had completed when the next one was submitted.
    expect([...world.completedBefore.slice(1, 3)]).toEqual([0, 1]);
    expect([count.queue, count.inFlight, count.begun]).toEqual([0, 0, 4]);
  });
});

describe('the fault strikes', () => {
  it('never', () => {
    expect(ran(end)).toMatchObject({ struck: false, count: { begun: 4 } });
  });

  it.each([0, 1, 2, 3, 4])('when %i operations were begun, before another one is', (begun) => {
    expect(ran(afterBegun(begun))).toMatchObject({
      struck: true,
      count: { begun, eventsSinceBegun: 0 },
    });
  });

  it('so many events into the last of them, as far as there are so many', () => {
    const chooser = holding('complete');
    const two = [write(0), fsync, write(1)] as const;
    const events = [0, 1, 2, 9].map((nth) => ran(afterBegun(2, nth), chooser, two).count);
    // The write is forced, the flush follows and is forced, and the thread would go on.
    expect(events.map(({ eventsSinceBegun }) => eventsSinceBegun)).toEqual([0, 1, 2, 4]);
    expect(events.map(({ begun }) => begun)).toEqual([2, 2, 2, 2]);
  });

  it('at the end, after less than that', () => {
    expect(ran(afterBegun(4, 9))).toMatchObject({ struck: true, count: { begun: 4 } });
    expect(ran(afterBegun(9))).toMatchObject({ struck: true, count: { begun: 4 } });
  });

  it('at an operation, by its name', () => {
    expect(ran(atOperation(3))).toMatchObject({ struck: true, count: { lastBegun: 3, begun: 3 } });
    expect(ran(atOperation(2, 9))).toMatchObject({
      struck: true,
      count: { lastBegun: 2, begun: 2 },
    });
    expect(ran(atOperation(4, 9))).toMatchObject({ struck: true, count: { lastBegun: 4 } });
    expect(ran(atOperation(0))).toMatchObject({ struck: true, count: { begun: 0 } });
  });

  it('so many events after it, whatever was removed before it', () => {
    const { operations, ...rest } = script(write(0), write(2), fsync, write(1));
    const left = operations.filter(({ id }) => id !== 2);
    const without = { ...rest, operations: left, threads: [left.map(({ id }) => id)] };
    const machine = machineFor(usual, without, holding('complete'));
    expect(runUntil(machine, atOperation(3, 1))).toBe(true);
    expect(machine.world.count).toMatchObject({ begun: 2, lastBegun: 3, eventsSinceBegun: 1 });
  });

  it('at none that is not there', () => {
    expect(ran(atOperation(99)).struck).toBe(false);
  });
});

describe('what is held back', () => {
  it('for some events goes on after so many', () => {
    const choose = (kind: number, subject: number) =>
      kind === ask.complete && subject === 1 ? 2 : 0;
    const steps = [write(0), write(1), write(2), write(3)] as const;
    const { world } = ran(end, { choose }, steps);
    // The second goes past it; in the event after that it is due.
    expect([...world.completion.slice(1)]).toEqual([2, 1, 3, 4]);
  });

  it('completes before what is queued goes to the device, and that before the guest goes on', () => {
    const choose = (kind: number, subject: number) => {
      if (kind === ask.complete && subject === 1) return 2;
      return kind === ask.dispatch && subject === 2 ? 1 : 0;
    };
    const cut = afterBegun(3);
    const { world } = ran(cut, { choose }, [write(0), write(1), write(2)]);
    expect([...world.completion.slice(1)]).toEqual([1, 2, 3]);
  });

  it('for ever is forced, so that a run ends', () => {
    for (const kind of ['dispatch', 'complete'] as const) {
      const { count, world, struck } = ran(end, holding(kind));
      expect([struck, count.queue, count.inFlight]).toEqual([false, 0, 0]);
      expect(world.state[4]).toBe(state.done);
    }
  });

  const heldFor = (
    complete: Readonly<Record<number, number>>,
    dispatch: typeof complete,
  ): Chooser => ({
    choose: (kind, subject) => {
      if (kind === ask.complete) return complete[subject] ?? 0;
      return kind === ask.dispatch ? (dispatch[subject] ?? 0) : 0;
    },
  });

  it('is forced in the order in which it would be due', () => {
    const { world } = ran(end, heldFor({ 1: 99, 2: 50 }, {}), [write(0), write(1), wait]);
    expect([...world.completion.slice(1, 3)]).toEqual([2, 1]);
  });

  it.each([
    ['in flight before what is queued where both are due alike', 39, 1],
    ['queued where that is due earlier', 38, 0],
  ])('is forced %s', (_, dispatch, completedBefore) => {
    const { world } = ran(end, heldFor({ 1: 40 }, { 2: dispatch }), [write(0), write(1), wait]);
    expect(world.completedBefore[2]).toBe(completedBefore);
  });

  it('a thread is forced where it alone is left', () => {
    const parallel = [[{ kind: 'parallel', threads: [1, 2] }], [write(0)], [write(1)]] as const;
    const machine = machineFor(usual, scriptOfThreads(parallel), holding('run'));
    expect(runUntil(machine, end)).toBe(false);
    expect(machine.world.count).toMatchObject({ begun: 3, completions: 2 });
  });
});

it('whatever nature holds back, a run ends with all of it done', () => {
  const answers = fc.array(fc.constantFrom(0, 0, 1, 3, 99), { minLength: 1, maxLength: 30 });
  const threads = [
    [write(0), { kind: 'parallel', threads: [1, 2] }, fsync, acknowledge],
    [write(1), barrier(2), wait],
    [fsync, write(3)],
  ] as const;
  fc.assert(
    fc.property(
      answers,
      fc.constantFrom('drain-flush', 'flush', 'tag', 'none'),
      (held, ordered) => {
        let asked = 0;
        const stack = stackWith({
          driver: { ordered },
          device: { orderedTags: ordered === 'tag', flushStallsVcpu: true },
        });
        const machine = machineFor(stack, scriptOfThreads(threads), {
          choose: () => held[asked++ % held.length] ?? 0,
        });
        expect(runUntil(machine, end)).toBe(false);
        expect(machine.world.count).toMatchObject({
          begun: 9,
          completions: 4,
          acknowledgements: 1,
        });
      },
    ),
  );
});
