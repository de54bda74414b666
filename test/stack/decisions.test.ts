import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CrashState, crashStateOf, readSector } from '../../src/stack/crash-state.js';
import {
  entryOf,
  fateOfBlock,
  fateOfUnit,
  isOvertakenIn,
  putBack,
  setAside,
  takeBack,
} from '../../src/stack/decisions.js';
import { phase } from '../../src/stack/world.js';
import { machineFor, start } from '../laws/by-hand.js';
import { script, write } from '../laws/scripts.js';
import { losing } from './holding.js';
import { bitsOf } from './marks.js';
import { sparse, stackWith } from './stacks.js';

// Two writes to sector 1 in flight together, and two to sector 9.
const four = { ...script(write(0, 2), write(1), write(9), write(9, 2)), overlapDeclared: true };

/** Nothing is sure, and nature loses these. */
function struck(lost: readonly string[] = [], trail: number[] | null = []): CrashState {
  const machine = machineFor(stackWith({ image: sparse }), four, losing(...lost));
  for (const id of [1, 2, 3, 4]) start(machine, id, phase.write);
  return crashStateOf(machine, bitsOf('medium'), trail);
}

const questions = [
  ...['lose 1 0', 'lose 1 1', 'lose 2 0', 'lose 3 0', 'lose 4 0', 'lose 4 1'],
  ...['lose-mapping 1 0', 'lose-mapping 3 0', 'overtake 2 0', 'overtake 4 0'],
];
const someLost = fc.subarray(questions);
const someRead = fc.array(fc.constantFrom(0, 1, 9, 10), { maxLength: 6 });

/** All that is decided. */
const stateOf = ({ machine: { world }, trail }: CrashState) => ({
  fates: [...world.entryFate, ...world.entryOvertaken, ...world.blockFate],
  trail: [...(trail ?? [])],
});
const nothing = stateOf(struck());

function read(crash: CrashState, lbas: readonly number[]): readonly number[] {
  return lbas.map((lba) => readSector(crash, lba));
}

describe('decisions', () => {
  it('set aside are none, and put back the same', () => {
    fc.assert(
      fc.property(someLost, someRead, (lost, lbas) => {
        const crash = struck(lost);
        const shown = read(crash, lbas);
        const before = stateOf(crash);
        const aside = setAside(crash);
        expect(stateOf(crash)).toEqual(nothing);
        expect(putBack(crash, aside)).toBe(true);
        expect(stateOf(crash)).toEqual(before);
        expect(read(crash, lbas)).toEqual(shown);
      }),
    );
  });

  it('taken back leave those before them', () => {
    fc.assert(
      fc.property(someLost, someRead, someRead, (lost, first, then) => {
        const crash = struck(lost);
        read(crash, first);
        const before = stateOf(crash);
        read(crash, then);
        takeBack(crash, before.trail.length);
        expect(stateOf(crash)).toEqual(before);
      }),
    );
  });

  it('cannot be put back where something else was decided', () => {
    const crash = struck(['lose-mapping 1 0']);
    expect(read(crash, [0])).toEqual([0]);
    const aside = setAside(crash);
    const kind = { ...crash, machine: { ...crash.machine, chooser: losing() } };
    expect(read(kind, [0])).toEqual([1]);
    expect(putBack(crash, aside)).toBe(false);
  });

  it('that were decided the same way in the meantime are no second time on the trail', () => {
    const crash = struck();
    read(crash, [0, 9]);
    const aside = setAside(crash);
    read(crash, [9]);
    expect(putBack(crash, aside)).toBe(true);
    expect([...(crash.trail ?? [])].sort()).toEqual(aside.map(({ about }) => about).sort());
  });

  it('that nobody notes are not taken back', () => {
    const crash = struck([], null);
    read(crash, [0]);
    const before = stateOf(crash);
    takeBack(crash, 0);
    expect([setAside(crash), stateOf(crash)]).toEqual([[], before]);
    expect(before).not.toEqual(nothing);
  });
});

describe('what was decided', () => {
  it('is said of a unit and of a block of a write, counted from its first', () => {
    const crash = struck(['lose 4 1']);
    const { machine } = crash;
    const units = () => [0, 1].map((nth) => fateOfUnit(machine, 4, nth));
    expect([units(), fateOfBlock(machine, 4, 0)]).toEqual([['open', 'open'], 'open']);
    read(crash, [9, 10]);
    expect([units(), fateOfBlock(machine, 4, 0)]).toEqual([['there', 'gone'], 'there']);
    expect([fateOfBlock(machine, 1, 0), fateOfUnit(machine, 1, 0)]).toEqual(['open', 'open']);
    read(crash, [0]);
    expect([fateOfBlock(machine, 1, 0), fateOfUnit(machine, 1, 0)]).toEqual(['there', 'there']);
  });

  it('says a lost block of itself', () => {
    const crash = struck(['lose-mapping 3 0']);
    read(crash, [9]);
    expect(fateOfBlock(crash.machine, 3, 0)).toBe('gone');
  });

  it('says where an older write landed later', () => {
    const crash = struck(['overtake 2 0']);
    expect(read(crash, [1, 9])).toEqual([1, 4]);
    const overtaken = ([write, unit]: readonly [number, number]) =>
      isOvertakenIn(crash.machine, write, unit);
    expect(
      (
        [
          [2, 0],
          [4, 0],
          [1, 1],
        ] as const
      ).map(overtaken),
    ).toEqual([true, false, false]);
  });

  it('says nothing of a unit that the write is not in', () => {
    const { machine } = struck();
    expect([entryOf(machine, 2, 0), fateOfUnit(machine, 3, 5)]).toEqual([0, 'open']);
    const entry = entryOf(machine, 1, 1);
    expect([machine.world.entryWrite[entry], machine.world.unitHead[1]]).toEqual([
      1,
      entryOf(machine, 2, 1),
    ]);
  });
});
