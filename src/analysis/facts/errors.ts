import { ruleOf } from '../../catalogue/rules.js';
import type { Configuration } from '../../model/configuration.js';
import type { Reason } from '../reason.js';
import { blockLayerQuirk, type DeviceParts, deviceQuirk, quirkReason } from './quirks.js';

/** Which errors of writes the device passes on to the guest, as far as QEMU tells it. */
export type ErrorsTold = 'all' | 'not-of-flushes' | 'none';

export function errorsTold(parts: DeviceParts): ErrorsTold {
  if (deviceQuirk(parts, 'hides-errors') !== undefined) return 'none';
  return deviceQuirk(parts, 'hides-flush-errors') === undefined ? 'all' : 'not-of-flushes';
}

/** Why the device passes on less than all. */
export function untoldReasons(parts: DeviceParts): readonly Reason[] {
  const quirk = deviceQuirk(parts, 'hides-errors') ?? deviceQuirk(parts, 'hides-flush-errors');
  return quirk === undefined ? [] : [quirkReason(quirk)];
}

/** What QEMU does about an error before the device hears of it. */
export interface ErrorPolicy {
  readonly told: ErrorsTold;
  /** Why not all. */
  readonly reasons: readonly Reason[];
}

function ignored(): Reason {
  const { because, source, confidence } = ruleOf('BLK019');
  const row = 'werrors.ignore';
  return { layer: 'qemu', says: because, rule: 'BLK019', row, source, confidence };
}

/** @param inPageCache - a write completes in the page cache, so that fsync has its error */
export function errorPolicy(
  parts: Pick<Configuration, 'qemu' | 'cache' | 'image'>,
  inPageCache: boolean,
): ErrorPolicy {
  if (parts.qemu.werror === 'ignore') return { told: 'none', reasons: [ignored()] };
  const forgets = blockLayerQuirk(parts, 'forgets-flush-errors');
  // A flush that failed is sent again, and that one succeeds.
  if (parts.qemu.werror === 'stop' && forgets !== undefined && inPageCache)
    return { told: 'not-of-flushes', reasons: [quirkReason(forgets)] };
  return { told: 'all', reasons: [] };
}
