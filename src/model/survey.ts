import type { Diagnostic } from './diagnostic.js';
import type { Position, VmFile } from './vm-disk.js';

export const forgeIds = ['github', 'gitlab', 'pre-commit'] as const;
/** Who could run a check of each change. */
export type ForgeId = (typeof forgeIds)[number];

/** A version of QEMU that a machine type names, which is a lower bound. */
export interface NamedVersion {
  /** As in `9.2`. */
  readonly version: string;
  /** As in `pc-q35-9.2`. */
  readonly machineType: string;
  /** Where it stands first. */
  readonly at: Position;
}

/** What there is in a repository that definitions of machines are kept in. */
export interface Survey {
  /** Files that define a machine with a disk; their names are relative to the repository. */
  readonly files: readonly VmFile[];
  /** Of files that look like definitions and cannot be read. */
  readonly refused: readonly Diagnostic[];
  /** Each once, the oldest first. */
  readonly versions: readonly NamedVersion[];
  readonly forges: readonly ForgeId[];
}
