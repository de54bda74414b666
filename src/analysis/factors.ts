import type { AtomicBytes } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import {
  type Behaviour,
  blockSectorsOf,
  durabilityOf,
  sendingOf,
  unitSectorsOf,
} from './behaviour.js';
import type { ErrorsTold } from './facts/errors.js';
import { type GuestFacts, guestFacts } from './facts/guest.js';
import type { GuestParts } from './facts/offer.js';
import { type FuaManner, type StorageParts, storageFacts } from './facts/storage.js';
import { type Sending, surenessOf } from './sureness.js';

/**
 * A behaviour is made of two factors that know nothing of one another: what the guest sends, and
 * what becomes of it below the device. So the many configurations need not be looked at one by
 * one: the types say which of their fields each factor can read.
 */
export type GuestFactor = Omit<GuestFacts, 'reasons'>;

type Sureness = Pick<Behaviour, 'data' | 'allocation'>;

export interface StorageFactor {
  readonly atomicBytes: AtomicBytes;
  readonly fuaManner: FuaManner;
  readonly blockSectors: number | undefined;
  /** For each fault, in the order in which the faults were given, and for each way of sending. */
  readonly sure: readonly (readonly Sureness[])[];
}

const told: readonly ErrorsTold[] = ['all', 'not-of-flushes', 'none'];

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

export function storageFactorOf(
  configuration: StorageParts,
  faults: readonly FaultId[],
): StorageFactor {
  const storage = storageFacts(configuration);
  const sureUnder = (fault: FaultId) => (sending: Sending) => {
    const { data, allocation } = surenessOf(configuration, storage, fault, sending);
    return { data: data.from, allocation: allocation.from };
  };
  return {
    atomicBytes: configuration.disk.atomicBytes,
    fuaManner: storage.fuaManner,
    blockSectors: storage.allocation?.blockSectors,
    sure: faults.map((fault) => sureOf(fault, sureUnder(fault))),
  };
}

/** What errors the guest is told of matters where there are any. */
function sureOf(fault: FaultId, sureUnder: (sending: Sending) => Sureness): readonly Sureness[] {
  if (fault === 'io-error') return sendings.map(sureUnder);
  const own = sendings.slice(0, sendingsEach).map(sureUnder);
  return told.flatMap(() => own);
}

/** The behaviours under each of the faults. */
export function behavioursOf(guest: GuestFactor, storage: StorageFactor): readonly Behaviour[] {
  const { mode, inOrder, oneAtATime } = guest;
  const sending = sendingOf(guest);
  const disk = { kind: 'wce-honest', atomicBytes: storage.atomicBytes } as const;
  return storage.sure.map((bySending) => {
    const from = bySending[sendingIndex(sending)] as Sureness;
    return {
      mode,
      inOrder,
      oneAtATime,
      ...from,
      ...durabilityOf(storage.fuaManner, sending, from),
      blockSectors: blockSectorsOf(from, storage.blockSectors),
      unitSectors: unitSectorsOf(disk, guest, storage.blockSectors),
    };
  });
}
