import {
  type GuestFactor,
  guestFactorOf,
  type PieceReaders,
  pieceReaders,
  type StorageFactor,
  type StoragePieces,
  storageOfPieces,
} from '../../analysis/factors.js';
import { findDevice } from '../../catalogue/devices.js';
import type { Refusal } from '../../catalogue/refusal.js';
import type { Configuration, GuestSettings } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import { createDiagrams, type Diagram, type Diagrams } from '../conditions/diagram.js';
import { combined, diagramOfTrace } from './combine.js';
import type { Selected } from './fields.js';
import { refusedDiagram } from './machines.js';
import { type Numbering, numbering } from './numbering.js';
import {
  type Everyone,
  everyoneIn,
  type OfStandIns,
  once,
  standIn,
  standInCount,
} from './stand-ins.js';
import { readsOf, type Trace, traceOf } from './trace.js';

/** Names the workloads that a guest with this kernel can have: others of the same name have the same. */
/** What decides which scenarios exist for a guest. */
export type MountedGuest = Pick<GuestSettings, 'kernel' | 'mount'>;

export type WorkloadsOf = (guest: MountedGuest) => string;

export interface GuestWithWorkloads extends GuestFactor {
  readonly workloads: string;
}

/**
 * Every configuration of a selection, by its two factors and by whether there is such a machine.
 * Each is a function of the dimensions, as a diagram, so that the product of all is never walked.
 */
export interface FactorTable {
  /** What the levels are about: level 0 is the fault, level `n` the dimension at `n - 1`. */
  readonly levels: readonly Selected[];
  readonly sizes: readonly number[];
  readonly diagrams: Diagrams;
  readonly guests: readonly OfStandIns<GuestWithWorkloads>[];
  readonly storages: readonly OfStandIns<StorageFactor>[];
  /** Numbers of guest factors, and of storage factors. */
  readonly guest: Diagram;
  readonly storage: Diagram;
  /** 1 where there is no such machine. */
  readonly refused: Diagram;
}

type PieceTraces = {
  readonly [Piece in keyof StoragePieces]: Trace<OfStandIns<StoragePieces[Piece]>>;
};

type PieceLists = {
  readonly [Piece in keyof StoragePieces]: OfStandIns<StoragePieces[Piece]>;
};

/** What both read comes first, then what the guest alone reads, then what nothing reads but the storage. */
function levelOrder(
  selected: readonly Selected[],
  guest: Trace<unknown>,
  storage: readonly Trace<unknown>[],
): readonly number[] {
  const ofGuest = readsOf(guest);
  const ofStorage = new Set(storage.flatMap((trace) => [...readsOf(trace)]));
  const groupOf = (at: number) => {
    if (ofGuest.has(at)) return ofStorage.has(at) ? 0 : 1;
    return ofStorage.has(at) ? 2 : 3;
  };
  return [...selected.keys()].sort((a, b) => groupOf(a) - groupOf(b) || a - b);
}

/** Those pieces first that few dimensions decide. */
const pieceOrder = [
  'noFlush',
  'completed',
  'synced',
  'kept',
  'allocation',
  'fuaManner',
  'isSecondFlushEmpty',
  'atomicBytes',
] as const satisfies readonly (keyof StoragePieces)[];

interface Joined {
  readonly diagram: Diagram;
  readonly things: readonly Partial<PieceLists>[];
}

function joinedPieces(
  traces: PieceTraces,
  levelOf: (at: number) => number,
  diagrams: Diagrams,
): Joined {
  let joined: Joined = { diagram: diagrams.leaf(0), things: [{}] };
  for (const piece of pieceOrder) {
    const values: Numbering<unknown> = numbering();
    const own = diagramOfTrace<unknown>(traces[piece], levelOf, values.numberOf, diagrams);
    const pairs: Numbering<readonly [number, number]> = numbering();
    const { things } = joined;
    const diagram = combined(joined.diagram, own, (a, b) => pairs.numberOf([a, b]), diagrams);
    joined = {
      diagram,
      things: pairs.things.map(([a, b]) => ({ ...things[a], [piece]: values.things[b] })),
    };
  }
  return joined;
}

