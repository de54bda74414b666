import { describe, expect, it } from 'vitest';
import { kindChooser } from '../../src/stack/choose.js';
import { crashStateOf, readSector } from '../../src/stack/crash-state.js';
import { nothingLeft } from '../../src/stack/faults.js';
import { machineFor, machineOf } from '../laws/by-hand.js';
import { script, write } from '../laws/scripts.js';
import { losing } from './holding.js';
import { bitsOf, setMarks } from './marks.js';
import { bareMetalWith, sparse, stackWith, usual } from './stacks.js';
import { completes, shown, silent, starts, unkind } from './struck.js';

const inPage = bareMetalWith({ disk: { sectorsPerAtomicUnit: 8 } });

it('1: a write that the device never got is not there', () => {
  const machine = machineOf(usual, write(0), write(0));
  starts(machine, 1);
  machine.world.submitted[2] = 2;
  expect(shown(machine, kindChooser, [0])).toEqual([1]);
});

it('2: a write that has surely reached a place which the fault spares is there', () => {
  const reached = () => {
    const machine = machineOf(usual, write(0), write(1));
    starts(machine, 1, 2);
    completes(machine, 1);
    machine.world.reachedAlone[2] = bitsOf('medium');
    return machine;
  };
  expect(shown(reached(), silent, [0, 1], 'host-memory')).toEqual([1, 2]);
  expect(shown(reached(), unkind, [0, 1])).toEqual([0, 2]);
});

describe('3: a write that completed before one was submitted which is there', () => {
  it('is there too: a unit takes its writes in order', () => {
    const machine = machineOf(inPage, write(0), write(1), write(2));
    starts(machine, 1);
    completes(machine, 1);
    starts(machine, 2);
    const lost = losing('lose 1 0');
    expect(shown(machine, lost, [0, 1])).toEqual([1, 2]);
  });

  it('need not be there where they were in flight together, or in other units', () => {
    const together = machineOf(inPage, write(0), write(1));
    starts(together, 1, 2);
    const apart = machineOf(usual, write(0), write(1));
    starts(apart, 1);
    completes(apart, 1);
    starts(apart, 2);
    for (const machine of [together, apart])
      expect(shown(machine, losing('lose 1 0'), [0, 1])).toEqual([0, 2]);
  });

  it('is hidden where both cover a sector', () => {
    const machine = machineOf(inPage, write(0, 2), write(1));
    starts(machine, 1);
    completes(machine, 1);
    starts(machine, 2);
    expect(shown(machine, kindChooser, [0, 1, 2])).toEqual([1, 2, 0]);
  });
});

describe('4: a write of which that is not sure is there or not', () => {
  it('as nature says, each unit for itself', () => {
    const machine = machineOf(usual, write(0, 3));
    starts(machine, 1);
    expect(shown(machine, losing('lose 1 1'), [0, 1, 2])).toEqual([1, 0, 1]);
    const whole = machineOf(inPage, write(0, 3));
    starts(whole, 1);
    expect(shown(whole, losing('lose 1 0'), [0, 1, 2])).toEqual([0, 0, 0]);
  });

  it('and what was before it shows, if that is there', () => {
    const machine = machineOf(usual, write(0), write(0));
    starts(machine, 1);
    completes(machine, 1);
    starts(machine, 2);
    expect(shown(machine, losing('lose 2 0'), [0])).toEqual([1]);
  });
});

describe('5: of writes to one sector that were in flight together', () => {
  const overlapping = (completesFirst: boolean) => {
    const declared = { ...script(write(0, 2), write(0, 2)), overlapDeclared: true };
    const machine = machineFor(usual, declared);
    starts(machine, 1);
    if (completesFirst) completes(machine, 1);
    starts(machine, 2);
    return machine;
  };

  it('nature says which landed last, each unit for itself', () => {
    expect(shown(overlapping(false), losing('overtake 2 1'), [0, 1])).toEqual([2, 1]);
  });

  it('but not of one that completed before the other was submitted', () => {
    expect(shown(overlapping(true), losing('overtake 2 1'), [0, 1])).toEqual([2, 2]);
  });
});

describe('6: what may not have outlived an earlier fault', () => {
  /** A write of the first boot, a second write, and the boot between their completions, or after both. */
  const rebooted = (isBetween: boolean) => {
    const machine = machineOf(inPage, write(0), write(1));
    starts(machine, 1);
    completes(machine, 1);
    machine.world.entryDoubted[1] = 1;
    starts(machine, 2);
    machine.world.reachedAlone[2] = bitsOf('medium');
    machine.world.count.carried = isBetween ? 1 : 2;
    return machine;
  };

  it('was not there to be made sure by a flush', () => {
    const machine = rebooted(true);
    setMarks(machine, { medium: 1 });
    expect(shown(machine, unkind, [0])).toEqual([0]);
    machine.world.entryDoubted[1] = 0;
    expect(shown(rebooted(true), kindChooser, [0])).toEqual([1]);
  });

  it('nor by a write of the boot after that fault, but by one before it', () => {
    expect(shown(rebooted(true), unkind, [0, 1])).toEqual([0, 2]);
    expect(shown(rebooted(false), unkind, [0, 1])).toEqual([1, 2]);
  });
});

it('7: where the medium itself is gone there is nothing, and nothing is asked', () => {
  const machine = machineOf(usual, write(0));
  starts(machine, 1);
  const crash = crashStateOf({ ...machine, chooser: silent }, nothingLeft);
  expect(readSector(crash, 0)).toBe(0);
});

describe('8: a host block whose allocation is lost', () => {
  const allocating = () => {
    const machine = machineOf(stackWith({ image: sparse }), write(7, 2), write(0));
    starts(machine, 1, 2);
    completes(machine, 1, 2);
    setMarks(machine, { medium: 2 });
    return machine;
  };

  it('shows what was there before the script, in all of its sectors and in no other', () => {
    expect(shown(allocating(), losing('lose-mapping 1 0'), [0, 7, 8])).toEqual([0, 0, 1]);
    expect(shown(allocating(), losing('lose-mapping 1 1'), [0, 7, 8])).toEqual([2, 1, 0]);
  });

  it('is lost to nothing where it is sure, or there was none', () => {
    const sure = allocating();
    sure.world.metadataMark.set(sure.world.mark);
    expect(shown(sure, silent, [0, 7, 8, 16])).toEqual([2, 1, 1, 0]);
  });
});
