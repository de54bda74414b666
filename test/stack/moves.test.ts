import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Machine } from '../../src/stack/machine.js';
import {
  completeMoves,
  completeOf,
  dispatchMoves,
  dispatchOf,
  isComplete,
  isDispatch,
  isStep,
  makeMove,
  stepMoves,
  stepOf,
  subjectOf,
} from '../../src/stack/moves.js';
import { state } from '../../src/stack/world.js';
import { machineFor } from '../laws/by-hand.js';
import { barrier, fsync, type Sketch, scriptOfThreads, wait, write } from '../laws/scripts.js';
import { type Changes, stackWith } from './stacks.js';

const makers = [stepOf, dispatchOf, completeOf];
const tests = [isStep, isDispatch, isComplete];

it('a move is of one kind, and names its subject', () => {
  fc.assert(
    fc.property(fc.nat(2), fc.nat(100_000), (kind, subject) => {
      const move = makers[kind]?.(subject) ?? -1;
      expect(subjectOf(move)).toBe(subject);
      expect(tests.map((is) => is(move))).toEqual(tests.map((_, index) => index === kind));
    }),
  );
});

it('different moves are different numbers', () => {
  const one = fc.tuple(fc.nat(2), fc.nat(50));
  fc.assert(
    fc.property(one, one, ([kind, subject], [otherKind, other]) => {
      const isSame = kind === otherKind && subject === other;
      expect(makers[kind]?.(subject) === makers[otherKind]?.(other)).toBe(isSame);
    }),
  );
});

/** Nothing goes on by itself. */
function held(changes: Changes, ...threads: readonly (readonly Sketch[])[]): Machine {
  return machineFor(stackWith(changes), scriptOfThreads(threads), { choose: () => 99 });
}
const three = (changes: Changes = {}) => held(changes, [write(0), write(1), barrier(2)]);
const makeAll = (machine: Machine, ...moves: readonly number[]) => {
  for (const move of moves) makeMove(machine, move);
};
const moves = (machine: Machine) => [
  stepMoves(machine).map(subjectOf),
  dispatchMoves(machine).map(subjectOf),
  completeMoves(machine).map(subjectOf),
];

describe('the moves that there are', () => {
  it('are steps of threads that do not wait, and what queue and device let go', () => {
    const machine = three({ driver: { ordered: 'drain' } });
    expect(moves(machine)).toEqual([[0], [], []]);
    makeAll(machine, stepOf(0), stepOf(0), stepOf(0));
    // The barrier goes last, when nothing is in flight.
    expect(moves(machine)).toEqual([[], [1, 2], []]);
    makeAll(machine, dispatchOf(2), dispatchOf(1));
    expect(moves(machine)).toEqual([[], [], [2, 1]]);
    makeAll(machine, completeOf(1), completeOf(2));
    expect(moves(machine)).toEqual([[], [3], []]);
  });

  it('are no steps while a flush stalls the vCPU', () => {
    for (const flushStallsVcpu of [true, false]) {
      const children = [{ kind: 'parallel', threads: [1, 2] }] as const;
      const machine = held({ device: { flushStallsVcpu } }, children, [fsync], [write(0)]);
      makeAll(machine, stepOf(0), stepOf(1), dispatchOf(2));
      expect(stepMoves(machine)).toEqual(flushStallsVcpu ? [] : [stepOf(2)]);
    }
  });

  it('are a step of each thread that can take one', () => {
    const machine = held({}, [{ kind: 'parallel', threads: [1, 2] }], [write(0), wait], [write(1)]);
    makeAll(machine, stepOf(0));
    expect(stepMoves(machine)).toEqual([stepOf(1), stepOf(2)]);
    makeAll(machine, stepOf(1), stepOf(1));
    expect(stepMoves(machine)).toEqual([stepOf(2)]);
  });
});

describe('to make a move', () => {
  it('moves what it names and nothing else, and is an event', () => {
    const machine = three();
    makeAll(machine, stepOf(0), stepOf(0));
    const { count, state: states } = machine.world;
    makeMove(machine, dispatchOf(2));
    expect([states[1], states[2]]).toEqual([state.queued, state.inFlight]);
    makeMove(machine, completeOf(2));
    expect([states[1], states[2]]).toEqual([state.queued, state.done]);
    expect([count.events, count.begun, count.eventsSinceBegun]).toEqual([4, 2, 2]);
    makeMove(machine, stepOf(0));
    expect([count.events, count.lastBegun, count.eventsSinceBegun]).toEqual([5, 3, 0]);
  });

  it('goes on with an operation where the thread is in the middle of one', () => {
    const machine = held({}, [write(0), fsync]);
    makeAll(machine, stepOf(0), stepOf(0), dispatchOf(1), completeOf(1), stepOf(0));
    const { count, state: states } = machine.world;
    expect([count.begun, states[2]]).toEqual([2, state.queued]);
    expect(count.eventsSinceBegun).toBe(3);
  });

  it('is a mistake where what it names is not there', () => {
    const machine = three();
    makeMove(machine, stepOf(0));
    expect(() => makeMove(machine, completeOf(1))).toThrow('operation 1');
    makeMove(machine, dispatchOf(1));
    expect(() => makeMove(machine, dispatchOf(1))).toThrow('operation 1');
  });
});

it('every way through a run ends with all of it done', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(11), { minLength: 40, maxLength: 40 }), (picks) => {
      const machine = held(
        { driver: { ordered: 'drain-flush' } },
        [write(0), { kind: 'parallel', threads: [1, 2] }, fsync],
        [write(1), barrier(2)],
        [fsync, write(3), wait],
      );
      for (const pick of picks) {
        const all = [...stepMoves(machine), ...dispatchMoves(machine), ...completeMoves(machine)];
        const move = all[pick % all.length];
        if (move !== undefined) makeMove(machine, move);
      }
      const { count } = machine.world;
      expect([count.begun, count.queue, count.inFlight]).toEqual([8, 0, 0]);
    }),
  );
});
