import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { places } from '../../src/model/place.js';
import type { Machine } from '../../src/stack/machine.js';
import { completeMoves, dispatchMoves, makeMove, stepMoves } from '../../src/stack/moves.js';
import { layOut } from '../../src/stack/program.js';
import {
  anyFlush,
  flushesAfter,
  manner,
  phase,
  placeIndex,
  removeAt,
  resetWorld,
  worldFor,
} from '../../src/stack/world.js';
import { machineOf } from '../laws/by-hand.js';
import { barrier, fsync, script, scriptOfThreads, write } from '../laws/scripts.js';
import { stackWith, usual } from './stacks.js';

const small = layOut(script(write(0)), usual);
const long = layOut(script(...Array.from({ length: 9 }, (_, lba) => write(lba))), usual);
const wide = layOut({ ...script(write(0, 99)), sectorCount: 100 }, usual);

/** Nothing goes on by itself, so that every order of moves is a way through the run. */
const machine = () => ({
  ...machineOf(
    stackWith({ image: { allocatesOnWrite: true } }),
    write(0),
    barrier(0),
    fsync,
    write(9),
  ),
  chooser: { choose: () => 99 },
});

const movesOf = (of: Machine) => [...completeMoves(of), ...dispatchMoves(of), ...stepMoves(of)];

/** Goes on by the n-th move that there is, as often as there are numbers. */
function walk(of: Machine, picks: readonly number[]): void {
  for (const pick of picks) {
    const moves = movesOf(of);
    const move = moves[pick % moves.length];
    if (move !== undefined) makeMove(of, move);
  }
}

const stateOf = ({ world }: Machine) => ({ memory: [...world.memory], count: { ...world.count } });
const picks = fc.array(fc.nat(11), { maxLength: 16 });

describe('what memory and counters hold is all of a run', () => {
  it('a run goes on from them in another world as it would have', () => {
    fc.assert(
      fc.property(picks, picks, (first, then) => {
        const [one, other] = [machine(), machine()];
        walk(one, first);
        other.world.memory.set(one.world.memory);
        Object.assign(other.world.count, one.world.count);
        walk(one, then);
        walk(other, then);
        expect(stateOf(other)).toEqual(stateOf(one));
      }),
    );
  });

  it('put back, they take back whatever came after', () => {
    fc.assert(
      fc.property(picks, picks, (first, then) => {
        const one = machine();
        walk(one, first);
        const [before, moves] = [stateOf(one), movesOf(one)];
        walk(one, then);
        one.world.memory.set(before.memory);
        Object.assign(one.world.count, before.count);
        expect([stateOf(one), movesOf(one)]).toEqual([before, moves]);
      }),
    );
  });
});

it('a reset is the state before the first operation', () => {
  const used = machine();
  const fresh = stateOf(used);
  used.world.trace = [];
  walk(used, [0, 0, 0, 0, 0, 0]);
  expect(stateOf(used)).not.toEqual(fresh);
  resetWorld(used.world);
  expect([stateOf(used), used.world.trace]).toEqual([fresh, null]);
  // The main program has started, and no other.
  expect(used.world.started[0]).toBe(1);
});

describe('memory for a program', () => {
  it('is that which is given, where it is large enough', () => {
    const given = worldFor(long, null);
    expect(worldFor(small, given)).toBe(given);
    expect(worldFor(long, given)).toBe(given);
  });

  it.each([
    ['operations', small, long],
    ['units and blocks', small, wide],
  ])('has room for more %s than that, and for what it had', (_, before, program) => {
    const given = worldFor(before, null);
    const larger = worldFor(program, given);
    expect(larger).not.toBe(given);
    expect(larger.begun.length).toBeGreaterThan(program.operationMax);
    expect(larger.unitHead.length).toBeGreaterThanOrEqual(program.unitCount);
    expect(larger.entryWrite.length).toBeGreaterThan(program.entryMax);
    expect(worldFor(before, larger)).toBe(larger);
  });

  it('grows for several programs into what holds each', () => {
    const threads = layOut(scriptOfThreads([[write(0)], [write(1)], [write(2)]]), usual);
    const all = [long, threads, wide, small];
    const both = all.reduce((given, program) => worldFor(program, given), worldFor(small, null));
    expect(all.map((program) => worldFor(program, both) === both)).toEqual(all.map(() => true));
    expect(both.next.length).toBe(3);
  });
});

it('an element taken out of a list leaves the others in their order', () => {
  const list = fc.uniqueArray(fc.integer({ min: 1, max: 99 }), { minLength: 1, maxLength: 8 });
  fc.assert(
    fc.property(list, fc.nat(7), (elements, at) => {
      const position = at % elements.length;
      const queue = Int32Array.from([...elements, 0, 0]);
      removeAt(queue, position, elements.length);
      expect([...queue.slice(0, elements.length - 1)]).toEqual(elements.toSpliced(position, 1));
    }),
  );
});

it('phases and manners are bits of their own, and places count from the guest down', () => {
  for (const bits of [Object.values(phase), Object.values(manner)]) {
    const ones = bits.map((bit) => Math.log2(bit));
    expect(new Set(ones).size).toBe(bits.length);
    expect(ones.every(Number.isInteger)).toBe(true);
  }
  expect(flushesAfter).toBe(phase.postflush + phase.secondFlush);
  expect(anyFlush).toBe(phase.preflush + flushesAfter);
  expect(places.map((place) => placeIndex[place])).toEqual([...places.keys()]);
});
