import type { Configuration } from '../model/configuration.js';
import { errorHandlingOf } from './error-handling.js';
import { hosts } from './hosts.js';
import { monitorOf } from './monitors.js';
import { isOfQemu } from './of-qemu.js';
import type { QuirkEffect } from './quirk.js';
import { quirkOf, quirksOf } from './quirks.js';
import { everything, isWithin, type Reach } from './reach.js';
import { fileFuaSince, isOlder } from './releases.js';
import { rowOf } from './row-of.js';
import { type RuleId, ruleOf } from './rules.js';

type Cure = (configuration: Configuration, reach: Reach) => string;

/** What cures each rule where that is not the same in every configuration. */
const cures: Partial<Record<RuleId, Cure>> = {
  BLK010: (on) => {
    if (on.cache.noFlush) return flushing;
    return quirkOf(on, 'driver-answers-flush') === undefined
      ? ruleOf('BLK010').change
      : `${otherDevice(on)}, or ${writeThrough(on)}`;
  },
  BLK011: withoutSkippedFlush,
  BLK012: (on) => `${otherDevice(on)}, or ${writeThrough(on)}`,
  BLK013: (on) => {
    if (on.cache.noFlush) return otherDevice(on);
    return skipsOwnFlush(on)
      ? `${otherDevice(on)}, or config-wce=off for the device`
      : `writethrough=on for the export, or ${otherDevice(on)}`;
  },
  BLK014: (on) => {
    const monitor = monitorOf(on.frontend);
    if (monitor !== undefined) return monitor.options['cache']?.['writeback'] ?? '';
    if (on.cache.writeback) return losesToo(on) ? flushing : ruleOf('BLK014').change;
    return skipsOwnFlush(on) ? writeThrough(on) : 'cache=writethrough or directsync';
  },
  BLK016: (on) => {
    const through = skipsOwnFlush(on) ? writeThrough(on) : 'cache=writethrough or directsync';
    // Flash is a part of the machine: no disk can take its place.
    return on.frontend === 'pflash' ? through : `${through}, or ${otherDevice(on)}`;
  },
  BLK018: (on) =>
    isOfTheMail(on) ? 'keep or replicate the image on another machine' : ruleOf('BLK018').change,
  BLK030: ({ frontend }) => (isOfQemu(frontend) ? ruleOf('BLK030').change : mending),
  BLK022: ({ cache, host, qemu }) => {
    const keepsBelow = rowOf(hosts, host.storage).direct === 'host-memory';
    const threads = qemu.aio === 'io_uring' ? ', aio=threads (fsync stays failed)' : '';
    if (!keepsBelow) return `werror=report${threads}, or cache=none`;
    // O_DIRECT passes no cache that this host keeps below it, and then threads forget as well.
    return cache.direct
      ? 'werror=report, or cache=writeback with aio=threads'
      : `werror=report${threads}; not cache=none`;
  },
  BLK027: (on) =>
    stopsUntilWritten(on)
      ? 'werror=stop, or let the application stop (data_sync_retry=off)'
      : ruleOf('BLK027').change,
  BLK023: (on) => ['FlushFileBuffers after the write', ...onQemu(on, withoutCache)].join(', or '),
  BLK024: (on) => [...onQemu(on, writeThrough), 'ZFS in the guest'].join(', or '),
};

/** Of QEMU 0.11 only raw images of this host are modelled, and its default where a write fails. */
function isOfTheMail({ qemu }: Configuration): boolean {
  return qemu.release === '0.11';
}

/** What to change, in one sentence, where a rule was found, as far as whoever says it can reach it. */
export function cureOf(rule: RuleId, configuration: Configuration, reach = everything): string {
  return cures[rule]?.(configuration, reach) ?? ruleOf(rule).change;
}

const mending = 'switch on what mends torn pages (innodb_doublewrite, full_page_writes)';

/** Another monitor has no such option. */
function onQemu(on: Configuration, cure: (on: Configuration) => string): readonly string[] {
  return isOfQemu(on.frontend) ? [cure(on)] : [];
}

/** With werror=stop the guest hears of no error, and what failed is written again: not a flush (BLK022). */
function stopsUntilWritten(on: Configuration): boolean {
  if (isOfTheMail(on) || errorHandlingOf(on)?.effect !== 'obeyed') return false;
  if (quirkOf(on, 'hides-flush-errors') !== undefined) return false;
  const { buffered, direct } = rowOf(hosts, on.host.storage);
  const isInPageCache = (on.cache.direct ? direct : buffered) === 'host-memory';
  return !isInPageCache || quirkOf(on, 'forgets-flush-errors') === undefined;
}

