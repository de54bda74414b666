import type { CacheModeId, FrontendId } from './configuration.js';
import type { Assumption, WorkloadBug } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';

/** Something that configurations can differ in, or `fault`, with the values that were looked at. */
export interface Axis {
  readonly key: string;
  readonly values: readonly string[];
}

/** An axis has one of these values. */
export interface Literal extends Axis {
  /** The values that it has not. */
  readonly excluded: readonly string[];
}

/** Whatever meets all literals is unsafe. */
export interface UnsafeCondition {
  readonly literals: readonly Literal[];
  /** What happens in each of its cells, worst first; elsewhere more may happen besides. */
  readonly kinds: readonly ViolationKind[];
  /** How many configurations x faults meet it. */
  readonly cells: number;
  /** The most usual of them, as `blkcheck explain` and `fix` take it, and its fault. */
  readonly example: { readonly configuration: string; readonly fault: string };
}

/** All configurations with one frontend and cache mode, under all faults. */
export interface MatrixCell {
  readonly frontend: FrontendId;
  readonly cache: CacheModeId;
  /** The worst. */
  readonly verdict: Verdict;
  readonly kinds: readonly ViolationKind[];
  /** Configurations x faults. */
  readonly cells: number;
  readonly unsafe: number;
  readonly inconclusive: number;
}

/** What `blkcheck matrix` prints. A cell here is a configuration under a fault. */
export interface MatrixResult {
  readonly schemaVersion: 1;
  readonly blkcheckVersion: string;
  readonly profile: string;
  /** Of releases that nobody ran or read: which stand for them, and what follows where these differ. */
  readonly assumptions: readonly Assumption[];
  readonly axes: readonly Axis[];
  readonly scenarios: readonly string[];
  /** Scenarios that have no part in the verdicts, and why. */
  readonly leftOut: readonly { readonly scenario: string; readonly reason: string }[];
  readonly configurations: number;
  /** Combinations of the values that cannot be; they are no configurations. */
  readonly refused: number;
  readonly cells: number;
  /** How many distinct things the guest sends, and how many become of it below the device. */
  readonly factors: { readonly guest: number; readonly storage: number };
  /** Cells that behave alike get the same verdict; so many different behaviours there are. */
  readonly behaviours: number;
  /** What the verdict of each behaviour rests on. */
  readonly basis: 'analysis' | 'analysis and proof';
  /** Of the proofs; 0 where there were none. */
  readonly executions: number;
  readonly grid: readonly MatrixCell[];
  /** A cell is unsafe if and only if it meets one of them. */
  readonly conditions: readonly UnsafeCondition[];
  /** No smaller set of conditions says the same. */
  readonly isSmallest: boolean;
  /** Cells at which the conditions were compared with the verdicts afterwards: all. */
  readonly checkedCells: number;
  readonly summary: {
    readonly safe: number;
    readonly unsafe: number;
    readonly inconclusive: number;
    /** Workloads that fail where nothing below them is at fault: they are left out. */
    readonly workloadBugs: readonly WorkloadBug[];
    readonly exitCode: number;
  };
}
