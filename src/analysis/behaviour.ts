import { disks } from '../catalogue/disks.js';
import { faults } from '../catalogue/faults.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import { flushesReachDevice, guestFacts, type OrderedMode } from './facts/guest.js';
import { type Reached, storageFacts } from './facts/storage.js';
import type { Reason } from './reason.js';

/** From when on a write surely outlives the fault, from best to worst. */
export const sureFrom = ['dispatch', 'completion', 'flush', 'never'] as const;
export type SureFrom = (typeof sureFrom)[number];

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

/** Whether what is in this place outlives the fault, on this disk. */
export function isSpared(place: Place, fault: FaultId, configuration: Configuration): boolean {
  const erased: readonly Place[] = faults.find(({ id }) => id === fault)?.erases ?? [];
  if (!erased.includes(place)) return true;
  const disk = disks.find(({ id }) => id === configuration.disk.kind);
  return place === 'disk-cache' && disk?.cacheSparedByPowerLoss === true;
}

interface Sure {
  readonly from: SureFrom;
  readonly reasons: readonly Reason[];
}

function sure(
  configuration: Configuration,
  fault: FaultId,
  flushes: boolean,
  reached: { readonly completed: Reached; readonly flushed: Reached },
): Sure {
  const { completed, flushed } = reached;
  // What QEMU has taken it finishes, if only it lives on.
  if (isSpared('device-queue', fault, configuration)) return { from: 'dispatch', reasons: [] };
  if (isSpared(completed.place, fault, configuration)) {
    return { from: 'completion', reasons: completed.reasons };
  }
  const reasons = [...completed.reasons, ...flushed.reasons];
  if (!flushes) return { from: 'never', reasons: completed.reasons };
  return { from: isSpared(flushed.place, fault, configuration) ? 'flush' : 'never', reasons };
}

function worse(a: SureFrom, b: SureFrom): SureFrom {
  return sureFrom.indexOf(a) > sureFrom.indexOf(b) ? a : b;
}

/** What the configuration does under the fault, with the chain of facts behind it. */
export function explainBehaviour(configuration: Configuration, fault: FaultId): Explained {
  const guest = guestFacts(configuration);
  const storage = storageFacts(configuration);
  const flushes = flushesReachDevice(guest.mode);
  const data = sure(configuration, fault, flushes, storage);
  const allocation =
    storage.allocation === null ? data : sure(configuration, fault, flushes, storage.allocation);
  const from = worse(data.from, allocation.from);
  return {
    behaviour: {
      mode: guest.mode,
      inOrder: guest.inOrder,
      oneAtATime: guest.oneAtATime,
      data: data.from,
      allocation: from,
      unitSectors: configuration.disk.atomicBytes / sectorBytes,
    },
    order: guest.reasons,
    data: data.reasons,
    allocation: from === data.from ? [] : allocation.reasons,
  };
}
