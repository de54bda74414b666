import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import { flushesReachDevice, guestFacts, type OrderedMode } from './facts/guest.js';
import { storageFacts } from './facts/storage.js';
import type { Reason } from './reason.js';
import { type SureFrom, surenessOf } from './sureness.js';

/**
 * All that a verdict depends on: two configurations that behave alike under a fault get the same
 * verdict for every script.
 */
export interface Behaviour {
  readonly mode: OrderedMode;
  /** The queue is dispatched in the order of submission. */
  readonly inOrder: boolean;
  readonly oneAtATime: boolean;
  readonly data: SureFrom;
  /** When the allocation of a block is sure; never better than `data`. */
  readonly allocation: SureFrom;
  /** Sectors of an atomic unit. */
  readonly unitSectors: number;
  /** A flush that the device got before the fault is finished all the same. */
  readonly finishesFlushes?: boolean;
}

export interface Explained {
  readonly behaviour: Behaviour;
  /** Why the guest orders and flushes as it does. */
  readonly order: readonly Reason[];
  /** Why data is sure from when it is. */
  readonly data: readonly Reason[];
  /** The same for allocations; empty where they are never worse off than the data. */
  readonly allocation: readonly Reason[];
}

const sectorBytes = 512;

export function unitSectorsOf({ disk }: Pick<Configuration, 'disk'>): number {
  return disk.atomicBytes / sectorBytes;
}

/** What the configuration does under the fault, with the chain of facts behind it. */
export function explainBehaviour(configuration: Configuration, fault: FaultId): Explained {
  const { mode, inOrder, oneAtATime, reasons } = guestFacts(configuration);
  const storage = storageFacts(configuration);
  const sureness = surenessOf(configuration, storage, fault, flushesReachDevice(mode));
  const { data, allocation } = sureness;
  return {
    behaviour: {
      mode,
      inOrder,
      oneAtATime,
      data: data.from,
      allocation: allocation.from,
      unitSectors: unitSectorsOf(configuration),
    },
    order: reasons,
    data: data.reasons,
    allocation: allocation.reasons,
  };
}
