import type { Configuration } from '../model/configuration.js';
import { hosts } from './hosts.js';
import { isOfQemu } from './of-qemu.js';
import { quirkOf, quirksOf } from './quirks.js';
import { isOlder } from './releases.js';
import { rowOf } from './row-of.js';
import { type RuleId, ruleOf } from './rules.js';

type Cure = (configuration: Configuration) => string;

/** What cures each rule where that is not the same in every configuration. */
const cures: Partial<Record<RuleId, Cure>> = {
  BLK011: withoutSkippedFlush,
  BLK012: (on) =>
    skipsOwnFlush(on) ? `virtio-scsi, or ${writeThrough(on)}` : ruleOf('BLK012').change,
  BLK013: (on) =>
    skipsOwnFlush(on) ? 'virtio-blk, or config-wce=off for the device' : ruleOf('BLK013').change,
  BLK014: ({ frontend, cache }) => {
    if (frontend === 'firecracker') return 'cache_type: Writeback';
    return cache.writeback ? ruleOf('BLK014').change : 'cache=writethrough or directsync';
  },
  BLK016: (on) =>
    skipsOwnFlush(on) ? `${writeThrough(on)}, or another frontend` : ruleOf('BLK016').change,
  BLK022: ({ cache, host, qemu }) => {
    const keepsBelow = rowOf(hosts, host.storage).direct === 'host-memory';
    const threads = qemu.aio === 'io_uring' ? ', aio=threads (fsync stays failed)' : '';
    if (!keepsBelow) return `werror=report${threads}, or cache=none`;
    // O_DIRECT passes no cache that this host keeps below it, and then threads forget as well.
    return cache.direct
      ? 'werror=report, or cache=writeback with aio=threads'
      : `werror=report${threads}; not cache=none`;
  },
  BLK023: (on) => `FlushFileBuffers after the write, or ${writeThrough(on)}`,
  BLK024: (on) => `${writeThrough(on)}, or ZFS in the guest`,
};

/** What to change, in one sentence, where a rule was found. */
export function cureOf(rule: RuleId, configuration: Configuration): string {
  return cures[rule]?.(configuration) ?? ruleOf(rule).change;
}

/** Whether a device without a write cache has its writes' own flushes skipped. */
function skipsOwnFlush(configuration: Configuration): boolean {
  return quirkOf(configuration, 'skips-fua-flush') !== undefined;
}

/** The cache mode that needs no flush of the guest, where QEMU does what it says. */
function writeThrough(configuration: Configuration): string {
  if (!skipsOwnFlush(configuration)) return 'cache=writethrough';
  return isOlder(configuration.qemu.release, '10.0')
    ? 'cache=writethrough with the raw driver'
    : 'cache=directsync with aio=native';
}

function withoutSkippedFlush(configuration: Configuration): string {
  const { qemu, cache, guest } = configuration;
  if (!isOfQemu(configuration.frontend)) return ruleOf('BLK011').change;
  const offers = quirksOf(configuration).some(({ effect }) => effect.kind === 'offers-fua');
  const native = cache.direct ? 'aio=native or io_uring' : 'aio=io_uring';
  const engine = isOlder(qemu.release, '10.0')
    ? `the raw driver over the node, QEMU 10.0 and ${native}`
    : native;
  const device = cache.writeback ? deviceCure(offers, guest.writeCache === 'device-off') : '';
  return `${engine}${device}, or qcow2`;
}

/** What else makes fewer FUA writes of a device that has a write cache, or could have it. */
function deviceCure(offersFua: boolean, isOff: boolean): string {
  if (offersFua) return isOff ? '' : ', scsi-hd dpofua=off';
  return isOff ? ', its write cache left on' : '';
}
