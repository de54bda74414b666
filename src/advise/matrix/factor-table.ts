import {
  type GuestFactor,
  pieceReaders,
  type StorageFactor,
  type StoragePieces,
  storageOfPieces,
} from '../../analysis/factors.js';
import { guestReaders } from '../../analysis/facts/guest.js';
import { findDevice } from '../../catalogue/devices/devices.js';
import type { Configuration, GuestSettings } from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import { createDiagrams, type Diagram, type Diagrams } from '../conditions/diagram.js';
import type { Selected } from './fields.js';
import { refusedDiagram, type Selection } from './machines.js';
import { numbering } from './numbering.js';
import { type Joined, joinedPieces, type Traces, wholesOf } from './pieces.js';
import { type Everyone, everyoneIn, type OfStandIns } from './stand-ins.js';
import { createTracer, readsOf, type Trace } from './trace.js';

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

/** What both read comes first, then what the guest alone reads, then what nothing reads but the storage. */
function levelOrder(
  selected: readonly Selected[],
  guest: readonly Trace<unknown>[],
  storage: readonly Trace<unknown>[],
): readonly number[] {
  const readBy = (traces: readonly Trace<unknown>[]) =>
    new Set(traces.flatMap((trace) => [...readsOf(trace)]));
  const [ofGuest, ofStorage] = [readBy(guest), readBy(storage)];
  const groupOf = (at: number) => {
    if (ofGuest.has(at)) return ofStorage.has(at) ? 0 : 1;
    return ofStorage.has(at) ? 2 : 3;
  };
  return [...selected.keys()].sort((a, b) => groupOf(a) - groupOf(b) || a - b);
}

/** Those pieces first that few dimensions decide. */
const storageOrder = [
  'noFlush',
  'completed',
  'synced',
  'kept',
  'allocation',
  'fuaManner',
  'isSecondFlushEmpty',
  'atomicBytes',
] as const satisfies readonly (keyof StoragePieces)[];

const guestOrder = [
  'workloads',
  'inOrder',
  'splitBytes',
  'oneAtATime',
  'errorsTold',
  'writesThrough',
  'mode',
] as const satisfies readonly (keyof GuestWithWorkloads)[];

type Traced = <Result>(
  of: (configuration: Configuration) => OfStandIns<Result>,
) => Trace<OfStandIns<Result>>;

function storageTraces(
  faults: readonly FaultId[],
  everyone: Everyone,
  traced: Traced,
): Traces<StoragePieces> {
  const readers = pieceReaders(faults);
  return {
    completed: traced(everyone(readers.completed)),
    synced: traced(everyone(readers.synced)),
    allocation: traced(everyone(readers.allocation)),
    noFlush: traced(everyone(readers.noFlush)),
    fuaManner: traced(everyone(readers.fuaManner)),
    isSecondFlushEmpty: traced(everyone(readers.isSecondFlushEmpty)),
    atomicBytes: traced(everyone(readers.atomicBytes)),
    kept: traced(everyone(readers.kept)),
  };
}

function guestTraces(
  workloadsOf: WorkloadsOf,
  everyone: Everyone,
  traced: Traced,
): Traces<GuestWithWorkloads> {
  const ofDevice = <Result>(of: (configuration: Configuration) => Result) => {
    const all = everyone(of);
    return traced((configuration) =>
      findDevice(configuration) === undefined ? [] : all(configuration),
    );
  };
  return {
    mode: ofDevice(guestReaders.mode),
    inOrder: ofDevice(guestReaders.inOrder),
    oneAtATime: ofDevice(guestReaders.oneAtATime),
    writesThrough: ofDevice(guestReaders.writesThrough),
    splitBytes: ofDevice(guestReaders.splitBytes),
    errorsTold: ofDevice(guestReaders.errorsTold),
    workloads: ofDevice(({ guest }) => workloadsOf(guest)),
  };
}

/** -1 where there is no such device. */
function numbered<Pieces extends object, Whole>(
  { diagram, things }: Joined<Pieces>,
  wholeOf: (pieces: Pieces) => Whole,
  diagrams: Diagrams,
) {
  const wholes = numbering<OfStandIns<Whole>>();
  const numbers = things.map((lists) => {
    const all = wholesOf(lists, wholeOf);
    return all.length === 0 ? -1 : wholes.numberOf(all);
  });
  const ofNumbers = diagrams.mapped(diagram, (at) => diagrams.leaf(numbers[at] ?? 0));
  return { diagram: ofNumbers, things: wholes.things };
}

/** What a table is made of. */
export interface FactorQuestion extends Selection {
  readonly faults: readonly FaultId[];
  readonly workloadsOf: WorkloadsOf;
}

export function factorTableOf(question: FactorQuestion): FactorTable {
  const { selected, faults, base, workloadsOf } = question;
  const everyone = everyoneIn(selected);
  const traced: Traced = createTracer(selected, base);
  const ofGuests = guestTraces(workloadsOf, everyone, traced);
  const ofStorages = storageTraces(faults, everyone, traced);
  const order = levelOrder(selected, Object.values(ofGuests), Object.values(ofStorages));
  const levels = order.flatMap((at) => selected[at] ?? []);
  const sizes = [faults.length, ...levels.map(({ values }) => values.length)];
  const diagrams = createDiagrams(sizes);
  const levelOf = (at: number) => 1 + order.indexOf(at);
  const guestPieces = joinedPieces(ofGuests, guestOrder, levelOf, diagrams);
  const guests = numbered(guestPieces, (pieces) => pieces, diagrams);
  const storagePieces = joinedPieces(ofStorages, storageOrder, levelOf, diagrams);
  const storages = numbered(storagePieces, (pieces) => storageOfPieces(pieces, faults), diagrams);
  const refused = refusedDiagram(question, levelOf, diagrams);
  return {
    levels,
    sizes,
    diagrams,
    guests: guests.things,
    storages: storages.things,
    guest: guests.diagram,
    storage: storages.diagram,
    refused,
  };
}
