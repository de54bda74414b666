import { type CacheSwitchRow, cacheSwitches } from '../../catalogue/devices/cache-switches.js';
import { type DeviceRow, deviceOf } from '../../catalogue/devices/devices.js';
import { cacheModes } from '../../catalogue/dimensions/cache-modes.js';
import {
  type GuestKernelRow,
  guestKernels,
  writeCaches,
} from '../../catalogue/dimensions/guests.js';
import { type PatchEffect, type PatchRow, patches } from '../../catalogue/dimensions/patches.js';
import type { Known } from '../../catalogue/known.js';
import type { QuirkEffect, QuirkRow } from '../../catalogue/quirks/quirk.js';
import { isWithinReleases } from '../../catalogue/releases/releases.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { Configuration } from '../../model/configuration.js';
import { noBetterThan, type Reason } from '../reason.js';
import { deviceQuirk, quirkReason } from './quirks.js';

/** The fields of a configuration that guest and device depend on, and no other. */
export const guestParts = [
  'guest',
  'frontend',
  'device',
  'qemu',
  'cache',
  'patches',
] as const satisfies readonly (keyof Configuration)[];
export type GuestParts = Pick<Configuration, (typeof guestParts)[number]>;

/** What the device tells the guest, and what it does about it; patches applied. */
export interface Offer {
  readonly row: DeviceRow;
  /** QEMU makes every write durable by itself. */
  readonly writesThrough: boolean;
  readonly advertisesCache: boolean;
  readonly flushCommand: boolean;
  /** The guest flushes whatever it is told of a write cache, and the device takes it. */
  readonly flushesAnyway: boolean;
  /** A patched driver of the barrier era speaks the flush command. */
  readonly speaksFlush: boolean;
  /** FUA of a guest whose system has it. */
  readonly fua: boolean;
  readonly ignoresFua: QuirkRow | undefined;
  /** The guest may send FUA, and the device makes a write and a flush of it. */
  readonly flushesForFua: boolean;
  readonly drainsWithoutFlush: boolean;
  readonly reasons: readonly Reason[];
}

function isFor(effect: PatchEffect, row: DeviceRow): boolean {
  return !('frontend' in effect) || effect.frontend === row.id;
}

function offerReason(row: DeviceRow, says: string, rule: Reason['rule'], patch?: PatchRow): Reason {
  return {
    layer: 'frontend',
    says,
    rule,
    row: patch === undefined ? `devices.${row.id}` : `patches.${patch.id}`,
    source: (patch ?? row).source,
    confidence: (patch ?? row).confidence,
  };
}

interface CacheOffer {
  readonly advertised: boolean;
  readonly because?: PatchRow | QuirkRow | undefined;
}

/** What decides whether a device tells of its cache. */
interface CacheGrounds {
  readonly row: DeviceRow;
  readonly isThrough: boolean;
  readonly applied: readonly PatchRow[];
  readonly hides: QuirkRow | undefined;
  readonly says: QuirkRow | undefined;
}

function cacheOffer({ row, isThrough, applied, hides, says }: CacheGrounds): CacheOffer {
  if (says !== undefined) return { advertised: true, because: says };
  const gives = applied.find(
    ({ effect }) => effect.kind === 'advertise-cache' || effect.kind === 'flush-command',
  );
  const honest = applied.find(({ effect }) => effect.kind === 'advertise-only-when-caching');
  const claims = row.claimsCache === 'always' || (row.claimsCache === 'when-caching' && !isThrough);
  if (!claims && gives === undefined) return { advertised: false };
  if (hides !== undefined) return { advertised: false, because: hides };
  if (honest !== undefined && isThrough) return { advertised: false, because: honest };
  return { advertised: true, because: claims ? undefined : gives };
}

function cacheReason(row: DeviceRow, offer: CacheOffer, rule: Reason['rule']): Reason {
  const { advertised, because } = offer;
  if (because !== undefined && 'layer' in because) return quirkReason(because);
  const says = advertised
    ? 'tells the guest of a write cache'
    : 'tells the guest of no write cache';
  return offerReason(row, says, rule, because);
}

const requestFua: Known = {
  source: 'QEMU commits bfd18d1e0b, 9f0eb9e129 (2.6): BDRV_REQ_FUA where the write cache is off',
  confidence: 'read',
};

function everyWrite(): Reason {
  const says = 'sends every write with FUA to the image';
  const known = noBetterThan(rowOf(cacheModes, 'writethrough'), requestFua);
  return { layer: 'qemu', says, rule: '', row: 'cacheModes.writethrough', ...known };
}

/** How the device takes it that the guest switches its write cache off; undefined where none does. */
function switching({ guest, frontend, qemu }: GuestParts): CacheSwitchRow | undefined {
  if (guest.writeCache !== 'device-off') return undefined;
  const ofRelease = cacheSwitches.filter((row) => isWithinReleases(qemu.release, row));
  return ofRelease.find(({ frontends }) => frontends.includes(frontend));
}

function kernelOf({ guest }: GuestParts): GuestKernelRow | undefined {
  const rows: readonly GuestKernelRow[] = guestKernels;
  return rows.find(({ id }) => id === guest.kernel);
}

