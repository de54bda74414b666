import type { RefusedBarrier } from '../../model/script.js';

/** Where a write of a bounded workload goes: an element of the region `place`. */
export type PlaceIndex = number;

/** A step of a bounded workload; what it knows to be safe after a step, it acknowledges. */
export type Move =
  | { readonly kind: 'write' | 'fua'; readonly place: PlaceIndex }
  | { readonly kind: 'barrier'; readonly place: PlaceIndex; readonly refused: RefusedBarrier }
  | { readonly kind: 'flush' | 'wait' }
  | { readonly kind: 'acknowledge'; readonly places: readonly PlaceIndex[] };
