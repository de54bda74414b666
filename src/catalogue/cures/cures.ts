import type { Configuration } from '../../model/configuration.js';
import { findDevice } from '../devices/devices.js';
import { errorHandlingOf } from '../devices/error-handling.js';
import { guestKernels } from '../dimensions/guests.js';
import { hosts } from '../dimensions/hosts.js';
import type { QuirkEffect } from '../quirks/quirk.js';
import { quirkOf, quirksOf } from '../quirks/quirks.js';
import { refusalOf } from '../refusals/refusals.js';
import { monitorOf } from '../releases/monitors.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { fileFuaSince, isOlder } from '../releases/releases.js';
import { rowOf } from '../row-of.js';
import { type RuleId, ruleOf } from '../rules/rules.js';
import { advising, applied, type Cure, type CureSettings, setting } from './cure.js';

type Ways = (on: Configuration) => readonly Cure[];

const virtio: CureSettings = { frontend: 'virtio-blk' };
/** What loses nothing in any release, as long as the guest flushes. */
const flushing: CureSettings = { ...virtio, cache: 'none' };

const mending = advising('switch on what mends torn pages (innodb_doublewrite, full_page_writes)');

/** What cures each rule where that is not the same in every configuration, or is a setting. */
const cures: Partial<Record<RuleId, Ways>> = {
  BLK010: (on) => {
    if (on.cache.noFlush) return [setting(flushing)];
    return quirkOf(on, 'driver-answers-flush') === undefined
      ? [setting(virtio), ...writeThrough(on)]
      : [...otherDevice(on), ...writeThrough(on)];
  },
  BLK011: withoutSkippedFlush,
  BLK012: (on) => [...otherDevice(on), ...writeThrough(on)],
  BLK013: (on) => {
    if (on.cache.noFlush) return otherDevice(on);
    return skipsOwnFlush(on)
      ? [...otherDevice(on), setting({ 'config-wce': 'off' })]
      : [setting({ cache: 'writethrough' }), ...otherDevice(on)];
  },
  BLK014: withFlushes,
  BLK016: (on) => [...writeThrough(on), ...otherDevice(on)],
  BLK018: (on) => {
    const isTold = isOfTheMail(on) || !isOfQemu(on.frontend);
    return [isTold ? advising(elsewhere) : setting({ format: 'network' })];
  },
  BLK019: (on) => [
    setting({ werror: 'report' }),
    ...(stopsUntilWritten({ ...on, qemu: { ...on.qemu, werror: 'stop' } })
      ? [setting({ werror: 'stop' })]
      : []),
    setting({ werror: 'enospc' }),
  ],
  BLK020: (on) => [...otherDevice(on), advising('watch the log of QEMU')],
  BLK022: withRememberedErrors,
  BLK023: (on) => [
    advising('FlushFileBuffers after the write'),
    // Its driver flushes behind such a write.
    ...otherDevice(on),
    ...withoutCache(on),
  ],
  BLK024: (on) => [
    ...(isOfQemu(on.frontend) ? writeThrough(on) : []),
    setting({ 'guest-kernel': 'freebsd-zfs' }),
  ],
  BLK027: (on) => [
    ...(stopsUntilWritten(on) ? [setting({ werror: 'stop' })] : []),
    setting({ 'fsync-error': 'stops' }),
  ],
  BLK030: ({ frontend }) => [
    ...(isOfQemu(frontend) ? [setting({ cache: 'none', host: 'block-device' })] : []),
    mending,
  ],
  BLK032: (on) => [...otherDevice(on), mending],
};

const elsewhere = 'keep or replicate the image on another machine';

/**
 * The ways to mend what a rule found, the best first. What QEMU would refuse is none; empty where no way is left.
 */
export function curesOf(rule: RuleId, on: Configuration): readonly Cure[] {
  const ways = cures[rule];
  if (ways === undefined) return [advising(ruleOf(rule).change)];
  return ways(on).filter((cure) => refusalOf(applied(cure, on)) === '');
}

/** Of QEMU 0.11 only raw images of this host are modelled, and its default where a write fails. */
function isOfTheMail({ qemu }: Configuration): boolean {
  return qemu.release === '0.11';
}

/** With werror=stop the guest hears of no error, and what failed is written again: not a flush (BLK022). */
function stopsUntilWritten(on: Configuration): boolean {
  if (isOfTheMail(on) || errorHandlingOf(on)?.effect !== 'obeyed') return false;
  if (quirkOf(on, 'hides-flush-errors') !== undefined) return false;
  return !isInPageCache(on) || quirkOf(on, 'forgets-flush-errors') === undefined;
}

function isInPageCache({ cache, host }: Configuration): boolean {
  const { buffered, direct } = rowOf(hosts, host.storage);
  return (cache.direct ? direct : buffered) === 'host-memory';
}

function withRememberedErrors({ cache, host, qemu }: Configuration): readonly Cure[] {
  const report = setting({ werror: 'report' });
  const threads = qemu.aio === 'io_uring' ? [setting({ aio: 'threads' })] : [];
  const keepsBelow = rowOf(hosts, host.storage).direct === 'host-memory';
  if (!keepsBelow) return [report, ...threads, setting({ cache: 'none' })];
  // O_DIRECT passes no cache that this host keeps below it, and then threads forget as well.
  return cache.direct
    ? [report, setting({ cache: 'writeback', aio: 'threads' })]
    : [report, ...threads];
}

/** Another device is no cure where QEMU drops its flushes too; flash and Xen are parts of the machine. */
function otherDevice({ cache, frontend }: Configuration): readonly Cure[] {
  if (frontend === 'pflash' || frontend === 'xen-block') return [];
  return [setting(cache.noFlush ? flushing : virtio)];
}