function switchReasons(told: CacheSwitchRow | undefined, parts: GuestParts): readonly Reason[] {
  if (told === undefined) return [];
  const kernel = kernelOf(parts);
  const { id, sentence, source, confidence } = told;
  return [
    {
      layer: 'guest',
      says: 'tells the device to switch its write cache off, before the first write',
      rule: '',
      row: 'writeCaches.device-off',
      ...noBetterThan(rowOf(writeCaches, 'device-off'), {
        source: kernel?.switchesCache ?? '',
        confidence: kernel?.system === 'Linux' ? 'measured' : 'memory',
      }),
    },
    { layer: 'frontend', says: sentence, rule: '', row: `cacheSwitches.${id}`, source, confidence },
  ];
}

function withoutFlushCommand({ driver }: DeviceRow): Reason['rule'] {
  return driver === 'virtio_blk' ? 'BLK004' : 'BLK016';
}

function commandReason(
  row: DeviceRow,
  hasCommand: boolean,
  writesThrough: boolean,
  patch: PatchRow | undefined,
): Reason {
  if (hasCommand)
    return offerReason(row, 'has a flush command', '', row.flushCommand ? undefined : patch);
  return offerReason(row, 'has no flush command', writesThrough ? '' : withoutFlushCommand(row));
}

/** No other release has the steps of the action plans, so of others nobody need look which are taken. */
const releaseOfPatches = '0.11';

function patchesOn(parts: GuestParts, row: DeviceRow): readonly PatchRow[] {
  if (parts.qemu.release !== releaseOfPatches) return [];
  return patches.filter(({ id, effect }) => isFor(effect, row) && parts.patches.includes(id));
}

/** Whether QEMU makes every write durable by itself. */
export function writesThrough(parts: GuestParts): boolean {
  return isWriteCacheOff(parts) || deviceQuirk(parts, 'write-through-without-flush') !== undefined;
}

function isWriteCacheOff(parts: GuestParts): boolean {
  if (switching(parts)?.effect === 'obeyed') return true;
  return !parts.cache.writeback && deviceQuirk(parts, 'caches-all-the-same') === undefined;
}

/** What the device does about FUA; nothing where the guest's system has no such thing. */
function fuaOffer(parts: GuestParts) {
  const ofFua = (kind: QuirkEffect['kind']) =>
    kernelOf(parts)?.sendsFua === false ? undefined : deviceQuirk(parts, kind);
  return {
    gives: ofFua('offers-fua'),
    flushes: ofFua('flushes-for-fua'),
    ignores: ofFua('ignores-fua'),
  };
}

/** Whether the guest flushes whatever it is told of a write cache, and the device takes it. */
function isFlushedAnyway(parts: GuestParts, row: DeviceRow): boolean {
  const kernel = kernelOf(parts);
  if (kernel?.flushes !== true || !kernel.flushesWithoutCache) return false;
  return row.flushWithoutCache || deviceQuirk(parts, 'flush-without-cache') !== undefined;
}

export function offerOf(parts: GuestParts): Offer {
  const row = deviceOf(parts);
  const applied = patchesOn(parts, row);
  const has = (kind: PatchEffect['kind']) => applied.find(({ effect }) => effect.kind === kind);
  const forced = deviceQuirk(parts, 'write-through-without-flush');
  const caches = deviceQuirk(parts, 'caches-all-the-same');
  const switched = switching(parts);
  const isThrough = writesThrough(parts);
  const withheld = deviceQuirk(parts, 'offers-no-flush');
  const hides = deviceQuirk(parts, 'hides-cache') ?? withheld;
  const says = deviceQuirk(parts, 'claims-cache');
  const cache = cacheOffer({ row, isThrough, applied, hides, says });
  const command = has('flush-command');
  const flushCommand = withheld === undefined && (row.flushCommand || command !== undefined);
  const { gives, flushes, ignores } = fuaOffer(parts);
  const quirks = [forced, caches, gives, flushes, ignores].filter((quirk) => quirk !== undefined);
  const flushesAnyway = flushCommand && isFlushedAnyway(parts, row);
  const silent = !isThrough && flushCommand && !cache.advertised;
  const told = cacheReason(row, cache, silent ? 'BLK003' : '');
  return {
    row,
    writesThrough: isThrough,
    advertisesCache: cache.advertised,
    flushCommand,
    flushesAnyway,
    speaksFlush: command !== undefined,
    fua: (row.fua || gives !== undefined) && kernelOf(parts)?.sendsFua !== false,
    ignoresFua: ignores,
    flushesForFua: flushes !== undefined,
    drainsWithoutFlush: has('drain-without-flush') !== undefined,
    reasons: [
      ...switchReasons(switched, parts),
      ...(withheld === undefined ? [commandReason(row, flushCommand, isThrough, command)] : []),
      // Nobody is misled who flushes all the same.
      flushesAnyway ? { ...told, rule: '' } : told,
      ...quirks.map(quirkReason),
      ...(isThrough && parts.qemu.release !== '0.11' ? [everyWrite()] : []),
    ],
  };
}
