import type { SiteFilesystem, SiteLayer, SiteStorage, SiteSystem } from './site.js';
import type { Fact, Position, SourceKind } from './vm-disk.js';

/**
 * What a definition, a storage that it names, or the name of a device says of the host below a disk.
 * What `blkcheck.config.yaml` says of the same counts more.
 */
export interface SaidOfHost {
  /** Where it says it. */
  readonly at: Position;
  /** Whether it is a file or a device. */
  readonly storage?: SiteStorage;
  /** What the image lies on. */
  readonly filesystem?: SiteFilesystem;
  /** How that is mounted. */
  readonly mount?: string;
  /** What lies below, from the top. */
  readonly layers?: readonly SiteLayer[];
  /** Another machine has the data, or reaches it, so that it may outlive its node. */
  readonly isShared?: true;
  /** Why no layer here behaves like it. */
  readonly doubt?: string;
}

/** What the guest's data lies in, as the definition names it. */
export interface DiskSource {
  /** What it is: a file, a block device, a volume of a pool, another machine's export. */
  readonly kind: Fact<SourceKind>;
  /** A path, an image, an export; '' where the definition names none. */
  readonly name: string;
  /** What is said of the host below it, where anything is. */
  readonly host?: SaidOfHost;
}

/** What a definition says of the system that its machine runs; `blkcheck.config.yaml` counts more. */
export interface SaidOfGuest {
  /** The operating system, where it is one that is modelled. */
  readonly system: Fact<SiteSystem>;
  /** Its release; '' for a current one. */
  readonly kernel: string;
  /** What it is called, where it is none of these; '' for those that are. */
  readonly other: string;
}
