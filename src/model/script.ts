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
/**
 * What a step of the guest's program does. A write, a read and a discard are submitted; `fsync`,
 * `fdatasync`, `flush` and `wait` wait; `parallel` runs threads and joins them.
 */
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
  /** Its number. */
  readonly id: OperationId;
  /** What it does. */
  readonly kind: OperationKind;
  /** First sector; 0 where the kind has no range. */
  readonly lba: Lba;
  /** Length in sectors; 0 where the kind has no range. */
  readonly sectorCount: number;
  /** For a write: durable by itself once complete (an O_DSYNC or FUA write). */
  readonly fua: boolean;
  /** What the client does where its barrier is refused. */
  readonly refused: RefusedBarrier;
  /** The region written or read, and the element in it; '' and 0 where there is none. */
  readonly region: string;
  /** The element of the region, from 0. */
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
  /** The first sector. */
  readonly lba: Lba;
  /** How many there are. */
  readonly sectorCount: number;
  /** What they must hold at least. */
  readonly version: VersionId;
}

/** From the moment `acknowledge` runs, `requires` must survive every fault. */
export interface Obligation {
  /** The operation that acknowledges. */
  readonly acknowledge: OperationId;
  /** Acknowledged transactions, for recoveries that speak of transactions. */
  readonly transaction: number;
  /** What must survive from then on. */
  readonly requires: readonly Requirement[];
}

/** Where any sector shows version `second` (a write), each of `first` must hold. */
export interface Ordering {
  /** The write that must not be there alone. */
  readonly second: VersionId;
  /** What must hold where it is. */
  readonly first: readonly Requirement[];
}

/** All sectors of these ranges were written the same number of times, or the unit is torn. */
export interface AtomicGroup {
  /** What a person calls the unit. */
  readonly name: string;
  /** Its sectors. */
  readonly ranges: readonly {
    /** The first sector. */
    readonly lba: Lba;
    /** How many there are. */
    readonly sectorCount: number;
  }[];
}

/** One sector range that a recovery reads as a unit: an element of a region. */
export interface Extent {
  /** The first sector. */
  readonly lba: Lba;
  /** How many there are. */
  readonly sectorCount: number;
}

/** A region is `extents.length` elements of equal size. */
export interface Region {
  /** As the scenario calls it. */
  readonly name: string;
  /** Where each element is. */
  readonly extents: readonly Extent[];
}

export const logRecords = ['pages', 'changes'] as const;
/** What a record of a write-ahead log holds: whole pages, or changes that need the page whole. */
export type LogRecords = (typeof logRecords)[number];

/**
 * How the disk is recovered after the fault: one of the recoveries that are built in, by the names of its
 * regions, none at all, or the user's own function.
 */
export type RecoverySpec =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'write-ahead-log';
      /** Region of the log's records. */
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
      /** Region of the journal's blocks. */
      readonly journal: string;
      /** Region of the commit records. */
      readonly commit: string;
      /** Region of the blocks in place. */
      readonly home: string;
      /** The commit record holds a checksum over the journal blocks of its transaction. */
      readonly checksum: boolean;
      /** false: what is in the journal is replayed before it is synced. Absent for true. */
      readonly syncsFirst?: boolean | undefined;
    }
  | {
      readonly kind: 'double-write';
      /** Region of the copies that are written first. */
      readonly buffer: string;
      /** Region of the pages in place. */
      readonly pages: string;
    }
  | {
      readonly kind: 'shadow-paging';
      /** Region of the roots, of which the newest whole one counts. */
      readonly roots: string;
      /** Region of the pages that they lead to. */
      readonly pages: string;
    }
  | {
      readonly kind: 'rollback-journal';
      /** What pages held before a transaction changed them. */
      readonly journal: string;
      /** One sector: a write makes the journal hot, zeroes over it commit. */
      readonly header: string;
      /** Region of the pages in place. */
      readonly pages: string;
    }
  | {
      readonly kind: 'manifest';
      /** One sector that names the record with which the manifest begins. */
      readonly current: string;
      /** Records that say which tables there are and what the log need not hold any more. */
      readonly manifest: string;
      /** Region of the tables. */
      readonly tables: string;
      /** Region of the log. */
      readonly log: string;
    }
  /** A user's own function, held by the module that was named on the command line. */
  | { readonly kind: 'module' };

/** A workload with every parameter resolved: plain data, the same on every machine. */
export interface Script {
  /** The name of the scenario that it was made of. */
  readonly scenario: string;
  /** The values of the scenario's parameters, by their names. */
  readonly parameters: Readonly<Record<string, number>>;
  /** The size of the disk, in sectors of 512 bytes. */
  readonly sectorCount: number;
  /** The named parts of the disk. */
  readonly regions: readonly Region[];
  /** Sorted by id; ids may have gaps where operations were removed. */
  readonly operations: readonly Operation[];
  /** Operation ids of each thread in program order; thread 0 is the main program. */
  readonly threads: readonly (readonly OperationId[])[];
  /** Promises that acknowledged data is there. */
  readonly obligations: readonly Obligation[];
  /** Promises that one write is there if another is. */
  readonly orderings: readonly Ordering[];
  /** Promises that a unit is whole. */
  readonly atomics: readonly AtomicGroup[];
  /** How the disk is recovered before the promises are judged. */
  readonly recovery: RecoverySpec;
  /** Two requests in flight together may write the same sector. */
  readonly overlapDeclared: boolean;
  /** Aligned units of so many bytes are trusted never to be torn; absent where it is a sector. */
  readonly atomicBytes?: number;
  /** What is complete is trusted to be durable; absent where it is not. */
  readonly keepsCompleted?: boolean;
  /** They are written past the guest's page cache, to blocks aligned to that unit; absent for no. */
  readonly direct?: boolean;
}