/** What loses nothing in any release, as long as the guest flushes. */
const flushing = 'virtio-blk with cache=none';

/** Another device is no cure where QEMU drops its flushes too. */
function otherDevice({ cache }: Configuration): string {
  return cache.noFlush ? flushing : 'virtio-blk';
}

const lossy: ReadonlySet<QuirkEffect['kind']> = new Set<QuirkEffect['kind']>([
  'ignores-fua',
  'driver-answers-flush',
  'hides-cache',
  'caches-all-the-same',
]);

/** Whether the device would lose writes with an honest cache mode as well. */
function losesToo(on: Configuration): boolean {
  const quirks = quirksOf({ ...on, cache: { writeback: true, direct: false, noFlush: false } });
  const has = (kind: QuirkEffect['kind']) => quirks.some(({ effect }) => effect.kind === kind);
  const skips = has('offers-fua') && has('skips-fua-flush');
  return skips || quirks.some(({ effect }) => lossy.has(effect.kind));
}

/** Whether a device without a write cache has its writes' own flushes skipped. */
function skipsOwnFlush(configuration: Configuration): boolean {
  return quirkOf(configuration, 'skips-fua-flush') !== undefined;
}

/** The cache mode that needs no flush of the guest, where QEMU does what it says. */
function writeThrough(configuration: Configuration): string {
  if (!skipsOwnFlush(configuration)) return 'cache=writethrough';
  if (isOnNbd(configuration)) return 'cache=writethrough with qcow2';
  return isOlder(configuration.qemu.release, fileFuaSince)
    ? 'cache=writethrough with the raw driver'
    : 'cache=directsync with aio=native';
}

/** A driver that turns the write cache on does so in every cache mode. */
function withoutCache(on: Configuration): string {
  if (quirkOf(on, 'caches-all-the-same') === undefined) return writeThrough(on);
  const isThrough = !on.cache.writeback && !skipsOwnFlush(on);
  return isThrough ? 'config-wce=off' : `${writeThrough(on)} and config-wce=off`;
}

/** The server's QEMU skips it, whatever runs the guest. */
function isOnNbd({ host }: Configuration): boolean {
  return host.storage === 'nbd';
}

function withoutSkippedFlush(configuration: Configuration, reach: Reach): string {
  const { cache } = configuration;
  if (!isOfQemu(configuration.frontend)) return ruleOf('BLK011').change;
  // More flushes are no cure where the driver sends none.
  if (cache.writeback && quirkOf(configuration, 'driver-answers-flush') !== undefined)
    return `${otherDevice(configuration)}, or ${writeThrough(configuration)}`;
  const first = isOnNbd(configuration)
    ? ["another NBD server than QEMU's"]
    : engineCure(configuration, reach);
  const cures = [...first, ...deviceCure(configuration, reach)];
  if (isWithin(reach, 'format', 'qcow2')) return `${cures.join(', ')}, or qcow2`;
  return cures.join(', or ');
}

/** Who sends FUA on to the host: io_uring always, native where it is. */
function engineCure({ qemu, cache }: Configuration, reach: Reach): readonly string[] {
  const all = cache.direct ? ['native', 'io_uring'] : ['io_uring'];
  const engines = all.filter((id) => isWithin(reach, 'aio', id));
  const engine =
    engines.length === 0 ? 'cache=none with aio=native' : `aio=${engines.join(' or ')}`;
  return isOlder(qemu.release, fileFuaSince)
    ? [`the raw driver over the node, QEMU 10.0 and ${engine}`]
    : [engine];
}

/** What else makes fewer FUA writes of a device that has a write cache, or could have it. */
function deviceCure(configuration: Configuration, reach: Reach): readonly string[] {
  const { cache, guest } = configuration;
  if (!cache.writeback) return [];
  const isOff = guest.writeCache === 'device-off';
  if (quirksOf(configuration).some(({ effect }) => effect.kind === 'offers-fua')) {
    if (isOff) return [];
    return [isWithin(reach, 'dpofua', 'off') ? 'scsi-hd dpofua=off' : 'virtio-blk'];
  }
  return isOff ? ['its write cache left on'] : [];
}
