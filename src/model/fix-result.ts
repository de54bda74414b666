import type { DiskVerdict, UnjudgedDisk, UnreadFile } from './gate-result.js';
import type { Assumption } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';
import type { VmAssumption } from './vm-disk.js';

/** One dimension that is set otherwise. */
export interface AppliedChange {
  readonly key: string;
  readonly from: string;
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
  readonly hostSyncs: number;
  readonly diskFlushes: number;
  readonly vcpuStallUs: number;
  /** In virtual time, one request after the other. */
  readonly latencyUs: { readonly diskClass: string; readonly low: number; readonly high: number };
}

/** A configuration near the one that was asked about. */
export interface FixOption {
  /** As `blkcheck explain` and `fix` take it; where something is not known, one of those that it may be. */
  readonly configuration: string;
  /** What nobody knows of it, as in `allocation=full or sparse`; '' for nothing. The verdict is about all. */
  readonly notKnown: string;
  readonly changes: readonly AppliedChange[];
  readonly verdict: Verdict;
  readonly basis: 'exhaustive' | 'sampled' | 'analysis';
  readonly cost: CommitCost;
}

/** What is to be changed about a stack. */
export interface StackFix {
  readonly faults: readonly string[];
  /** The configuration as it is. */
  readonly current: FixOption & {
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
    readonly changes: number;
    readonly configurations: number;
    readonly safe: number;
  }[];
  /** Dimensions that stayed as they are, because nobody can change them or nobody may. */
  readonly kept: readonly string[];
  /** What the verdicts of the current and the chosen configuration rest on. */
  readonly proof: {
    readonly rows: number;
    readonly executions: number;
    readonly sampled: number;
    /** Rows that were to be proved and are not decided: a limit, an interruption, a workload's own bug. */
    readonly undecided: number;
  };
  /** Why it is not known; '' otherwise. */
  readonly reason: string;
}

interface FixHeader {
  readonly schemaVersion: 1;
  readonly blkcheckVersion: string;
  readonly profile: string;
  readonly scenarios: readonly string[];
  /** Scenarios that are sampled or do not exist for the guest, and how they were dealt with. */
  readonly leftOut: readonly { readonly scenario: string; readonly reason: string }[];
  readonly summary: { readonly exitCode: number };
}

/** What `blkcheck fix STACK` prints. */
export interface FixResult extends FixHeader, StackFix {
  readonly assumptions: readonly Assumption[];
}

/** Disks of definitions that are the same stack, and what is to be changed about it. */
export interface DisksFix {
  readonly disks: readonly Pick<DiskVerdict, 'id' | 'machine' | 'file' | 'at'>[];
  /** null where no stack is known that they are. */
  readonly fix: StackFix | null;
  /** Why no stack is known; '' where one is. */
  readonly reason: string;
}

/** What `blkcheck fix FILE` prints. */
export interface DefinitionsFixResult extends FixHeader {
  readonly assumptions: readonly VmAssumption[];
  readonly answers: readonly DisksFix[];
  readonly unjudged: readonly UnjudgedDisk[];
  /** Files of folders that were not read, because nobody has filled them in. */
  readonly templates: readonly string[];
  readonly strangers: readonly UnreadFile[];
}
