import {
  type GuestFactor,
  guestFactorOf,
  type StorageFactor,
  storageFactorOf,
} from '../../analysis/factors.js';
import { guestParts } from '../../analysis/facts/offer.js';
import { storageParts } from '../../analysis/facts/storage.js';
import type { Dimension } from '../../catalogue/dimension.js';
import type { Configuration } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';

/** A dimension, and which of its values are looked at. */
export interface Selected {
  readonly dimension: Dimension;
  readonly values: readonly string[];
}

/** The factor of each combination of some dimensions: its number, the last dimension fastest. */
export type FactorIds = Int32Array;

/** All configurations in which the shared dimensions have certain values. */
export interface Slice {
  /** Of each shared dimension the place of its value. */
  readonly shared: readonly number[];
  readonly guest: FactorIds;
  readonly storage: FactorIds;
}

/**
 * Every configuration of a selection, by its two factors. What only the guest reads and what only
 * the storage reads is combined apart, so that the product of all is never walked.
 */
export interface FactorTable {
  readonly shared: readonly Selected[];
  readonly guest: readonly Selected[];
  readonly storage: readonly Selected[];
  readonly guests: readonly GuestFactor[];
  readonly storages: readonly StorageFactor[];
  readonly slices: readonly Slice[];
}

function isRead(parts: readonly (keyof Configuration)[], { dimension }: Selected): boolean {
  return parts.includes(dimension.part);
}

/** Numbers equal things alike. */
function numbering<Thing>() {
  const numbers = new Map<string, number>();
  const things: Thing[] = [];
  const numberOf = (thing: Thing): number => {
    const key = JSON.stringify(thing);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, things.length);
    return things.push(thing) - 1;
  };
  return { things, numberOf };
}

export function productOf(selected: readonly Selected[]): number {
  return selected.reduce((product, { values }) => product * values.length, 1);
}

/** How many combinations are walked for each factor, and of what. */
export function factorCombinations(selected: readonly Selected[]) {
  return [guestParts, storageParts].map((parts) => {
    const own = selected.filter((each) => isRead(parts, each));
    return { keys: own.map(({ dimension }) => dimension.key), combinations: productOf(own) };
  });
}

/** Calls `visit` for each combination, the last dimension fastest. */
function forEachOf(
  selected: readonly Selected[],
  configuration: Configuration,
  visit: (configuration: Configuration) => void,
): void {
  const [first, ...others] = selected;
  if (first === undefined) {
    visit(configuration);
    return;
  }
  for (const value of first.values)
    forEachOf(others, first.dimension.write(configuration, value), visit);
}

function idsOf(
  selected: readonly Selected[],
  configuration: Configuration,
  numberOf: (configuration: Configuration) => number,
): FactorIds {
  const ids = new Int32Array(productOf(selected));
  let at = 0;
  forEachOf(selected, configuration, (each) => {
    ids[at] = numberOf(each);
    at += 1;
  });
  return ids;
}

/** @param base - any configuration; the selection says the rest */
export function factorTableOf(
  selected: readonly Selected[],
  faults: readonly FaultId[],
  base: Configuration,
): FactorTable {
  const isGuest = (each: Selected) => isRead(guestParts, each);
  const isStorage = (each: Selected) => isRead(storageParts, each);
  const shared = selected.filter((each) => isGuest(each) && isStorage(each));
  const guest = selected.filter((each) => isGuest(each) && !isStorage(each));
  const storage = selected.filter((each) => !isGuest(each));
  const guests = numbering<GuestFactor>();
  const storages = numbering<StorageFactor>();
  const slices: Slice[] = [];
  forEachOf(shared, base, (slice) => {
    slices.push({
      shared: shared.map(({ dimension, values }) => values.indexOf(dimension.read(slice))),
      guest: idsOf(guest, slice, (each) => guests.numberOf(guestFactorOf(each))),
      storage: idsOf(storage, slice, (each) => storages.numberOf(storageFactorOf(each, faults))),
    });
  });
  return { shared, guest, storage, guests: guests.things, storages: storages.things, slices };
}

/** Of each dimension the place of its value in the combination with this number. */
export function placesIn(selected: readonly Selected[], combination: number): readonly number[] {
  let rest = combination;
  const places = selected.map(() => 0);
  for (let at = selected.length - 1; at >= 0; at -= 1) {
    const size = selected[at]?.values.length ?? 1;
    places[at] = rest % size;
    rest = Math.floor(rest / size);
  }
  return places;
}
