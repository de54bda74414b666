import { dpofuaSince } from '../../catalogue/dimensions/device-properties.js';
import type { HostRow } from '../../catalogue/dimensions/hosts.js';
import type { QuirkEffect, QuirkRow } from '../../catalogue/quirks/quirk.js';
import { quirks } from '../../catalogue/quirks/quirks.js';
import { isOlder, isWithinReleases, machineRelease } from '../../catalogue/releases/releases.js';
import type { Configuration } from '../../model/configuration.js';
import type { Reason } from '../reason.js';

type Kind = QuirkEffect['kind'];

function isNamed<Id>(ids: readonly Id[] | 'any', id: Id): boolean {
  return ids === 'any' || ids.includes(id);
}

export type DeviceParts = Pick<Configuration, 'frontend' | 'device' | 'qemu' | 'guest' | 'cache'>;

/** Whether the properties of the device are those that the quirk is about. */
function isSetUp(quirk: QuirkRow, parts: DeviceParts): boolean {
  const { dpofua, configWce, machineAfter, noFlush } = quirk;
  const { device, qemu, cache } = parts;
  if (noFlush === 'only' && !cache.noFlush) return false;
  if (configWce !== 'any' && device.configWce !== configWce) return false;
  if (dpofua !== 'on' && machineAfter === 'any') return true;
  const machine = machineRelease(qemu.release, qemu.machine);
  if (machineAfter !== 'any' && !isOlder(machineAfter, machine)) return false;
  if (dpofua === 'any' || device.dpofua === 'on') return true;
  return device.dpofua === 'auto' && !isOlder(machine, dpofuaSince);
}

/** A quirk of the device or its driver, whose effects no other has: it knows nothing of the image. */
export function deviceQuirk(parts: DeviceParts, kind: Kind): QuirkRow | undefined {
  return quirks.find(
    (quirk) =>
      quirk.effect.kind === kind &&
      isWithinReleases(parts.qemu.release, quirk) &&
      isNamed(quirk.frontends, parts.frontend) &&
      isSetUp(quirk, parts) &&
      isNamed(quirk.guestKernels, parts.guest.kernel),
  );
}

type BlockLayerParts = Pick<Configuration, 'qemu' | 'cache' | 'image'>;

/**
 * A quirk of QEMU's block layer, whose effects no other has: it knows nothing of guest and device.
 *
 * @param host - where what the image lies on may matter
 */
export function blockLayerQuirk(
  parts: BlockLayerParts,
  kind: Kind,
  host?: Pick<HostRow, 'id'>,
): QuirkRow | undefined {
  return quirks.find(
    (quirk) =>
      quirk.effect.kind === kind &&
      isWithinReleases(parts.qemu.release, quirk) &&
      isNamed(quirk.formats, parts.image.format) &&
      isNamed(quirk.aio, parts.qemu.aio) &&
      (quirk.hosts === 'any' || (host !== undefined && isNamed(quirk.hosts, host.id))) &&
      !(quirk.direct === 'only' && !parts.cache.direct),
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
