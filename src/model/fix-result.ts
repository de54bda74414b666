import type { Assumption } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';

/** One dimension that is set otherwise. */
export interface AppliedChange {
  readonly key: string;
  readonly from: string;
  readonly to: string;
  /** What to do for it. */
  readonly how: string;
  /** It takes something that has to be bought. */
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
  /** As `blkcheck explain` and `fix` take it. */
  readonly configuration: string;
  readonly changes: readonly AppliedChange[];
  readonly verdict: Verdict;
  readonly basis: 'exhaustive' | 'sampled' | 'analysis';
  readonly cost: CommitCost;
}

/** What `blkcheck fix` prints. */
export interface FixResult {
  readonly schemaVersion: 1;
  readonly blkcheckVersion: string;
  readonly profile: string;
  readonly assumptions: readonly Assumption[];
  readonly scenarios: readonly string[];
  /** Scenarios that are sampled or do not exist for the guest, and how they were dealt with. */
  readonly leftOut: readonly { readonly scenario: string; readonly reason: string }[];
  readonly faults: readonly string[];
  /** The configuration as it is. */
  readonly current: FixOption & {
    readonly kinds: readonly ViolationKind[];
    /** Defects that its findings are blamed on. */
    readonly rules: readonly string[];
    /** Of the finding with the shortest story; '' for none. */
    readonly because: string;
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
  readonly proof: { readonly rows: number; readonly executions: number; readonly sampled: number };
  /** Why it is not known; '' otherwise. */
  readonly reason: string;
  readonly summary: { readonly exitCode: number };
}