function piecesOf(
  selected: readonly Selected[],
  base: Configuration,
  readers: PieceReaders,
  everyone: Everyone,
): PieceTraces {
  const traced = <Result>(of: (configuration: Configuration) => Result) =>
    traceOf(selected, base, everyone(of));
  return {
    completed: traced(readers.completed),
    synced: traced(readers.synced),
    allocation: traced(readers.allocation),
    noFlush: traced(readers.noFlush),
    fuaManner: traced(readers.fuaManner),
    isSecondFlushEmpty: traced(readers.isSecondFlushEmpty),
    atomicBytes: traced(readers.atomicBytes),
    kept: traced(readers.kept),
  };
}

/** Of all that stand for a machine, from what all of them say of each piece. */
function storagesOf(lists: PieceLists, faults: readonly FaultId[]): OfStandIns<StorageFactor> {
  const count = standInCount(...Object.values(lists));
  return once(
    Array.from({ length: count }, (_, at) =>
      storageOfPieces(
        {
          completed: standIn(lists.completed, at),
          synced: standIn(lists.synced, at),
          allocation: standIn(lists.allocation, at),
          noFlush: standIn(lists.noFlush, at),
          fuaManner: standIn(lists.fuaManner, at),
          isSecondFlushEmpty: standIn(lists.isSecondFlushEmpty, at),
          atomicBytes: standIn(lists.atomicBytes, at),
          kept: standIn(lists.kept, at),
        },
        faults,
      ),
    ),
  );
}

/** null where the guest cannot be: there is no such device. */
function guestsOrNull(everyone: Everyone, workloadsOf: WorkloadsOf) {
  const guests = everyone((configuration) => ({
    ...guestFactorOf(configuration),
    workloads: workloadsOf(configuration.guest),
  }));
  return (configuration: Configuration): OfStandIns<GuestWithWorkloads> | null =>
    findDevice(configuration) === undefined ? null : guests(configuration);
}

/**
 * @param base - any configuration; the selection says the rest
 * @param more - refusals beside those of the catalogue
 */
export function factorTableOf(
  selected: readonly Selected[],
  faults: readonly FaultId[],
  base: Configuration,
  workloadsOf: WorkloadsOf,
  more: readonly Refusal[],
): FactorTable {
  const everyone = everyoneIn(selected);
  const guestTrace = traceOf(selected, base, guestsOrNull(everyone, workloadsOf));
  const pieces = piecesOf(selected, base, pieceReaders(faults), everyone);
  const order = levelOrder(selected, guestTrace, Object.values(pieces));
  const levels = order.flatMap((at) => selected[at] ?? []);
  const sizes = [faults.length, ...levels.map(({ values }) => values.length)];
  const diagrams = createDiagrams(sizes);
  const levelOf = (at: number) => 1 + order.indexOf(at);
  const guests = numbering<OfStandIns<GuestWithWorkloads>>();
  const guest = diagramOfTrace(
    guestTrace,
    levelOf,
    (factor) => (factor === null ? -1 : guests.numberOf(factor)),
    diagrams,
  );
  const storages = numbering<OfStandIns<StorageFactor>>();
  const { diagram, things } = joinedPieces(pieces, levelOf, diagrams);
  const numbers = things.map((each) => storages.numberOf(storagesOf(each as PieceLists, faults)));
  const storage = diagrams.mapped(diagram, (at) => diagrams.leaf(numbers[at] ?? 0));
  const refused = refusedDiagram(selected, base, levelOf, diagrams, more);
  return {
    levels,
    sizes,
    diagrams,
    guests: guests.things,
    storages: storages.things,
    guest,
    storage,
    refused,
  };
}