const lossy: ReadonlySet<QuirkEffect['kind']> = new Set<QuirkEffect['kind']>([
  'ignores-fua',
  'driver-answers-flush',
  'hides-cache',
  'caches-all-the-same',
]);

/** Whether what the guest flushes is flushed, once the device has a write cache. */
function flushesCache(on: Configuration): boolean {
  const quirks = quirksOf({ ...on, cache: { ...on.cache, writeback: true, noFlush: false } });
  return (
    findDevice(on)?.flushCommand === true && !quirks.some(({ effect }) => lossy.has(effect.kind))
  );
}

/** Whether FUA is used in place of flushes, once the device has a write cache, and QEMU skips what it means. */
function skipsFua(on: Configuration): boolean {
  const quirks = quirksOf({ ...on, cache: { ...on.cache, writeback: true, noFlush: false } });
  const has = (kind: QuirkEffect['kind']) => quirks.some(({ effect }) => effect.kind === kind);
  return has('offers-fua') && has('skips-fua-flush');
}

/** Whether a guest flushes all that is to be durable, once it is told of a write cache. */
function isFlushingGuest(on: Configuration): boolean {
  const { guest } = on;
  const { flushes, flushesForFua } = rowOf(guestKernels, guest.kernel);
  const isFlushed = flushesForFua || quirkOf(on, 'flushes-for-fua') !== undefined;
  return flushes && isFlushed && guest.writeCache === 'device' && guest.mount === 'barrier';
}

/** The modes with a write cache in which the guest's flushes do it. */
const caching = [setting({ cache: 'none' }), setting({ cache: 'writeback' })] as const;

function withFlushes(on: Configuration): readonly Cure[] {
  if (monitorOf(on.frontend) !== undefined) return [setting({ cache: 'writeback' })];
  const isEnough = flushesCache(on) && !skipsFua(on);
  if (on.cache.writeback) {
    if (isEnough) return [...caching].reverse();
    return [...otherDevice(on), ...writeThrough(on)];
  }
  return [...(isEnough && isFlushingGuest(on) ? caching : []), ...writeThrough(on)];
}

/** Whether a device without a write cache has its writes' own flushes skipped. */
function skipsOwnFlush(configuration: Configuration): boolean {
  return quirkOf(configuration, 'skips-fua-flush') !== undefined;
}

/** The cache modes that need no flush of the guest, where QEMU does what they say. */
function writeThrough(on: Configuration): readonly Cure[] {
  if (!skipsOwnFlush(on))
    return [setting({ cache: 'writethrough' }), setting({ cache: 'directsync' })];
  const converted = setting({ cache: 'writethrough', format: 'qcow2' });
  if (isOnNbd(on)) return [converted];
  return isOlder(on.qemu.release, fileFuaSince)
    ? [setting({ cache: 'writethrough', format: 'raw' }), converted]
    : [
        setting({ cache: 'directsync', aio: 'native' }),
        setting({ cache: 'writethrough', aio: 'io_uring' }),
      ];
}

/** A driver that turns the write cache on does so in every cache mode. */
function withoutCache(on: Configuration): readonly Cure[] {
  if (quirkOf(on, 'caches-all-the-same') === undefined) return writeThrough(on);
  if (!on.cache.writeback && !skipsOwnFlush(on)) return [setting({ 'config-wce': 'off' })];
  return writeThrough(on).map(({ settings }) => setting({ ...settings, 'config-wce': 'off' }));
}

/** The server's QEMU skips it, whatever runs the guest. */
function isOnNbd({ host }: Configuration): boolean {
  return host.storage === 'nbd';
}

function withoutSkippedFlush(on: Configuration): readonly Cure[] {
  if (!isOfQemu(on.frontend)) return [];
  // More flushes are no cure where the driver sends none.
  if (on.cache.writeback && quirkOf(on, 'driver-answers-flush') !== undefined)
    return [...otherDevice(on), ...writeThrough(on)];
  const canCache = !on.cache.writeback && isFlushingGuest(on) && flushesCache(on);
  return [
    ...(canCache && !skipsFua(on) ? caching : []),
    ...(isOnNbd(on) ? [setting({ host: 'nbd-other' })] : engineCures(on)),
    ...deviceCures(on),
    setting({ format: 'qcow2' }),
    ...directCures(on, canCache),
    ...(isFlushingGuest(on) && skipsFua(on) ? [setting(flushing)] : []),
  ];
}

/** Who sends FUA on to the host: io_uring always, native where it is. */
function engineCures({ qemu, image }: Configuration): readonly Cure[] {
  const engines = ['native', 'io_uring'];
  if (!isOlder(qemu.release, fileFuaSince)) return engines.map((aio) => setting({ aio }));
  const driver = image.format === 'protocol' ? [setting({ format: 'raw' })] : [];
  return [...driver, ...engines.map((aio) => setting({ qemu: '10.0', aio }))];
}

/** What else makes fewer FUA writes of a device that has a write cache, or could have it. */
function deviceCures(on: Configuration): readonly Cure[] {
  if (!on.cache.writeback) return [];
  const isOff = on.guest.writeCache === 'device-off';
  if (quirkOf(on, 'offers-fua') === undefined)
    return isOff ? [setting({ 'guest-write-cache': 'device' })] : [];
  return isOff ? [] : [setting({ dpofua: 'off' }), setting(virtio)];
}

/** For those who have no other engine than native, which needs O_DIRECT. */
function directCures({ cache, qemu }: Configuration, canCache: boolean): readonly Cure[] {
  if (cache.direct || isOlder(qemu.release, fileFuaSince)) return [];
  if (cache.writeback || canCache) return [setting({ cache: 'none', aio: 'native' })];
  return [setting({ cache: 'directsync', aio: 'native' })];
}
