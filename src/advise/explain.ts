import { type Behaviour, explainBehaviour } from '../analysis/behaviour.js';
import { flushesReachDevice, guestFacts } from '../analysis/facts/guest.js';
import { type Reached, type StorageFacts, storageFacts } from '../analysis/facts/storage.js';
import type { Reason } from '../analysis/reason.js';
import type { SureFrom } from '../analysis/sureness.js';
import { faults } from '../catalogue/faults.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';
import { type LayerId, layerIds } from '../model/verdict.js';

/** One thing that a layer does; `rule` is '' where that is its duty. */
export type Clause = Pick<Reason, 'says' | 'rule' | 'source'>;

/** What one layer promises to the one above it. */
export interface LayerPromise {
  readonly layer: LayerId;
  readonly clauses: readonly Clause[];
}

/** How far something of the guest's has surely come when the guest is told that it is done. */
export interface Stop {
  readonly what: 'a write' | 'a flush' | 'a FUA write';
  readonly where: string;
}

export interface Risk {
  readonly fault: FaultId;
  /** What the guest may find gone, in one sentence without a full stop; '' for nothing. */
  readonly atRisk: string;
  /** The defects that are to blame, each once. */
  readonly rules: readonly string[];
}

/** A stack as somebody reads it who has to trust it. */
export interface StackExplanation {
  /** Top to bottom. */
  readonly layers: readonly LayerPromise[];
  readonly stops: readonly Stop[];
  /** What keeps requests in flight together in order, and what is to blame where nothing does. */
  readonly order: { readonly text: string; readonly rules: readonly string[] };
  readonly risks: readonly Risk[];
}

const placeNames: Record<Place, string> = {
  'guest-memory': "the guest's memory",
  'device-queue': 'the queue of the device',
  'host-memory': "the host's page cache",
  'controller-cache': 'the battery-backed cache of the controller',
  'disk-cache': "the disk's cache",
  medium: 'the medium',
};

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

function allocationNote(allocation: Reached | undefined, data: Place): string {
  if (allocation === undefined || allocation.place === data) return '';
  return `; the allocation of its blocks only ${placeNames[allocation.place]}`;
}

function stopsOf({ mode }: Behaviour, storage: StorageFacts): readonly Stop[] {
  const { completed, flushed, allocation } = storage;
  const reached = placeNames[completed.place];
  const write = `reaches ${reached}${allocationNote(allocation?.completed, completed.place)}`;
  const covers = `brings all that had completed before it to ${placeNames[flushed.place]}`;
  const flush = flushesReachDevice(mode) ? covers : 'never leaves the guest';
  const fua: Record<Behaviour['mode'], string> = {
    none: 'is an ordinary write',
    drain: 'is an ordinary write',
    tag: 'is an ordinary write',
    'drain-flush': `is a write and then a flush: it reaches ${placeNames[flushed.place]}`,
    'drain-fua': `reaches ${placeNames[flushed.place]}, and takes nothing else there`,
  };
  return [
    { what: 'a write', where: write },
    { what: 'a flush', where: flush },
    { what: 'a FUA write', where: fua[mode] },
  ];
}

function orderOf({ mode, inOrder, oneAtATime }: Behaviour): string {
  if (mode !== 'none') return 'barriers keep the order of requests in flight together';
  return inOrder && oneAtATime
    ? 'there are no barriers; the queue is in order and takes one request at a time'
    : 'there are no barriers: only waiting for completions puts requests in order';
}

const losses: Record<SureFrom, string> = {
  dispatch: 'only what is still queued in the guest',
  completion: 'only what has not completed',
  flush: 'what no flush, sent after it completed, has covered',
  never: 'every write, whether flushed or not, until a cache writes it out by itself',
};

function rulesOf(reasons: readonly Reason[]): readonly string[] {
  return [...new Set(reasons.map(({ rule }) => rule).filter((rule) => rule !== ''))];
}

/** A refused barrier takes the order away; the data is lost for other reasons. */
function isAboutOrder({ rule }: Reason): boolean {
  return rule === 'BLK001' || rule === 'BLK002';
}

function riskOf(configuration: Configuration, fault: FaultId): Risk {
  const { behaviour, order, data, allocation } = explainBehaviour(configuration, fault);
  const whole = losses[behaviour.data];
  const blocks = `, and of writes to new blocks ${losses[behaviour.allocation]}`;
  const chain = [...order, ...data, ...allocation].filter(({ rule }) => rule !== 'BLK002');
  return {
    fault,
    atRisk: behaviour.allocation === behaviour.data ? whole : whole + blocks,
    rules: behaviour.allocation === 'never' ? rulesOf(chain) : [],
  };
}

/** What the configuration promises, layer by layer, and what each fault can take. */
export function explainStack(configuration: Configuration): StackExplanation {
  const storage = storageFacts(configuration);
  const { behaviour, order } = explainBehaviour(configuration, 'power-loss');
  const { completed, flushed, allocation } = storage;
  const flushes = flushesReachDevice(guestFacts(configuration).mode) ? flushed.reasons : [];
  return {
    layers: layersOf([
      ...order,
      ...completed.reasons,
      ...(allocation?.completed.reasons ?? []),
      ...flushes,
    ]),
    stops: stopsOf(behaviour, storage),
    order: {
      text: orderOf(behaviour),
      rules: behaviour.mode === 'none' ? rulesOf(order.filter(isAboutOrder)) : [],
    },
    risks: faults.map(({ id }) => riskOf(configuration, id)),
  };
}
