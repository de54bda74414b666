/** A 512-byte sector of the guest's disk. */
export type Lba = number;

/** Operations are numbered from 1 in program order; the numbers survive the removal of others. */
export type OperationId = number;

/** What a sector holds: the operation that wrote it, or 0 for what was there before the script. */
export type VersionId = number;

export const operationKinds = [
  'write',
  'write-zeroes',
  'discard',
  'read',
  'barrier',
  'fsync',
  'fdatasync',
  'flush',
  'wait',
  'parallel',
  'acknowledge',
] as const;
export type OperationKind = (typeof operationKinds)[number];

/** What gives a sector new contents; a discard promises none. */
export const writingKinds: ReadonlySet<OperationKind> = new Set([
  'write',
  'write-zeroes',
  'barrier',
]);

/** What the client does when its barrier is refused (-EOPNOTSUPP) or its mount has none. */
export type RefusedBarrier =
  /** Write again without the barrier, and go on. */
  | 'resend'
  /** Wait for one's own requests, write without the barrier, and wait for it. */
  | 'wait';

/** One step of the guest's program, with every parameter resolved. */
export interface Operation {
  readonly id: OperationId;
  readonly kind: OperationKind;
  /** First sector; 0 where the kind has no range. */
  readonly lba: Lba;
  /** Length in sectors; 0 where the kind has no range. */
  readonly sectorCount: number;
  /** For a write: durable by itself once complete (an O_DSYNC or FUA write). */
  readonly fua: boolean;
  readonly refused: RefusedBarrier;
  /** The region written or read, and the element in it; '' and 0 where there is none. */
  readonly region: string;
  readonly element: number;
  /** Which transaction of the workload this belongs to; 0 for none. */
  readonly transaction: number;
  /** For `parallel`: the threads to run and join. */
  readonly threads: readonly number[];
  /** For a person: `write log[2]`. */
  readonly label: string;
}

/** Sectors that must hold at least this version (it, or one that the guest submitted later). */
export interface Requirement {
  readonly lba: Lba;
  readonly sectorCount: number;
  readonly version: VersionId;
}

/** From the moment `acknowledge` runs, `requires` must survive every fault. */
export interface Obligation {
  readonly acknowledge: OperationId;
  /** Acknowledged transactions, for recoveries that speak of transactions. */
  readonly transaction: number;
  readonly requires: readonly Requirement[];
}

/** Where any sector shows version `second` (a write), each of `first` must hold. */
export interface Ordering {
  readonly second: VersionId;
  readonly first: readonly Requirement[];
}

/** All sectors of these ranges were written the same number of times, or the unit is torn. */
export interface AtomicGroup {
  readonly name: string;
  readonly ranges: readonly { readonly lba: Lba; readonly sectorCount: number }[];
}

/** One sector range that a recovery reads as a unit: an element of a region. */
export interface Extent {
  readonly lba: Lba;
  readonly sectorCount: number;
}

/** A region is `extents.length` elements of equal size. */
export interface Region {
  readonly name: string;
  readonly extents: readonly Extent[];
}

export const logRecords = ['pages', 'changes'] as const;
export type LogRecords = (typeof logRecords)[number];

export type RecoverySpec =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'write-ahead-log';
      readonly log: string;
      /** Region of pages that checkpoints write in place; '' for none. */
      readonly pages: string;
      /** Region that holds the number of the last checkpointed transaction; '' for none. */
      readonly header: string;
      /** What a record holds: whole pages, or changes that need the page whole. */
      readonly records: LogRecords;
      /** Region of copies that repair torn pages before the log is replayed; '' for none. */
      readonly buffer: string;
    }
  | {
      readonly kind: 'journal';
      readonly journal: string;
      readonly commit: string;
      readonly home: string;
      /** The commit record holds a checksum over the journal blocks of its transaction. */
      readonly checksum: boolean;
    }
  | { readonly kind: 'double-write'; readonly buffer: string; readonly pages: string }
  | { readonly kind: 'shadow-paging'; readonly roots: string; readonly pages: string }
  | {
      readonly kind: 'rollback-journal';
      /** What pages held before a transaction changed them. */
      readonly journal: string;
      /** One sector: a write makes the journal hot, zeroes over it commit. */
      readonly header: string;
      readonly pages: string;
    }
  | {
      readonly kind: 'manifest';
      /** One sector that names the record with which the manifest begins. */
      readonly current: string;
      /** Records that say which tables there are and what the log need not hold any more. */
      readonly manifest: string;
      readonly tables: string;
      readonly log: string;
    }
  /** A user's own function, held by the module that was named on the command line. */
  | { readonly kind: 'module' };

/** A workload with every parameter resolved: plain data, the same on every machine. */
export interface Script {
  readonly scenario: string;
  readonly parameters: Readonly<Record<string, number>>;
  readonly sectorCount: number;
  readonly regions: readonly Region[];
  /** Sorted by id; ids may have gaps where operations were removed. */
  readonly operations: readonly Operation[];
  /** Operation ids of each thread in program order; thread 0 is the main program. */
  readonly threads: readonly (readonly OperationId[])[];
  readonly obligations: readonly Obligation[];
  readonly orderings: readonly Ordering[];
  readonly atomics: readonly AtomicGroup[];
  readonly recovery: RecoverySpec;
  /** Two requests in flight together may write the same sector. */
  readonly overlapDeclared: boolean;
  /** Aligned units of so many bytes are trusted never to be torn; absent where it is a sector. */
  readonly atomicBytes?: number;
}
