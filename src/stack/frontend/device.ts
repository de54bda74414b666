import type { DeviceRow } from '../../catalogue/devices/devices.js';
import type { PatchEffect } from '../../catalogue/dimensions/patches.js';
import type { QuirkRow } from '../../catalogue/quirks/quirk.js';
import type { QueueDepthId } from '../../model/configuration.js';
import type { DevicePart } from '../stack.js';

/** What decides how a device behaves. */
export interface DeviceParts {
  readonly row: DeviceRow;
  /** Of the selected patches. */
  readonly effects: readonly PatchEffect[];
  readonly quirks: readonly QuirkRow[];
  /** QEMU makes each write durable by itself. */
  readonly syncWrites: boolean;
  readonly queueDepth: QueueDepthId;
}

/** What the device tells the guest and how it takes requests, after the selected patches. */
export function buildDevice(parts: DeviceParts): DevicePart {
  const { row, effects, quirks, syncWrites, queueDepth } = parts;
  const has = (kind: QuirkRow['effect']['kind']) =>
    quirks.some(({ effect }) => effect.kind === kind);
  const hidesCache = has('hides-cache') || has('offers-no-flush');
  const hasFlush =
    row.flushCommand || effects.some((e) => e.kind === 'flush-command' && e.frontend === row.id);
  const claimsCache =
    row.claimsCache === 'always' ||
    quirks.some(({ effect }) => effect.kind === 'claims-cache') ||
    (row.claimsCache === 'when-caching' && !syncWrites) ||
    effects.some(
      (e) => (e.kind === 'flush-command' || e.kind === 'advertise-cache') && e.frontend === row.id,
    );
  const onlyWhenCaching = effects.some((e) => e.kind === 'advertise-only-when-caching');
  return {
    queueDepth: queueDepth === 'device' ? row.queueDepth : Number(queueDepth),
    flushCommand: hasFlush,
    flushWithoutCache:
      (row.flushWithoutCache || has('flush-without-cache')) && !has('offers-no-flush'),
    advertisesCache: claimsCache && !(onlyWhenCaching && syncWrites) && !hidesCache,
    fua: row.fua || has('offers-fua'),
    ignoresFua: quirks.find(({ effect }) => effect.kind === 'ignores-fua')?.rule ?? '',
    orderedTags: row.orderedTags,
    flushStallsVcpu: row.flushStallsVcpu && !effects.some((e) => e.kind === 'asynchronous-flush'),
  };
}
