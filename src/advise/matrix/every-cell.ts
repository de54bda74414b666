import type { Condition } from '../conditions/minimise.js';
import { type FactorIds, type FactorTable, placesIn, type Selected } from './factor-table.js';
import type { Outcome, Outcomes } from './outcomes.js';

/** Cells under one fault with the same factors that are told apart by nothing that is asked for. */
export interface CellGroup {
  readonly fault: number;
  /** The values of the dimensions that are asked for. */
  readonly named: Readonly<Record<string, string>>;
  readonly outcome: Outcome;
  readonly cells: number;
  /** Which conditions they meet, by their places. */
  readonly met: readonly number[];
}

/** Conditions as bits; there may be more than a number has. */
type Mask = bigint;

/** Some dimensions of the table. */
interface Block {
  readonly selected: readonly Selected[];
  /** For each of them and its values the conditions that allow it. */
  readonly allowed: readonly (readonly Mask[])[];
  /** The keys of those that are asked for. */
  readonly keys: readonly string[];
}

interface Part {
  readonly factor: number;
  readonly mask: Mask;
  readonly named: Readonly<Record<string, string>>;
  count: number;
}

function maskOf(count: number, isIn: (at: number) => boolean): Mask {
  let mask = 0n;
  for (let at = 0; at < count; at += 1) if (isIn(at)) mask |= 1n << BigInt(at);
  return mask;
}

/** The places of the bits that are set; the same few masks come again and again. */
function createBitsOf(count: number): (mask: Mask) => readonly number[] {
  const all = Array.from({ length: count }, (_, at) => at);
  const known = new Map<Mask, readonly number[]>();
  return (mask) => {
    const before = known.get(mask);
    if (before !== undefined) return before;
    const bits = all.filter((at) => ((mask >> BigInt(at)) & 1n) === 1n);
    known.set(mask, bits);
    return bits;
  };
}

function blockOf(
  selected: readonly Selected[],
  firstLevel: number,
  conditions: readonly Condition[],
  keys: readonly string[],
): Block {
  const allows = (condition: number, level: number, value: number) =>
    conditions[condition]?.[level]?.includes(value) === true;
  const allowed = selected.map(({ values }, at) =>
    values.map((_, value) =>
      maskOf(conditions.length, (condition) => allows(condition, firstLevel + at, value)),
    ),
  );
  return { selected, allowed, keys };
}

function partOf(
  { selected, allowed, keys }: Block,
  places: readonly number[],
  factor: number,
): Part {
  const mask = places.reduce((left, place, at) => left & (allowed[at]?.[place] ?? 0n), -1n);
  const named = selected.flatMap(({ dimension, values }, at) =>
    keys.includes(dimension.key) ? [[dimension.key, values[places[at] ?? 0] ?? '']] : [],
  );
  return { factor, mask, named: Object.fromEntries(named), count: 0 };
}

/** The combinations of a block, those that cannot be told apart together. */
function partsOf(block: Block, ids: FactorIds): readonly Part[] {
  const parts = new Map<string, Part>();
  for (const [at, factor] of ids.entries()) {
    const part = partOf(block, placesIn(block.selected, at), factor);
    const key = `${factor},${part.mask},${Object.values(part.named).join()}`;
    const known = parts.get(key) ?? part;
    known.count += 1;
    parts.set(key, known);
  }
  return [...parts.values()];
}

/**
 * Every cell of the table, with its outcome from its factors and the conditions that it meets by
 * its values: the two come from different sides, so that one can be checked against the other.
 *
 * @param keys - dimensions that groups must tell apart
 */
export function* everyCell(
  { shared, guest, storage, slices }: FactorTable,
  faultCount: number,
  outcomes: Outcomes,
  conditions: readonly Condition[],
  keys: readonly string[],
): Generator<CellGroup> {
  const firstOfGuest = 1 + shared.length;
  const sharedBlock = blockOf(shared, 1, conditions, keys);
  const guestBlock = blockOf(guest, firstOfGuest, conditions, keys);
  const storageBlock = blockOf(storage, firstOfGuest + guest.length, conditions, keys);
  const count = conditions.length;
  const bitsOf = createBitsOf(count);
  const underFault = Array.from({ length: faultCount }, (_, fault) =>
    maskOf(count, (at) => conditions[at]?.[0]?.includes(fault) === true),
  );
  for (const slice of slices) {
    const whole = partOf(sharedBlock, slice.shared, 0);
    const storageParts = partsOf(storageBlock, slice.storage);
    for (const g of partsOf(guestBlock, slice.guest)) {
      for (const s of storageParts) {
        const named = { ...whole.named, ...g.named, ...s.named };
        for (const [fault, under] of underFault.entries()) {
          yield {
            fault,
            named,
            outcome: outcomes.of(g.factor, s.factor, fault),
            cells: g.count * s.count,
            met: bitsOf(under & whole.mask & g.mask & s.mask),
          };
        }
      }
    }
  }
}
