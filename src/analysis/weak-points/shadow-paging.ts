import type { Lba, RecoverySpec } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import {
  extentsOf,
  type Part,
  type Promised,
  partsOf,
  promisedBy,
  type Sequence,
  sequenceOf,
  writesTo,
} from './transactions.js';
import { type Any, both, hasRun, notWhole, shows, type View } from './view.js';

export interface Shadow {
  readonly view: View;
  readonly rootLbas: readonly Lba[];
  readonly sequence: Sequence;
  readonly roots: readonly Part[];
  readonly pages: readonly Part[];
  readonly promised: readonly Promised[];
}

/** Recovery finds no root of a transaction later than this. */
export function newestAtMost({ view, rootLbas, sequence }: Shadow, rank: number): Any {
  return both(
    ...rootLbas.map((lba) => shows(view, lba, (shown) => sequence.rankOf(shown) <= rank)),
  );
}

/** Recovery takes the root of exactly this transaction. */
function newestIs(shadow: Shadow, rank: number): Any {
  const { view, rootLbas, sequence } = shadow;
  const isThere = rootLbas.flatMap((lba) =>
    shows(view, lba, (shown) => sequence.rankOf(shown) === rank),
  );
  return both(isThere, newestAtMost(shadow, rank));
}

/** A root refers to a page that is not there. */
function* atPage(shadow: Shadow, { rank, extent, version }: Part): Generator<WeakPoint> {
  const dangling = both(newestIs(shadow, rank), notWhole(shadow.view, extent, version));
  for (const conditions of dangling) yield { kind: 'reordered', conditions };
  for (const { acknowledge } of shadow.promised.filter((each) => each.rank === rank)) {
    for (const conditions of both(hasRun(acknowledge), dangling))
      yield { kind: 'lost', conditions };
  }
}

export function shadowOf(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'shadow-paging' }>,
): Shadow {
  const sequence = sequenceOf(view.script, writesTo(view.script, spec.roots));
  return {
    view,
    rootLbas: extentsOf(view.script, spec.roots).map(({ lba }) => lba),
    sequence,
    roots: partsOf(sequence, writesTo(view.script, spec.roots)),
    pages: partsOf(sequence, writesTo(view.script, spec.pages)),
    promised: promisedBy(view.script, sequence),
  };
}

/** Where recovery from the newest root can break a promise. */
export function* shadowWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'shadow-paging' }>,
): Generator<WeakPoint> {
  const shadow = shadowOf(view, spec);
  for (const { rank, acknowledge } of shadow.promised) {
    for (const conditions of both(hasRun(acknowledge), newestAtMost(shadow, rank - 1))) {
      yield { kind: 'lost', conditions };
    }
  }
  for (const page of shadow.pages) yield* atPage(shadow, page);
}
