import type { QuirkEffect } from '../../catalogue/quirk-effect.js';
import { type QuirkRow, quirks } from '../../catalogue/quirks.js';
import { isOlder, isWithinReleases, machineRelease } from '../../catalogue/releases.js';
import type { Configuration, QemuSettings } from '../../model/configuration.js';
import type { Reason } from '../reason.js';

type Kind = QuirkEffect['kind'];

function isNamed<Id>(ids: readonly Id[] | 'any', id: Id): boolean {
  return ids === 'any' || ids.includes(id);
}

function isOfRelease(quirk: QuirkRow, { release, machine }: QemuSettings): boolean {
  if (!isWithinReleases(release, quirk)) return false;
  const { machineFrom } = quirk;
  return machineFrom === '' || !isOlder(machineRelease(release, machine), machineFrom);
}

type DeviceParts = Pick<Configuration, 'frontend' | 'qemu' | 'guest'>;

/** A quirk of the device or its driver: it knows nothing of the image. */
export function deviceQuirk(parts: DeviceParts, kind: Kind): QuirkRow | undefined {
  return quirks.find(
    (quirk) =>
      quirk.layer !== 'qemu' &&
      quirk.effect.kind === kind &&
      isOfRelease(quirk, parts.qemu) &&
      isNamed(quirk.frontends, parts.frontend) &&
      isNamed(quirk.guestKernels, parts.guest.kernel),
  );
}

type BlockLayerParts = Pick<Configuration, 'qemu' | 'image'>;

/** A quirk of QEMU's block layer: it knows nothing of guest and device. */
export function blockLayerQuirk(parts: BlockLayerParts, kind: Kind): QuirkRow | undefined {
  return quirks.find(
    (quirk) =>
      quirk.layer === 'qemu' &&
      quirk.effect.kind === kind &&
      isOfRelease(quirk, parts.qemu) &&
      isNamed(quirk.formats, parts.image.format) &&
      isNamed(quirk.aio, parts.qemu.aio),
  );
}

export function quirkReason(quirk: QuirkRow): Reason {
  return {
    layer: quirk.layer,
    says: quirk.sentence,
    rule: quirk.rule,
    row: `quirks.${quirk.id}`,
    source: quirk.source,
    confidence: quirk.confidence,
  };
}
