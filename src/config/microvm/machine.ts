import type { Fact, Position, SkippedDrive, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { limits } from '../limits.js';
import type { Options } from '../qemu/options.js';
import type { Drive } from './drive.js';

/** A machine of drives that were found somewhere. */
export function machineOf(
  at: Position,
  drives: readonly Options[],
  read: (options: Options, index: number) => Drive,
): VmDefinition {
  const disks: VmDisk[] = [];
  const skipped: SkippedDrive[] = [];
  for (const [index, options] of drives.slice(0, limits.disks).entries()) {
    const found = read(options, index);
    if ('skipped' in found) skipped.push(found.skipped);
    else disks.push(found.disk);
  }
  const message = `more than ${limits.disks} disks: the rest is not read`;
  const notes = drives.length > limits.disks ? [note('unreadable', message, at)] : [];
  const machineType: Fact<string> | null = null;
  return { name: '', at, machineType, disks, skipped, notes };
}
