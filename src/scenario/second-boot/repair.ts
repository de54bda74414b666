import type { Extent, Lba, VersionId } from '../../model/script.js';
import type { Opened } from '../recovery/manifest-index.js';
import type { Recovery } from '../recovery/recovery.js';

/** What the recovery of a second boot does with the disk that it found. */
export interface Repair {
  /** What is written. A stage is in flight together, and a sync comes between it and the next. */
  readonly stages: readonly (readonly (Rewrite | NewWrite)[])[];
  /** Whether the last stage is synced, too, and whether what was found is, before anything else. */
  readonly syncs: 'around' | 'after' | 'between';
  readonly served: Served;
}

/** The contents of a write of the script once more, where that write went. */
export interface Rewrite {
  readonly version: VersionId;
  /** For version 0, what was there before the script: where that goes. */
  readonly extent: Extent;
}

/** Contents that no write of the script has. */
export interface NewWrite {
  /** What they are to the next recovery. */
  readonly as: 'table' | 'record' | 'current';
  readonly extent: Extent;
  readonly label: string;
}

/** What somebody was told after the second boot, so that it must not go away again. */
export type Served =
  /** Everything up to this transaction; 0 for none. */
  | { readonly kind: 'transaction'; readonly transaction: number }
  /** The same of a manifest that was opened so far, with so many of the log's transactions. */
  | {
      readonly kind: 'opened';
      readonly transaction: number;
      readonly opened: Opened;
      readonly replayed: number;
    }
  /** What each page held. */
  | { readonly kind: 'pages'; readonly pages: readonly HeldPage[] }
  /** What sectors showed. `alone`: nothing else is asked of this boot. */
  | {
      readonly kind: 'sectors';
      readonly sectors: readonly ShownSector[];
      readonly alone: boolean;
    };

export interface HeldPage {
  readonly page: number;
  readonly extent: Extent;
  readonly held: VersionId;
}

export interface ShownSector {
  readonly lba: Lba;
  readonly shown: VersionId;
}

/**
 * What a second boot reads to find out what it has to do: a recovery's step machine that ends with
 * that. null: it finds something that it cannot make sense of, and gives up.
 */
export type BootSteps<State> = Pick<Recovery<State, Repair | null>, 'start' | 'next' | 'resume'>;
