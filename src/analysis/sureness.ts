import { disks } from '../catalogue/disks.js';
import { faults } from '../catalogue/faults.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import type { Reached, StorageFacts, StorageParts } from './facts/storage.js';
import type { Reason } from './reason.js';

/** From when on a write surely outlives the fault, from best to worst. */
export const sureFrom = ['dispatch', 'completion', 'flush', 'never'] as const;
export type SureFrom = (typeof sureFrom)[number];

export interface Sure {
  readonly from: SureFrom;
  readonly reasons: readonly Reason[];
}

/** When data is sure, and when the allocation of its block is; never better than the data. */
export interface Sureness {
  readonly data: Sure;
  readonly allocation: Sure;
}

/** Whether what is in this place outlives the fault, on this disk. */
export function isSpared(
  place: Place,
  fault: FaultId,
  configuration: Pick<Configuration, 'disk'>,
): boolean {
  const erased: readonly Place[] = faults.find(({ id }) => id === fault)?.erases ?? [];
  if (!erased.includes(place)) return true;
  const disk = disks.find(({ id }) => id === configuration.disk.kind);
  return place === 'disk-cache' && disk?.cacheSparedByPowerLoss === true;
}

function sure(
  configuration: StorageParts,
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

export function worse(a: SureFrom, b: SureFrom): SureFrom {
  return sureFrom.indexOf(a) > sureFrom.indexOf(b) ? a : b;
}

/** What the storage makes sure, where flushes of the guest reach the device or do not. */
export function surenessOf(
  configuration: StorageParts,
  storage: StorageFacts,
  fault: FaultId,
  flushes: boolean,
): Sureness {
  const data = sure(configuration, fault, flushes, storage);
  const own =
    storage.allocation === null ? data : sure(configuration, fault, flushes, storage.allocation);
  const from = worse(data.from, own.from);
  return { data, allocation: { from, reasons: from === data.from ? [] : own.reasons } };
}
