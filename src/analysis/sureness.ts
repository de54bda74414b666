import { disks } from '../catalogue/dimensions/disks.js';
import { hosts } from '../catalogue/dimensions/hosts.js';
import { formats } from '../catalogue/dimensions/images.js';
import { type FaultRow, faults, storagePlaces } from '../catalogue/faults.js';
import { rowOf } from '../catalogue/row-of.js';
import { ruleOf } from '../catalogue/rules/rules.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import { type Place, places } from '../model/place.js';
import type { ErrorsTold } from './facts/errors.js';
import type { FuaManner } from './facts/fua.js';
import type { Stages, StorageFacts } from './facts/storage.js';
import { noBetterThan, type Reason } from './reason.js';

/**
 * From when on a write surely outlives the fault, from best to worst. `flush`: once a flush, or FUA
 * of its own, has covered it. `gone`: no write does, because there is no disk left.
 */
export const sureFrom = ['dispatch', 'completion', 'flush', 'never', 'gone'] as const;
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

/** What the device hands to QEMU's block layer. */
export interface Sending {
  readonly flushes: boolean;
  readonly fua: boolean;
  /** Every write is to be durable by itself. */
  readonly writesThrough: boolean;
  readonly errorsTold: ErrorsTold;
}

/**
 * Whether what has reached this place outlives the fault, on this disk. Where a cache hands on what it
 * holds, nobody knows how much of that it did: then the fault must spare what is below as well. Of an array
 * that is not started again nothing is left.
 */
export function isSpared(
  place: Place,
  fault: FaultId,
  configuration: Pick<Configuration, 'disk' | 'host' | 'image'>,
): boolean {
  if (isGone(configuration, fault)) return false;
  const { erases, isOfNode } = rowOf<FaultRow>(faults, fault);
  const isElsewhere = isOfNode && isOfServer(configuration);
  const erased = isElsewhere ? erases.filter((each) => !storagePlaces.includes(each)) : erases;
  const { cache, cacheSparedByPowerLoss } = rowOf(disks, configuration.disk.kind);
  const isAtRisk = cache && !cacheSparedByPowerLoss && !isInMemory(configuration);
  return places
    .slice(places.indexOf(place))
    .every((each) => !erased.includes(each) || (each === 'disk-cache' && !isAtRisk));
}

function surelyThrough({ fua }: Stages, manner: FuaManner, isKept: boolean): Sure {
  if (!isKept) return { from: 'never', reasons: fua.reasons };
  return { from: manner === 'skippable-flush' ? 'flush' : 'completion', reasons: fua.reasons };
}

function sure(
  stages: Stages,
  manner: FuaManner,
  { flushes, fua, writesThrough }: Sending,
  isKept: (place: Place) => boolean,
): Sure {
  const { completed, flushed } = stages;
  // What QEMU has taken it finishes, if only it lives on.
  if (isKept('device-queue')) return { from: 'dispatch', reasons: [] };
  if (isKept(completed.place)) return { from: 'completion', reasons: completed.reasons };
  if (writesThrough && manner !== 'dropped') {
    return surelyThrough(stages, manner, isKept(stages.fua.place));
  }
  // What writes through comes here only where that is dropped.
  const dropped = writesThrough ? stages.fua.reasons : [];
  const reasons = [...dropped, ...completed.reasons];
  const isFuaSent = fua && manner !== 'dropped';
  if (!flushes && !isFuaSent) return { from: 'never', reasons };
  const sent = flushes ? flushed : stages.fua;
  const ways = [...(flushes ? flushed.reasons : []), ...(isFuaSent ? stages.fua.reasons : [])];
  return { from: isKept(sent.place) ? 'flush' : 'never', reasons: [...reasons, ...ways] };
}

/** A server of another machine has the image, whatever its format is. */
function isOfServer({ image, host }: Pick<Configuration, 'host' | 'image'>): boolean {
  return rowOf(formats, image.format).isOutsideNode || rowOf(hosts, host.storage).isRemote;
}

/** Memory of the host's is all that there is of it. */
function isInMemory({ host }: Pick<Configuration, 'host'>): boolean {
  return rowOf(hosts, host.storage).lostWithHost !== '';
}

/** An array that is not started again after this fault, or memory of a host that has stopped. */
function isGone({ disk, host }: Pick<Configuration, 'disk' | 'host'>, fault: FaultId): boolean {
  if (isInMemory({ host })) return rowOf(faults, fault).stopsHost;
  return rowOf(faults, fault).isUncleanStop && rowOf(disks, disk.kind).lostBecause !== '';
}

/** Why there is no disk left after a fault. */
export function goneReasons(
  { disk: { kind }, host }: Pick<Configuration, 'disk' | 'host'>,
  fault: FaultId,
): readonly Reason[] {
  const { id, lostWithHost } = rowOf(hosts, host.storage);
  if (lostWithHost !== '' && !rowOf(faults, fault).isOfNode) {
    const { layer, because: says, ...known } = ruleOf(lostWithHost);
    return [
      {
        layer,
        says,
        rule: lostWithHost,
        row: `hosts.${id}`,
        ...noBetterThan(rowOf(hosts, id), known),
      },
    ];
  }
  const ofArray = rowOf(faults, fault).isOfNode ? '' : rowOf(disks, kind).lostBecause;
  const rule = ofArray || 'BLK018';
  const ofRow = ofArray === '' ? rowOf(faults, 'node-loss') : rowOf(disks, kind);
  const row = `${ofArray === '' ? 'faults' : 'disks'}.${ofRow.id}`;
  const { layer, because: says, ...known } = ruleOf(rule);
  return [{ layer, says, rule, row, ...noBetterThan(ofRow, known) }];
}

/**
 * Whether the guest may go on as if data were written that is not. A write that is durable by itself
 * has its own error; else what fsync has to do later on is told by flushes alone.
 */
function isHidden(
  { completed, allocation, secondFlush }: StorageFacts,
  { errorsTold, writesThrough }: Sending,
): boolean {
  if (errorsTold === 'none') return true;
  if (writesThrough) return false;
  if (errorsTold === 'flush-again') return secondFlush.isEmpty;
  const isLeft = completed.place === 'host-memory' || allocation !== null;
  return errorsTold === 'not-of-flushes' && isLeft;
}

export function worse(a: SureFrom, b: SureFrom): SureFrom {
  return sureFrom.indexOf(a) > sureFrom.indexOf(b) ? a : b;
}

/**
 * What the storage makes sure of what the device hands to it.
 *
 * @param isKept - whether what has reached this place outlives the fault
 */
export function surenessOf(
  isKept: (place: Place) => boolean,
  storage: StorageFacts,
  fault: FaultId,
  sending: Sending,
): Sureness {
  if (!isKept('medium')) {
    return { data: { from: 'gone', reasons: [] }, allocation: { from: 'gone', reasons: [] } };
  }
  if (fault === 'io-error' && isHidden(storage, sending)) {
    const isAgain = sending.errorsTold === 'flush-again';
    return {
      data: { from: 'never', reasons: isAgain ? storage.secondFlush.reasons : [] },
      allocation: { from: 'never', reasons: [] },
    };
  }
  const data = sure(storage, storage.fuaManner, sending, isKept);
  const own =
    storage.allocation === null
      ? data
      : sure(storage.allocation, storage.fuaManner, sending, isKept);
  const from = worse(data.from, own.from);
  return { data, allocation: { from, reasons: from === data.from ? [] : own.reasons } };
}
