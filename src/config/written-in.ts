import type { NotationId } from '../model/notation.js';
import type { VmDisk } from '../model/vm-disk.js';

/** A disk that was read as another program's input; what that has no settings for has none here either. */
export function writtenIn(disk: VmDisk, from: NotationId, notation: NotationId): VmDisk {
  return disk.notation === from ? { ...disk, notation } : disk;
}
