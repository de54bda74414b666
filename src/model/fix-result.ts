import type { DiskVerdict, UnjudgedDisk, UnreadFile } from './gate-result.js';
import type { Assumption } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';
import type { VmAssumption } from './vm-disk.js';

/** One dimension that is set otherwise. */
export interface AppliedChange {
  /** The dimension, as in `cache`. */
  readonly key: string;
  /** Its value as it is. */
  readonly from: string;
  /** The value that it gets. */
  readonly to: string;
  /** The words of a definition for it; '' where it is none of the definition's. */
  readonly spelled: string;
  /** What to do for it, and where in the definition. */
  readonly how: string;
  /** It takes something that has to be bought, or built anew. */
  readonly hardware: boolean;
}

/** What one commit (acknowledgement) costs, over the scenarios. */
export interface CommitCost {
  /** fsync, fdatasync and O_DSYNC writes on the host; a mean, so not a whole number. */
  readonly hostSyncs: number;
  /** Flush commands that reach the disk; a mean. */
  readonly diskFlushes: number;
  /** Time that a vCPU stands still in a synchronous flush, in virtual microseconds. */
  readonly vcpuStallUs: number;
  /** In virtual time, one request after the other. */
  readonly latencyUs: {
    /** The kind of disk that the estimate is for. */
    readonly diskClass: string;
    /** The least of the range, in microseconds. */
    readonly low: number;
    /** The most of it. */
    readonly high: number;
  };
}

/** A configuration near the one that was asked about. */
export interface FixOption {
  /** As `blkcheck explain` and `fix` take it; where something is not known, one of those that it may be. */
  readonly configuration: string;
  /** What nobody knows of it, as in `allocation=full or sparse`; '' for nothing. The verdict is about all. */
  readonly notKnown: string;
  /** What is set otherwise; none for the configuration as it is. */
  readonly changes: readonly AppliedChange[];
  /** Whether the scenarios keep their promises on it. */
  readonly verdict: Verdict;
  /** What the verdict rests on: a proof, samples beside it, or the analysis alone. */
  readonly basis: 'exhaustive' | 'sampled' | 'analysis';
  /** What one commit costs on it. */
  readonly cost: CommitCost;
}

/** What is to be changed about a stack. */
export interface StackFix {
  /** What it is to be safe against. */
  readonly faults: readonly string[];
  /** The configuration as it is. */
  readonly current: FixOption & {
    /** How promises are broken on it, worst first. */
    readonly kinds: readonly ViolationKind[];
    /** Defects that its findings are blamed on. */
    readonly rules: readonly string[];
    /** Of the finding with the shortest story; '' for none. */
    readonly because: string;
    /** `if allocation=sparse`, where only some of those that it may be are unsafe; '' otherwise. */
    readonly when: string;
  };
  /** The configuration of `options` to take; '' where there is none, or nothing has to be changed. */
  readonly chosen: string;
  /** Safe with as few changes as possible, cheapest first. Only the chosen one is proved. */
  readonly options: readonly FixOption[];
  /** Safe and cheaper than the best of these, with one more change. */
  readonly cheaper: readonly FixOption[];
  /** How many configurations were looked at for each number of changes, and were safe. */
  readonly tried: readonly {
    /** The number of changes. */
    readonly changes: number;
    /** How many configurations so many changes away exist. */
    readonly configurations: number;
    /** How many of these are safe. */
    readonly safe: number;
  }[];
  /** Dimensions that stayed as they are, because nobody can change them or nobody may. */
  readonly kept: readonly string[];
  /** What the verdicts of the current and the chosen configuration rest on. */
  readonly proof: {
    /** Rows that were proved or sampled, of a configuration, a scenario and a fault each. */
    readonly rows: number;
    /** Executions that the proofs took; see {@link Explored}. */
    readonly executions: number;
    /** How many of the rows were sampled, and not proved. */
    readonly sampled: number;
    /** Rows that were to be proved and are not decided: a limit, an interruption, a workload's own bug. */
    readonly undecided: number;
  };
  /** Why it is not known; '' otherwise. */
  readonly reason: string;
}

/** What is said of every answer of a search for changes. */
export interface FixHeader {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The version of blkcheck that made it. */
  readonly blkcheckVersion: string;
  /** The dated bundle of facts and defaults. */
  readonly profile: string;
  /** Names of the scenarios that had a part in the verdicts. */
  readonly scenarios: readonly string[];
  /** Scenarios that are sampled or do not exist for the guest, and how they were dealt with. */
  readonly leftOut: readonly {
    /** Its name. */
    readonly scenario: string;
    /** How it was dealt with, and why. */
    readonly reason: string;
  }[];
  /** How it ended. */
  readonly summary: {
    /**
     * The exit status that the command has: 0 for safe as it is, 1 unsafe, 3 inconclusive, 70 a bug of
     * blkcheck, 130 interrupted.
     */
    readonly exitCode: number;
  };
}

/** What `blkcheck fix STACK` prints. */
export interface FixResult extends FixHeader, StackFix {
  /** What the answer rests on and nobody said. */
  readonly assumptions: readonly Assumption[];
}

/** Disks of definitions that are the same stack, and what is to be changed about it. */
export interface DisksFix {
  /** Where each of them is defined; at least one. */
  readonly disks: readonly Pick<DiskVerdict, 'id' | 'machine' | 'file' | 'at'>[];
  /** null where no stack is known that they are. */
  readonly fix: StackFix | null;
  /** Why no stack is known; '' where one is. */
  readonly reason: string;
}

/** What `blkcheck fix FILE` prints. */
export interface DefinitionsFixResult extends FixHeader {
  /** What the answers rest on and no file says. */
  readonly assumptions: readonly VmAssumption[];
  /** One for each group of disks that are alike, in the order of the first of each. */
  readonly answers: readonly DisksFix[];
  /** Disks that nobody judges, and why. */
  readonly unjudged: readonly UnjudgedDisk[];
  /** Files of folders that were not read, because nobody has filled them in. */
  readonly templates: readonly string[];
  /** Files of folders that have machines, in formats that are not read. */
  readonly strangers: readonly UnreadFile[];
}
