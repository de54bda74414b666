import { unaskedReasons, untoldReasons } from '../analysis/facts/errors.js';
import {
  drainsForBarrier,
  flushesReachDevice,
  fuaReachesDevice,
  type GuestFacts,
  guestFacts,
} from '../analysis/facts/guest.js';
import { type StorageFacts, storageFacts } from '../analysis/facts/storage.js';
import { tearingReason } from '../analysis/facts/whole.js';
import type { Reason } from '../analysis/reason.js';
import { faults } from '../catalogue/faults.js';
import type { Known } from '../catalogue/known.js';
import type { Configuration } from '../model/configuration.js';
import { type LayerId, layerIds } from '../model/verdict.js';
import { type Risk, riskOf, rulesOf } from './risks.js';
import { type Stop, stopsOf } from './stops.js';

/** One thing that a layer does, and how well that is known. */
export interface Clause extends Known {
  /** What it does, in one sentence without a full stop. */
  readonly says: string;
  /** The rule of the defect; '' where it does its duty. */
  readonly rule: string;
}

/** What one layer promises to the one above it. */
export interface LayerPromise {
  readonly layer: LayerId;
  readonly clauses: readonly Clause[];
}

/** What keeps requests in flight together in order, and what is to blame where nothing does. */
export interface Order {
  /** What keeps them in order, in one sentence without a full stop. */
  readonly text: string;
  /** The rules of the defects by which nothing does; none where something does. */
  readonly rules: readonly string[];
}

/** A stack as somebody reads it who has to trust it. */
export interface StackExplanation {
  /** Top to bottom. */
  readonly layers: readonly LayerPromise[];
  readonly stops: readonly Stop[];
  readonly order: Order;
  readonly risks: readonly Risk[];
}

function reasonKey({ row, says }: Reason): string {
  return `${row}: ${says}`;
}

function once(reasons: readonly Reason[]): readonly Reason[] {
  return [...new Map(reasons.map((reason) => [reasonKey(reason), reason])).values()];
}

function layersOf(reasons: readonly Reason[]): readonly LayerPromise[] {
  const all = once(reasons);
  return layerIds
    .map((layer) => ({ layer, clauses: all.filter((reason) => reason.layer === layer) }))
    .filter(({ clauses }) => clauses.length > 0);
}

function orderOf({ mode, inOrder, oneAtATime }: GuestFacts): string {
  if (drainsForBarrier(mode)) return 'barriers keep the order of requests in flight together';
  return inOrder && oneAtATime
    ? 'there are no barriers; the queue is in order and takes one request at a time'
    : 'there are no barriers: only waiting for completions puts requests in order';
}

/** A refused barrier takes the order away; the data is lost for other reasons. */
function isAboutOrder({ rule }: Reason): boolean {
  return rule === 'BLK001' || rule === 'BLK002';
}

/** Why a write, a flush and a FUA write stop where they do. */
function storageReasons(guest: GuestFacts, storage: StorageFacts): readonly Reason[] {
  const { completed, flushed, fua, fuaManner, allocation } = storage;
  const isDurable = guest.writesThrough || fuaReachesDevice(guest.mode);
  const isPlain = !guest.writesThrough || fuaManner === 'dropped';
  const isLeft = isPlain || fuaManner === 'skippable-flush';
  return [
    ...(isLeft ? completed.reasons : []),
    ...(isLeft ? (allocation?.completed.reasons ?? []) : []),
    ...(isDurable ? fua.reasons : []),
    ...(flushesReachDevice(guest.mode) ? flushed.reasons : []),
  ];
}

/** What the configuration promises, layer by layer, and what each fault can take. */
export function explainStack(configuration: Configuration): StackExplanation {
  const guest = guestFacts(configuration);
  const storage = storageFacts(configuration);
  return {
    layers: layersOf([
      ...guest.reasons,
      ...untoldReasons(configuration),
      ...unaskedReasons(configuration),
      ...storageReasons(guest, storage),
      tearingReason(configuration, {
        splitBytes: guest.splitBytes,
        blockSectors: storage.allocation?.blockSectors,
      }),
    ]),
    stops: stopsOf(guest, storage, configuration.cache.noFlush),
    order: {
      text: orderOf(guest),
      rules: guest.mode === 'none' ? rulesOf(guest.reasons.filter(isAboutOrder)) : [],
    },
    risks: faults.map(({ id }) => riskOf(configuration, id)),
  };
}
