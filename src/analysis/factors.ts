import type { FaultId } from '../model/fault.js';
import { type Behaviour, unitSectorsOf } from './behaviour.js';
import { flushesReachDevice, type GuestParts, guestFacts } from './facts/guest.js';
import { type StorageParts, storageFacts } from './facts/storage.js';
import { surenessOf } from './sureness.js';

/**
 * A behaviour is made of two factors that know nothing of one another: what the guest sends, and
 * what becomes of it below the device. So the many configurations need not be looked at one by
 * one: the types say which of their fields each factor can read.
 */
export type GuestFactor = Pick<Behaviour, 'mode' | 'inOrder' | 'oneAtATime'>;

type Sureness = Pick<Behaviour, 'data' | 'allocation'>;

export interface StorageFactor extends Pick<Behaviour, 'unitSectors'> {
  /** For each fault, in the order in which the faults were given. */
  readonly sure: readonly { readonly flushed: Sureness; readonly unflushed: Sureness }[];
}

export function guestFactorOf(configuration: GuestParts): GuestFactor {
  const { mode, inOrder, oneAtATime } = guestFacts(configuration);
  return { mode, inOrder, oneAtATime };
}

export function storageFactorOf(
  configuration: StorageParts,
  faults: readonly FaultId[],
): StorageFactor {
  const storage = storageFacts(configuration);
  const sure = (fault: FaultId, flushes: boolean): Sureness => {
    const { data, allocation } = surenessOf(configuration, storage, fault, flushes);
    return { data: data.from, allocation: allocation.from };
  };
  return {
    unitSectors: unitSectorsOf(configuration),
    sure: faults.map((fault) => ({ flushed: sure(fault, true), unflushed: sure(fault, false) })),
  };
}

/** The behaviours under each of the faults. */
export function behavioursOf(guest: GuestFactor, storage: StorageFactor): readonly Behaviour[] {
  const { mode, inOrder, oneAtATime } = guest;
  const flushes = flushesReachDevice(mode);
  return storage.sure.map(({ flushed, unflushed }) => ({
    mode,
    inOrder,
    oneAtATime,
    ...(flushes ? flushed : unflushed),
    unitSectors: storage.unitSectors,
  }));
}
