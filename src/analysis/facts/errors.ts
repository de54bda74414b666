import { errorHandlings } from '../../catalogue/devices/error-handling.js';
import { fsyncErrors, werrors } from '../../catalogue/dimensions/guests.js';
import { isWithinReleases } from '../../catalogue/releases/releases.js';
import { rowOf } from '../../catalogue/row-of.js';
import { ruleOf } from '../../catalogue/rules/rules.js';
import type { Configuration, WerrorId } from '../../model/configuration.js';
import { noBetterThan, type Reason } from '../reason.js';
import { blockLayerQuirk, type DeviceParts, deviceQuirk, quirkReason } from './quirks.js';

/**
 * Which errors of writes the device passes on, and the guest heeds. `flush-again`: it hears of none, and what
 * failed is sent again, a flush too.
 */
export type ErrorsTold = 'all' | 'not-of-flushes' | 'none' | 'flush-again';

type PolicyParts = Pick<DeviceParts, 'frontend' | 'qemu'>;

const reporting: readonly WerrorId[] = ['enospc', 'report'];

/** The policy that holds: a device that asks for none passes every error on. */
function policyOf({ frontend, qemu }: PolicyParts): WerrorId {
  const isAsked = errorHandlings.some(
    (row) =>
      row.effect === 'obeyed' &&
      row.frontends.includes(frontend) &&
      isWithinReleases(qemu.release, row),
  );
  return isAsked ? qemu.werror : 'report';
}

/** The error of a write that failed in the guest is told to one fsync, and the next finds clean pages. */
function forgetsAtNextFsync(parts: PolicyParts & Pick<DeviceParts, 'guest'>): boolean {
  return parts.guest.fsyncError === 'retries' && reporting.includes(policyOf(parts));
}

export function errorsTold(parts: DeviceParts): ErrorsTold {
  if (deviceQuirk(parts, 'hides-errors') !== undefined) return 'none';
  if (policyOf(parts) === 'ignore') return 'none';
  if (forgetsAtNextFsync(parts)) return 'none';
  if (deviceQuirk(parts, 'hides-flush-errors') !== undefined) return 'not-of-flushes';
  return policyOf(parts) === 'stop' ? 'flush-again' : 'all';
}

/** Why the guest goes on after less than all, as far as the device knows. */
export function untoldReasons(parts: DeviceParts): readonly Reason[] {
  const silent = deviceQuirk(parts, 'hides-errors');
  if (silent !== undefined) return [quirkReason(silent)];
  if (policyOf(parts) === 'ignore') return [ignored()];
  if (forgetsAtNextFsync(parts)) {
    const retries = rowOf(fsyncErrors, 'retries');
    const says = `after a failed fsync ${retries.sentence}`;
    const known = noBetterThan(retries, ruleOf('BLK027'));
    return [{ layer: 'guest', says, rule: 'BLK027', row: 'fsyncErrors.retries', ...known }];
  }
  const quirk = deviceQuirk(parts, 'hides-flush-errors');
  return quirk === undefined ? [] : [quirkReason(quirk)];
}

/** A policy that is given, and that the device asks nobody for. */
export function unaskedReasons({ frontend, qemu }: PolicyParts): readonly Reason[] {
  const row = errorHandlings.find((each) => each.frontends.includes(frontend));
  if (row?.effect !== 'ignored' || reporting.includes(qemu.werror)) return [];
  const { id, sentence: says, source, confidence } = row;
  return [{ layer: 'frontend', says, rule: '', row: `errorHandlings.${id}`, source, confidence }];
}

function ignored(): Reason {
  const says = 'tells the guest that what failed has succeeded (werror=ignore)';
  const known = noBetterThan(rowOf(werrors, 'ignore'), ruleOf('BLK019'));
  return { layer: 'qemu', says, rule: 'BLK019', row: 'werrors.ignore', ...known };
}

/** What becomes of a flush that failed and is sent again. */
export interface SecondFlush {
  /** It succeeds, and has written nothing. */
  readonly isEmpty: boolean;
  /** Why. */
  readonly reasons: readonly Reason[];
}

/** @param inPageCache - a write completes in the page cache, so that fsync has its error */
export function secondFlush(
  parts: Pick<Configuration, 'qemu' | 'cache' | 'image'>,
  inPageCache: boolean,
): SecondFlush {
  const forgets = blockLayerQuirk(parts, 'forgets-flush-errors');
  if (forgets === undefined || !inPageCache) return { isEmpty: false, reasons: [] };
  return { isEmpty: true, reasons: [quirkReason(forgets)] };
}
