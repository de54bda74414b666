import { blockProperties, lacksProperty } from '../../catalogue/devices/block-properties.js';
import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { propertyMissing } from '../missing-property.js';
import { type DiskDevice, property } from './devices.js';
import { type Options, option, positionOf, valueIn } from './options.js';

/** Interfaces of a -drive beside which QEMU takes neither `werror` nor `rerror`; blockdev.c, drive_new. */
const without: ReadonlySet<string> = new Set(['sd', 'floppy', 'pflash', 'mtd', 'xen']);

const policyKeys = ['werror', 'rerror'] as const;

/**
 * A property that is set on a device that has none of its name: QEMU does not start. That holds of `-global`
 * too: hw/core/qdev-properties.c, qdev_prop_set_globals, has errors of it end QEMU.
 */
export function missingProperties(device: DiskDevice): readonly ConfigNote[] {
  const given = blockProperties
    .filter((key) => lacksProperty(device.model, key))
    .flatMap((key) => property(device, key) ?? []);
  return given.slice(0, 1).map((each) => propertyMissing(device.model, each));
}

/** Policies for errors beside an interface that has none: QEMU does not start. */
export function unsupportedPolicies(options: Options): readonly ConfigNote[] {
  const bus = valueIn(options, 'if') ?? '';
  if (!without.has(bus)) return [];
  const given = option(options, 'werror') ?? option(options, 'rerror');
  if (given === undefined) return [];
  // What no floppy drive takes is said of the disk, however it was attached (finishDisk).
  const isSaid = policyKeys.some((key) => /^(stop|ignore)$/.test(valueIn(options, key) ?? ''));
  if (bus === 'floppy' && isSaid) return [];
  const message = `a -drive with if=${bus} takes no ${given.key}: QEMU does not start`;
  return [note('refused-by-qemu', message, positionOf(given))];
}
