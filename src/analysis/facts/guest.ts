import { type DriverId, type FrontendRow, frontends } from '../../catalogue/frontends.js';
import { type PatchEffect, type PatchRow, patches } from '../../catalogue/patches.js';
import { ruleOf } from '../../catalogue/rules.js';
import type { Configuration } from '../../model/configuration.js';
import type { Reason } from '../reason.js';

/**
 * What the guest's block layer does for a barrier (Linux 2.6.31, block/blk-barrier.c): drain its
 * queue, drain and flush around it, drain and write with FUA, tag it, or refuse it.
 */
export type OrderedMode = 'drain' | 'drain-flush' | 'drain-fua' | 'tag' | 'none';

/** The fields of a configuration that it depends on, and no other. */
export const guestParts = [
  'guest',
  'frontend',
  'cache',
  'patches',
] as const satisfies readonly (keyof Configuration)[];
export type GuestParts = Pick<Configuration, (typeof guestParts)[number]>;

export interface GuestFacts {
  /** What reaches the queue: `none` also where the mount has no barriers. */
  readonly mode: OrderedMode;
  readonly inOrder: boolean;
  readonly oneAtATime: boolean;
  readonly reasons: readonly Reason[];
}

/** What the device tells the guest, patches applied. */
interface Offer {
  readonly row: FrontendRow;
  readonly advertisesCache: boolean;
  readonly flushCommand: boolean;
  readonly drainsWithoutFlush: boolean;
  readonly reasons: readonly Reason[];
}

const driverSources: Record<DriverId, string> = {
  sd: 'Linux 2.6.31 drivers/scsi/sd.c: WCE ? (DPOFUA ? DRAIN_FUA : DRAIN_FLUSH) : DRAIN',
  virtio_blk: 'Linux drivers/block/virtio_blk.c: F_FLUSH (2.6.32), F_BARRIER, else none',
};

const modeSays: Record<OrderedMode, string> = {
  drain: 'drains its queue for a barrier and sends no flush',
  'drain-flush': 'drains its queue for a barrier and flushes before and after it',
  'drain-fua': 'drains its queue for a barrier, flushes before it and writes it with FUA',
  tag: 'tags a barrier, and the device keeps its place',
  none: 'refuses barriers and sends no flush',
};

function effectsOf(configuration: GuestParts): readonly PatchRow[] {
  return patches.filter(({ id }) => configuration.patches.includes(id));
}

function isFor(effect: PatchEffect, row: FrontendRow): boolean {
  return !('frontend' in effect) || effect.frontend === row.id;
}

function offerReason(row: FrontendRow, says: string, rule: Reason['rule'], patch?: PatchRow) {
  const named = patch === undefined ? `frontends.${row.id}` : `patches.${patch.id}`;
  return {
    layer: 'frontend',
    says,
    rule,
    row: named,
    source: patch?.landed ?? row.source,
  } as const;
}

function cacheOffer(configuration: GuestParts, row: FrontendRow, applied: readonly PatchRow[]) {
  const gives = applied.find(
    ({ effect }) => effect.kind === 'advertise-cache' || effect.kind === 'flush-command',
  );
  const honest = applied.find(({ effect }) => effect.kind === 'advertise-only-when-caching');
  const offers = row.advertisesCache || gives !== undefined;
  if (!offers) return { advertised: false, because: undefined };
  if (honest !== undefined && !configuration.cache.writeback) {
    return { advertised: false, because: honest };
  }
  return { advertised: true, because: row.advertisesCache ? undefined : gives };
}

function offerOf(configuration: GuestParts): Offer {
  const row = frontends.find(({ id }) => id === configuration.frontend) as FrontendRow;
  const applied = effectsOf(configuration).filter(({ effect }) => isFor(effect, row));
  const { advertised, because } = cacheOffer(configuration, row, applied);
  const command = applied.find(({ effect }) => effect.kind === 'flush-command');
  const flushCommand = row.flushCommand || command !== undefined;
  const caches = configuration.cache.writeback;
  const reasons = [
    flushCommand
      ? offerReason(row, 'has a flush command', '', row.flushCommand ? undefined : command)
      : offerReason(row, 'has no flush command', caches ? 'BLK004' : ''),
    advertised
      ? offerReason(row, 'tells the guest of a write cache', '', because)
      : offerReason(
          row,
          'tells the guest of no write cache',
          caches && flushCommand ? 'BLK003' : '',
          because,
        ),
  ];
  const drainsWithoutFlush = applied.some(({ effect }) => effect.kind === 'drain-without-flush');
  return { row, advertisesCache: advertised, flushCommand, drainsWithoutFlush, reasons };
}

/** How the driver registers its queue with the block layer (semantics: the driver's source). */
function driverMode({ row, ...offer }: Offer): OrderedMode {
  if (row.driver === 'sd') {
    if (!offer.advertisesCache) return 'drain';
    return row.fua ? 'drain-fua' : 'drain-flush';
  }
  if (offer.flushCommand && offer.advertisesCache) return 'drain-flush';
  if (row.orderedTags) return 'tag';
  return offer.drainsWithoutFlush ? 'drain' : 'none';
}

function driverReason({ row }: Offer, mode: OrderedMode): Reason {
  return {
    layer: 'guest-driver',
    says: `${row.driver} ${modeSays[mode]}`,
    rule: mode === 'none' ? 'BLK002' : '',
    row: `frontends.${row.id}`,
    source: driverSources[row.driver],
  };
}

const withoutBarriers: Reason = {
  layer: 'guest',
  says: 'mounts without barriers: no flush and no barrier leaves the file system',
  rule: 'BLK001',
  row: 'mounts.nobarrier',
  source: ruleOf('BLK001').source,
};

const elevatorSays = {
  cfq: 'may dispatch what is queued in any order',
  noop: 'dispatches in the order of submission',
} as const;

function elevatorReason(configuration: GuestParts): Reason {
  const { elevator } = configuration.guest;
  const source = 'Linux 2.6.31 block/cfq-iosched.c, block/noop-iosched.c';
  const says = elevatorSays[elevator];
  return { layer: 'guest', says, rule: '', row: `elevators.${elevator}`, source };
}

/** What the guest makes of a flush, a barrier and a FUA write before the device sees anything. */
export function guestFacts(configuration: GuestParts): GuestFacts {
  const offer = offerOf(configuration);
  const mounted = configuration.guest.mount === 'barrier';
  const mode = driverMode(offer);
  const sent = mounted
    ? [...offer.reasons, driverReason(offer, mode)]
    : [withoutBarriers, ...offer.reasons];
  return {
    mode: mounted ? mode : 'none',
    inOrder: configuration.guest.elevator === 'noop',
    oneAtATime: offer.row.queueDepth === 1,
    reasons: [elevatorReason(configuration), ...sent],
  };
}

export function flushesReachDevice(mode: OrderedMode): boolean {
  return mode === 'drain-flush' || mode === 'drain-fua';
}
