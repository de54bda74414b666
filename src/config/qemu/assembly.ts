import type { ConfigNote, Position, SkippedDrive, VmDisk } from '../../model/vm-disk.js';
import type { GlobalIndex } from './devices.js';
import type { Surroundings } from './disk.js';
import type { Drive } from './drives.js';
import type { NamedNodes } from './node.js';
import type { Setup } from './setup.js';

export interface Assembly {
  readonly setup: Setup;
  readonly around: Surroundings;
  readonly named: NamedNodes;
  readonly globals: GlobalIndex;
  readonly drives: readonly Drive[];
  /** Names of drives that are CD-ROMs, whatever device they are attached to. */
  readonly cdroms: ReadonlySet<string>;
  /** Names of drives and nodes that a device is attached to. */
  readonly used: Set<string>;
  readonly disks: VmDisk[];
  readonly skipped: SkippedDrive[];
  readonly notes: ConfigNote[];
}

export function skip({ skipped }: Assembly, id: string, reason: string, at: Position): void {
  skipped.push({ id, reason, at });
}
