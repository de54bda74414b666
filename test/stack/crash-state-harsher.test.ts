import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { places } from '../../src/model/place.js';
import { crashStateOf, readSector } from '../../src/stack/crash-state.js';
import { entryOf } from '../../src/stack/decisions.js';
import type { Machine } from '../../src/stack/machine.js';
import { completeMoves, dispatchMoves, makeMove, stepMoves } from '../../src/stack/moves.js';
import { isAllocationSure, isSure } from '../../src/stack/survival.js';
import { machineFor } from '../laws/by-hand.js';
import { fsync, script, write } from '../laws/scripts.js';
import { bitsOf } from './marks.js';
import { sparse, stackWith } from './stacks.js';

describe('a harsher fault', () => {
  const lbas = [0, 1, 5, 9];
  /** A run that went on by these moves, where nothing goes on by itself. */
  function walked(picks: readonly number[]): Machine {
    const stack = stackWith({ image: sparse, disk: { sectorsPerAtomicUnit: 4 } });
    const program = script(write(0, 2), write(1), write(9), fsync, write(0), {
      ...write(5),
      fua: true,
    });
    const machine = machineFor(stack, program, { choose: () => 1 });
    for (const pick of picks) {
      const moves = [...completeMoves(machine), ...dispatchMoves(machine), ...stepMoves(machine)];
      const move = moves[pick % moves.length];
      if (move !== undefined) makeMove(machine, move);
    }
    return machine;
  }

  const someMoves = fc.array(fc.nat(11), { maxLength: 24 });
  const some = fc.subarray([...places]);

  it('makes nothing sure that a milder one does not', () => {
    fc.assert(
      fc.property(someMoves, some, some, (picks, few, more) => {
        const machine = walked(picks);
        const harsh = crashStateOf(machine, bitsOf(...few));
        const mild = crashStateOf(machine, bitsOf(...new Set([...few, ...more])));
        for (let id = 1; id <= 6; id++)
          if (isSure(harsh, id)) expect([id, isSure(mild, id)]).toEqual([id, true]);
        for (const block of [0, 1])
          if (isAllocationSure(harsh, block)) expect(isAllocationSure(mild, block)).toBe(true);
      }),
    );
  });

  it('shows nothing newer, where nature takes all that it may', () => {
    fc.assert(
      fc.property(someMoves, some, some, (picks, few, more) => {
        // Of two writes to a unit the newer has the higher entry.
        const newestShown = (spared: readonly (typeof places)[number][]) => {
          const machine = walked(picks);
          const crash = crashStateOf(machine, bitsOf(...spared));
          return lbas.map((lba) => entryOf(machine, readSector(crash, lba), lba >> 2));
        };
        const [harsh, mild] = [newestShown(few), newestShown([...new Set([...few, ...more])])];
        lbas.forEach((_, at) => {
          expect(harsh[at]).toBeLessThanOrEqual(mild[at] ?? -1);
        });
      }),
    );
  });
});
