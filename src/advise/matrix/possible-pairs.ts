import type { Diagram } from '../conditions/diagram.js';
import { pairKey } from './combine.js';
import type { FactorTable } from './factor-table.js';

/** Numbers as bits. */
type Bits = bigint;

function numbersIn(bits: Bits): readonly number[] {
  const text = bits.toString(2);
  return [...text].flatMap((bit, at) => (bit === '1' ? [text.length - 1 - at] : [])).reverse();
}

/** For each guest factor the storage factors that it meets in a machine that can be. */
export function possiblePairs(table: FactorTable): readonly (readonly number[])[] {
  const { diagrams, guests } = table;
  const storagesKnown = new Map<number, Bits>();
  const found: Bits[] = guests.map(() => 0n);
  const seen = new Map<Diagram, Set<number>>();

  const storagesBelow = (storage: Diagram, refused: Diagram): Bits => {
    const isRefused = diagrams.constantOf(refused);
    if (isRefused === 1) return 0n;
    const number = diagrams.constantOf(storage);
    if (number !== null && isRefused === 0) return 1n << BigInt(number);
    const key = pairKey(storage, refused);
    const before = storagesKnown.get(key);
    if (before !== undefined) return before;
    const level = Math.min(diagrams.levelOf(storage), diagrams.levelOf(refused));
    const below = diagrams.childrenAt(refused, level);
    const bits = diagrams
      .childrenAt(storage, level)
      .reduce((all, child, at) => all | storagesBelow(child, below[at] ?? refused), 0n);
    storagesKnown.set(key, bits);
    return bits;
  };

  const visit = (guest: Diagram, storage: Diagram, refused: Diagram): void => {
    if (diagrams.constantOf(refused) === 1) return;
    const ofGuest = seen.get(guest) ?? new Set();
    seen.set(guest, ofGuest);
    const key = pairKey(storage, refused);
    if (ofGuest.has(key)) return;
    ofGuest.add(key);
    const number = diagrams.constantOf(guest);
    if (number !== null) {
      if (number < 0) throw new Error('a machine without its device is not refused');
      found[number] = (found[number] ?? 0n) | storagesBelow(storage, refused);
      return;
    }
    const level = Math.min(...[guest, storage, refused].map(diagrams.levelOf));
    const [s, r] = [storage, refused].map((each) => diagrams.childrenAt(each, level));
    for (const [at, child] of diagrams.childrenAt(guest, level).entries())
      visit(child, s?.[at] ?? storage, r?.[at] ?? refused);
  };
  visit(table.guest, table.storage, table.refused);
  return found.map(numbersIn);
}
