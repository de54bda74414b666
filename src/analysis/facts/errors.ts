import { fsyncErrors } from '../../catalogue/guests.js';
import { rowOf } from '../../catalogue/row-of.js';
import { type RuleId, ruleOf } from '../../catalogue/rules.js';
import type { Configuration, WerrorId } from '../../model/configuration.js';
import type { LayerId } from '../../model/verdict.js';
import type { Reason } from '../reason.js';
import { blockLayerQuirk, type DeviceParts, deviceQuirk, quirkReason } from './quirks.js';

/** Which errors of writes the device passes on, and the guest heeds, as far as QEMU tells it. */
export type ErrorsTold = 'all' | 'not-of-flushes' | 'none';

const reporting: readonly WerrorId[] = ['enospc', 'report'];

/** The error of a write that failed in the guest is told to one fsync, and the next finds clean pages. */
function forgetsAtNextFsync({ guest, qemu }: Pick<DeviceParts, 'guest' | 'qemu'>): boolean {
  return guest.fsyncError === 'retries' && reporting.includes(qemu.werror);
}

export function errorsTold(parts: DeviceParts): ErrorsTold {
  if (deviceQuirk(parts, 'hides-errors') !== undefined) return 'none';
  if (forgetsAtNextFsync(parts)) return 'none';
  return deviceQuirk(parts, 'hides-flush-errors') === undefined ? 'all' : 'not-of-flushes';
}

/** Why the guest goes on after less than all. */
export function untoldReasons(parts: DeviceParts): readonly Reason[] {
  const silent = deviceQuirk(parts, 'hides-errors');
  if (silent === undefined && forgetsAtNextFsync(parts)) {
    const { sentence } = rowOf(fsyncErrors, 'retries');
    return [reasonOf('BLK027', 'guest', `after a failed fsync ${sentence}`, 'fsyncErrors.retries')];
  }
  const quirk = silent ?? deviceQuirk(parts, 'hides-flush-errors');
  return quirk === undefined ? [] : [quirkReason(quirk)];
}

/** What QEMU does about an error before the device hears of it. */
export interface ErrorPolicy {
  readonly told: ErrorsTold;
  /** Why not all. */
  readonly reasons: readonly Reason[];
}

function reasonOf(rule: RuleId, layer: LayerId, says: string, row: string): Reason {
  const { source, confidence } = ruleOf(rule);
  return { layer, says, rule, row, source, confidence };
}

const ignored = reasonOf('BLK019', 'qemu', ruleOf('BLK019').because, 'werrors.ignore');

/** @param inPageCache - a write completes in the page cache, so that fsync has its error */
export function errorPolicy(
  parts: Pick<Configuration, 'qemu' | 'cache' | 'image'>,
  inPageCache: boolean,
): ErrorPolicy {
  if (parts.qemu.werror === 'ignore') return { told: 'none', reasons: [ignored] };
  const forgets = blockLayerQuirk(parts, 'forgets-flush-errors');
  // A flush that failed is sent again, and that one succeeds.
  if (parts.qemu.werror === 'stop' && forgets !== undefined && inPageCache)
    return { told: 'not-of-flushes', reasons: [quirkReason(forgets)] };
  return { told: 'all', reasons: [] };
}
