import type { Diagram, Diagrams } from '../conditions/diagram.js';
import { combined, diagramOfTrace } from './combine.js';
import { type Numbering, numbering } from './numbering.js';
import { type OfStandIns, once, standIn, standInCount } from './stand-ins.js';
import type { Trace } from './trace.js';

/**
 * A factor is read piece by piece: all that one piece reads has fewer combinations than what all of them
 * read together.
 */
export type Traces<Pieces> = {
  readonly [Piece in keyof Pieces]: Trace<OfStandIns<Pieces[Piece]>>;
};

type Lists<Pieces> = { readonly [Piece in keyof Pieces]: OfStandIns<Pieces[Piece]> };

/** Which pieces there are together, by number. */
export interface Joined<Pieces> {
  readonly diagram: Diagram;
  readonly things: readonly Lists<Pieces>[];
}

/** @param order - of the pieces; those first that few dimensions decide */
export function joinedPieces<Pieces>(
  traces: Traces<Pieces>,
  order: readonly (keyof Pieces)[],
  levelOf: (at: number) => number,
  diagrams: Diagrams,
): Joined<Pieces> {
  let diagram = diagrams.leaf(0);
  let things: readonly Partial<Lists<Pieces>>[] = [{}];
  for (const piece of order) {
    const values: Numbering<unknown> = numbering();
    const own = diagramOfTrace<unknown>(traces[piece], levelOf, values.numberOf, diagrams);
    const pairs: Numbering<readonly [number, number]> = numbering();
    diagram = combined(diagram, own, (a, b) => pairs.numberOf([a, b]), diagrams);
    const before = things;
    things = pairs.things.map(([a, b]) => ({ ...before[a], [piece]: values.things[b] }));
  }
  return { diagram, things: things as readonly Lists<Pieces>[] };
}

/** Of all that stand for a machine, from what all of them say of each piece. */
export function wholesOf<Pieces extends object, Whole>(
  lists: Lists<Pieces>,
  wholeOf: (pieces: Pieces) => Whole,
): OfStandIns<Whole> {
  const entries = Object.entries<OfStandIns<unknown>>(lists);
  // A machine without its device has no pieces.
  if (entries.some(([, list]) => list.length === 0)) return [];
  const count = standInCount(...entries.map(([, list]) => list));
  const piecesAt = (at: number) =>
    Object.fromEntries(entries.map(([piece, list]) => [piece, standIn(list, at)])) as Pieces;
  return once(Array.from({ length: count }, (_, at) => wholeOf(piecesAt(at))));
}
