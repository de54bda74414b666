import { isOfQemu } from '../catalogue/releases/of-qemu.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import { type Behaviour, explainBehaviour } from './behaviour.js';
import { allocationOf } from './facts/allocation.js';
import { flushesReachDevice, guestFacts } from './facts/guest.js';
import { atDisk, hostRowsOf } from './facts/host.js';
import { blockLayerQuirk } from './facts/quirks.js';
import { storageFacts } from './facts/storage.js';
import { isSpared, worse } from './sureness.js';

/** What a script must expect of a power failure after another fault. */
export interface AfterTwo {
  /** Before the second boot has synced what it found: as if one fault had taken what either took. */
  readonly unsynced: Behaviour;
  /** Once it has: from when on in the first boot what the second one found outlives the power failure. */
  readonly synced: Behaviour;
}

const powerLoss = 'power-loss';

/** Where everything is that outlived the fault, if it is no further. */
function heldIn(configuration: Configuration, fault: FaultId, way: readonly Place[]): Place {
  return way.find((place) => isSpared(place, fault, configuration)) ?? 'medium';
}

/** A QEMU that has written nothing yet flushes nothing, as if its image were clean. */
function flushesAtOnce(configuration: Configuration, isSameQemu: boolean): boolean {
  if (isSameQemu || !isOfQemu(configuration.frontend)) return true;
  return blockLayerQuirk(configuration, 'skips-first-flush') === undefined;
}

/**
 * Both faults as one. What the first left in a place that the power failure takes is as little sure
 * as if the power had failed at once; what it left elsewhere is sure as soon as it is there.
 */
export function behaviourAfterTwo(configuration: Configuration, fault: FaultId): AfterTwo {
  const [first, both] = [fault, powerLoss].map(
    (each) => explainBehaviour(configuration, each as FaultId).behaviour,
  ) as [Behaviour, Behaviour];
  const storage = storageFacts(configuration);
  const { mode, writesThrough } = guestFacts(configuration);
  // The flush behind a write may be skipped, and then it is where it completed.
  const isFlushedSurely = writesThrough && storage.fuaManner !== 'skippable-flush';
  const stage = isFlushedSurely ? 'fua' : 'completed';
  const outlives = (place: Place) => isSpared(place, powerLoss, configuration);
  // QEMU that lives on finishes what it got: then everything is where a completion leaves it.
  const finishes = fault === 'guest-crash';
  const flushes = flushesReachDevice(mode) && flushesAtOnce(configuration, finishes);
  const rows = hostRowsOf(configuration);
  const below = atDisk(rows).place;
  const way = [storage.completed.place, below];
  const held = finishes ? storage[stage].place : heldIn(configuration, fault, way);
  const keptBy = storage.allocation;
  const handedOver = allocationOf(configuration, rows)?.handedOver.place ?? below;
  const wayOfTables = [keptBy?.completed.place ?? below, handedOver, below];
  const heldMetadata =
    finishes && keptBy !== null ? keptBy[stage].place : heldIn(configuration, fault, wayOfTables);
  const data = outlives(held) ? first.data : both.data;
  const isAllocationHeld = keptBy === null || outlives(heldMetadata);
  const allocation = worse(data, isAllocationHeld ? first.allocation : both.allocation);
  const isDataSynced = outlives(held) || (flushes && outlives(storage.flushed.place));
  const isAllocationSynced =
    isAllocationHeld || (flushes && keptBy !== null && outlives(keptBy.flushed.place));
  const syncedData = isDataSynced ? 'dispatch' : data;
  return {
    unsynced: { ...both, data, allocation, finishes },
    synced: {
      ...both,
      data: syncedData,
      allocation: worse(syncedData, isAllocationSynced ? 'dispatch' : allocation),
      finishes,
    },
  };
}
