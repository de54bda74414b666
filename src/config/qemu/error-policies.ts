import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { type Options, option, positionOf, valueIn } from './options.js';

/** Interfaces of a -drive beside which QEMU takes neither `werror` nor `rerror`; blockdev.c, drive_new. */
const without: ReadonlySet<string> = new Set(['sd', 'floppy', 'pflash', 'mtd', 'xen']);

/** Policies for errors beside an interface that has none: QEMU does not start. */
export function unsupportedPolicies(options: Options): readonly ConfigNote[] {
  const bus = valueIn(options, 'if') ?? '';
  if (!without.has(bus)) return [];
  const given = option(options, 'werror') ?? option(options, 'rerror');
  if (given === undefined) return [];
  // What no floppy drive takes is said of the disk, however it was attached (finishDisk).
  if (bus === 'floppy' && /^(stop|ignore)$/.test(valueIn(options, 'werror') ?? '')) return [];
  const message = `a -drive with if=${bus} takes no ${given.key}: QEMU does not start`;
  return [note('refused-by-qemu', message, positionOf(given))];
}
