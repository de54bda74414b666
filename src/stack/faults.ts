import { faults, storagePlaces } from '../catalogue/faults.js';
import type { RuleId } from '../catalogue/rules/rules.js';
import { type FaultOrNone, faultIds } from '../model/fault.js';
import { type Place, places } from '../model/place.js';
import { emptiesDiskCache } from './host/host.js';
import type { Stack } from './stack.js';
import { placeIndex } from './world.js';

type Spared = Readonly<Record<FaultOrNone, number>>;

const known = new WeakMap<Stack, Spared>();

/** For each fault the bits of the places out of its reach, looked up once for a stack. */
export function sparedByFault(stack: Stack): Spared {
  const spared =
    known.get(stack) ??
    (Object.fromEntries(
      (['none', ...faultIds] as const).map((fault) => [fault, sparedPlaces(stack, fault)]),
    ) as Spared);
  known.set(stack, spared);
  return spared;
}

/**
 * The same without the disk's cache, where that never holds anything alone: faults that spare the same of this
 * leave the same. But what the first of two faults let stay in the cache, the second may take.
 */
export function sparedAtOnce(stack: Stack, fault: FaultOrNone): number {
  const spared = sparedByFault(stack)[fault];
  return emptiesDiskCache(stack) ? spared & ~(1 << placeIndex['disk-cache']) : spared;
}

/** Under a fault that spares QEMU, what the device got is finished. */
export function sparesDevice(spared: number): boolean {
  return ((spared >> placeIndex['device-queue']) & 1) === 1;
}

/** No place: the medium itself is gone, and whoever comes after finds no disk. */
export const nothingLeft = 1 << places.length;

/** The defect that a fault is by itself, whatever flushes did; '' for none. */
export function ruleOfFault(stack: Stack, fault: FaultOrNone): RuleId | '' {
  if (fault === 'io-error') return hiddenBy(stack);
  if (sparedByFault(stack)[fault] !== nothingLeft) return '';
  return isOfNode(fault) ? 'BLK018' : (stack.disk.lostBecause ?? stack.disk.lostWithHost ?? '');
}

function isOfNode(fault: FaultOrNone): boolean {
  return faults.some(({ id, isOfNode: isIt }) => id === fault && isIt);
}

function hiddenBy({ backend }: Stack): RuleId | '' {
  return backend.kind === 'qemu' ? backend.hidesErrors : '';
}

/**
 * Bits of the places in which a write is out of the fault's reach: the place is spared, and so
 * is every place below it to which it may have handed the write on.
 */
export function sparedPlaces(stack: Stack, fault: FaultOrNone): number {
  const erased = erasedPlaces(stack, fault);
  if (erased.has('medium')) return nothingLeft;
  // Of a write that nobody misses, no place says that it is there.
  if (fault === 'io-error' && hiddenBy(stack) !== '') return 0;
  let spared = 0;
  for (let index = places.length - 1; index >= 0; index--) {
    const place = places[index];
    if (place === undefined || !exists(stack, place)) continue;
    if (erased.has(place)) break;
    spared |= 1 << index;
  }
  return spared;
}

export function erasedPlaces(stack: Stack, fault: FaultOrNone): ReadonlySet<Place> {
  const row = faults.find(({ id }) => id === fault);
  const erased = new Set<Place>(row?.erases ?? []);
  if (row?.isOfNode && stack.disk.isOutsideNode)
    for (const place of storagePlaces) erased.delete(place);
  if (row?.isUncleanStop && stack.disk.lostBecause !== undefined) erased.add('medium');
  if (row?.stopsHost && stack.disk.lostWithHost !== undefined) erased.add('medium');
  if (stack.disk.cacheSparedByPowerLoss) erased.delete('disk-cache');
  return erased;
}

function exists(stack: Stack, place: Place): boolean {
  switch (place) {
    case 'disk-cache':
      return stack.disk.cache;
    case 'controller-cache':
      return stack.disk.controllerCache;
    case 'host-memory':
      return stack.backend.kind === 'qemu';
    default:
      return true;
  }
}
