import type { RefusedBarrier } from '../../model/script.js';

/** An element of the region `place`. */
export type PlaceIndex = number;

/** Where a write of a bounded workload goes: one place, or two neighbours in one write. */
export type Target = PlaceIndex | 'pair';

/** The neighbours that one write may take together. */
export const pair = [0, 1] as const;

/** A step of a bounded workload; what it knows to be safe after a step, it acknowledges. */
export type BoundedStep =
  | { readonly kind: 'write' | 'fua'; readonly place: Target }
  | { readonly kind: 'barrier'; readonly place: PlaceIndex; readonly refused: RefusedBarrier }
  | { readonly kind: 'flush' | 'wait' }
  | { readonly kind: 'acknowledge'; readonly places: readonly PlaceIndex[] };
