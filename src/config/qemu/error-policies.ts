import type { ConfigNote, Fact, VmFrontend } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { handlingBy } from '../error-notes.js';
import type { DiskDevice } from './devices.js';
import { type Options, option, positionOf, valueIn } from './options.js';

/** Interfaces of a -drive beside which QEMU takes neither `werror` nor `rerror`; blockdev.c, drive_new. */
const without: ReadonlySet<string> = new Set(['sd', 'floppy', 'pflash', 'mtd', 'xen']);

const policyKeys = ['werror', 'rerror'] as const;

/** Properties of a `-device` that has none for error policies: QEMU does not start. */
export function missingProperties(
  { model, options }: Pick<DiskDevice, 'model' | 'options'>,
  frontend: Fact<VmFrontend>,
): readonly ConfigNote[] {
  const { effect = 'obeyed' } = handlingBy(frontend) ?? {};
  const given = policyKeys.map((key) => option(options, key)).find((each) => each !== undefined);
  if (effect === 'obeyed' || given === undefined) return [];
  const message = `${model} has no property ${given.key}: QEMU does not start`;
  return [note('refused-by-qemu', message, positionOf(given))];
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
