import type { FrontendRow } from '../../catalogue/frontends.js';
import type { PatchEffect } from '../../catalogue/patches.js';
import type { DevicePart } from '../stack.js';

/** What the device tells the guest and how it takes requests, after the selected patches. */
export function buildDevice(
  row: FrontendRow,
  effects: readonly PatchEffect[],
  syncWrites: boolean,
): DevicePart {
  const hasFlush =
    row.flushCommand || effects.some((e) => e.kind === 'flush-command' && e.frontend === row.id);
  const claimsCache =
    row.advertisesCache ||
    effects.some(
      (e) => (e.kind === 'flush-command' || e.kind === 'advertise-cache') && e.frontend === row.id,
    );
  const onlyWhenCaching = effects.some((e) => e.kind === 'advertise-only-when-caching');
  return {
    queueDepth: row.queueDepth,
    flushCommand: hasFlush,
    advertisesCache: claimsCache && !(onlyWhenCaching && syncWrites),
    fua: row.fua,
    orderedTags: row.orderedTags,
    flushStallsVcpu: !effects.some((e) => e.kind === 'asynchronous-flush'),
  };
}
