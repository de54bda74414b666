import type { AtomicBytes } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import { type Place, places } from '../model/place.js';
import {
  type Behaviour,
  blockSectorsOf,
  durabilityOf,
  sendingOf,
  unitSectorsOf,
} from './behaviour.js';
import { allocationOf } from './facts/allocation.js';
import { type ErrorsTold, secondFlush } from './facts/errors.js';
import type { FuaManner } from './facts/fua.js';
import { type GuestFacts, guestFacts } from './facts/guest.js';
import { hostRowsOf, type Reached, synced } from './facts/host.js';
import type { GuestParts } from './facts/offer.js';
import { completedData, durable, type StorageParts, storageAt } from './facts/storage.js';
import { wholeBytesOf } from './facts/whole.js';
import { isSpared, type Sending, surenessOf } from './sureness.js';

/**
 * A behaviour is made of two factors that know nothing of one another: what the guest sends, and
 * what becomes of it below the device. So the many configurations need not be looked at one by
 * one: the types say which of their fields each factor can read.
 */
export type GuestFactor = Omit<GuestFacts, 'reasons'>;

type SureOfStorage = Pick<Behaviour, 'data' | 'allocation'>;

export interface StorageFactor {
  /** What is written whole below the device. */
  readonly atomicBytes: AtomicBytes;
  readonly fuaManner: FuaManner;
  readonly blockSectors: number | undefined;
  /** For each fault, in the order in which the faults were given, and for each way of sending. */
  readonly sure: readonly (readonly SureOfStorage[])[];
}

const told: readonly ErrorsTold[] = ['all', 'not-of-flushes', 'none', 'flush-again'];

const sendings: readonly Sending[] = told.flatMap((errorsTold) =>
  [false, true].flatMap((flushes) =>
    [false, true].flatMap((fua) =>
      [false, true].map((writesThrough) => ({ flushes, fua, writesThrough, errorsTold })),
    ),
  ),
);

const sendingsEach = sendings.length / told.length;

function sendingIndex({ flushes, fua, writesThrough, errorsTold }: Sending): number {
  const own = Number(flushes) * 4 + Number(fua) * 2 + Number(writesThrough);
  return told.indexOf(errorsTold) * sendingsEach + own;
}

export function guestFactorOf(configuration: GuestParts): GuestFactor {
  const { reasons: _, ...factor } = guestFacts(configuration);
  return factor;
}

/** What a storage factor is made of: each depends on a few dimensions, and on no other of these. */
export interface StoragePieces {
  readonly completed: Place;
  readonly synced: Place;
  /** null where all blocks were there before. */
  readonly allocation: {
    readonly completed: Place;
    readonly handedOver: Place;
    readonly blockSectors: number;
  } | null;
  readonly noFlush: boolean;
  readonly fuaManner: FuaManner;
  /** Whether a flush that failed, and is sent again, succeeds for what the page cache has lost. */
  readonly isSecondFlushEmpty: boolean;
  readonly atomicBytes: AtomicBytes;
  /** For each fault, in the order in which the faults were given, the places that it spares. */
  readonly kept: readonly (readonly Place[])[];
}

/** How each piece is read from a configuration. */
export type PieceReaders = {
  readonly [Piece in keyof StoragePieces]: (parts: StorageParts) => StoragePieces[Piece];
};

export function pieceReaders(faults: readonly FaultId[]): PieceReaders {
  return {
    completed: (parts) => completedData(parts, hostRowsOf(parts)).place,
    synced: (parts) => synced(hostRowsOf(parts)).place,
    allocation: (parts) => {
      const found = allocationOf(parts, hostRowsOf(parts));
      if (found === null) return null;
      const { completed, handedOver, blockSectors } = found;
      return { completed: completed.place, handedOver: handedOver.place, blockSectors };
    },
    noFlush: ({ cache }) => cache.noFlush,
    fuaManner: (parts) => durable(parts, hostRowsOf(parts)).manner,
    isSecondFlushEmpty: (parts) => secondFlush(parts, true).isEmpty,
    atomicBytes: wholeBytesOf,
    kept: (parts) => faults.map((fault) => places.filter((each) => isSpared(each, fault, parts))),
  };
}

function reached(place: Place): Reached {
  return { place, reasons: [] };
}

const unexplained = { flushed: [], fua: [] };

export function storageOfPieces(
  { noFlush, allocation, isSecondFlushEmpty, fuaManner, atomicBytes, kept, ...data }: StoragePieces,
  faults: readonly FaultId[],
): StorageFactor {
  const isEmpty = isSecondFlushEmpty && data.completed === 'host-memory';
  const storage = storageAt(
    {
      noFlush,
      completed: reached(data.completed),
      synced: reached(data.synced),
      allocation: allocation && {
        completed: reached(allocation.completed),
        handedOver: reached(allocation.handedOver),
        blockSectors: allocation.blockSectors,
      },
      fuaManner,
      secondFlush: { isEmpty, reasons: [] },
    },
    unexplained,
  );
  const sureUnder = (fault: FaultId, at: number) => (sending: Sending) => {
    const spared = kept[at] as readonly Place[];
    const isKept = (place: Place) => spared.includes(place);
    const sure = surenessOf(isKept, storage, fault, sending);
    return { data: sure.data.from, allocation: sure.allocation.from };
  };
  return {
    atomicBytes,
    fuaManner,
    blockSectors: allocation?.blockSectors,
    sure: faults.map((fault, at) => sureOf(fault, sureUnder(fault, at))),
  };
}

export function storageFactorOf(parts: StorageParts, faults: readonly FaultId[]): StorageFactor {
  const read = pieceReaders(faults);
  return storageOfPieces(
    {
      completed: read.completed(parts),
      synced: read.synced(parts),
      allocation: read.allocation(parts),
      noFlush: read.noFlush(parts),
      fuaManner: read.fuaManner(parts),
      isSecondFlushEmpty: read.isSecondFlushEmpty(parts),
      atomicBytes: read.atomicBytes(parts),
      kept: read.kept(parts),
    },
    faults,
  );
}

/** What errors the guest is told of matters where there are any. */
function sureOf(
  fault: FaultId,
  sureUnder: (sending: Sending) => SureOfStorage,
): readonly SureOfStorage[] {
  if (fault === 'io-error') return sendings.map(sureUnder);
  const own = sendings.slice(0, sendingsEach).map(sureUnder);
  return told.flatMap(() => own);
}

/** The behaviours under each of the faults. */
export function behavioursOf(guest: GuestFactor, storage: StorageFactor): readonly Behaviour[] {
  const { mode, inOrder, oneAtATime } = guest;
  const sending = sendingOf(guest);
  return storage.sure.map((bySending) => {
    const from = bySending[sendingIndex(sending)] as SureOfStorage;
    return {
      mode,
      inOrder,
      oneAtATime,
      ...from,
      ...durabilityOf(storage.fuaManner, sending, from),
      blockSectors: blockSectorsOf(from, storage.blockSectors),
      unitSectors: unitSectorsOf(storage.atomicBytes, guest, storage.blockSectors),
    };
  });
}
