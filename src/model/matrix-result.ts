import type { CacheModeId, FrontendId } from './configuration.js';
import type { Assumption, WorkloadBug } from './result.js';
import type { Verdict, ViolationKind } from './verdict.js';

/** Something that configurations can differ in, or `fault`, with the values that were looked at. */
export interface Axis {
  /** Its name, as in `cache`. */
  readonly key: string;
  /** The values that were looked at, in the order of the catalogue. */
  readonly values: readonly string[];
}

/** An axis has one of these values. */
export interface Literal extends Axis {
  /** The values that it has not. */
  readonly excluded: readonly string[];
}

/** Whatever meets all literals is unsafe. */
export interface UnsafeCondition {
  /** All of which a cell has to meet. */
  readonly literals: readonly Literal[];
  /** What happens in each of its cells, worst first; elsewhere more may happen besides. */
  readonly kinds: readonly ViolationKind[];
  /** How many configurations x faults meet it. */
  readonly cells: number;
  /** The most usual of them, as `blkcheck explain` and `fix` take it, and its fault. */
  readonly example: {
    /** The configuration's name. */
    readonly configuration: string;
    /** The fault. */
    readonly fault: string;
  };
}

/** All configurations with one frontend and cache mode, under all faults. */
export interface MatrixCell {
  /** The device that the guest sees. */
  readonly frontend: FrontendId;
  /** QEMU's cache mode. */
  readonly cache: CacheModeId;
  /** The worst. */
  readonly verdict: Verdict;
  /** How promises are broken in any of them, worst first. */
  readonly kinds: readonly ViolationKind[];
  /** Configurations x faults. */
  readonly cells: number;
  /** How many of `cells` are unsafe. */
  readonly unsafe: number;
  /** How many of `cells` nobody knows of. */
  readonly inconclusive: number;
}

/** What `blkcheck matrix` prints. A cell here is a configuration under a fault. */
export interface MatrixResult {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The version of blkcheck that made it. */
  readonly blkcheckVersion: string;
  /** The dated bundle of facts and defaults. */
  readonly profile: string;
  /** Of releases that nobody ran or read: which stand for them, and what follows where these differ. */
  readonly assumptions: readonly Assumption[];
  /** What was varied, with all its values: `fault`, then each dimension. */
  readonly axes: readonly Axis[];
  /** Names of the scenarios that the verdicts are about. */
  readonly scenarios: readonly string[];
  /** Scenarios that have no part in the verdicts, and why. */
  readonly leftOut: readonly {
    /** Its name. */
    readonly scenario: string;
    /** Why. */
    readonly reason: string;
  }[];
  /** How many configurations were judged. */
  readonly configurations: number;
  /** Combinations of the values that cannot be; they are no configurations. */
  readonly refused: number;
  /** Configurations x faults. */
  readonly cells: number;
  /** How many distinct things the guest sends, and how many become of it below the device. */
  readonly factors: {
    /** Distinct guests, by what they send. */
    readonly guest: number;
    /** Distinct machines below the device, by what becomes of it. */
    readonly storage: number;
  };
  /** Cells that behave alike get the same verdict; so many different behaviours there are. */
  readonly behaviours: number;
  /** What the verdict of each behaviour rests on. */
  readonly basis: 'analysis' | 'analysis and proof';
  /** Of the proofs; 0 where there were none. */
  readonly executions: number;
  /** The same cells, added up for each frontend and cache mode. */
  readonly grid: readonly MatrixCell[];
  /** A cell is unsafe if and only if it meets one of them. */
  readonly conditions: readonly UnsafeCondition[];
  /** No smaller set of conditions says the same. */
  readonly isSmallest: boolean;
  /** Cells at which the conditions were compared with the verdicts afterwards: all. */
  readonly checkedCells: number;
  /** Counts of cells, and the exit status. */
  readonly summary: {
    /** Cells that are safe. */
    readonly safe: number;
    /** Cells that are not. */
    readonly unsafe: number;
    /** Cells of which it is not known. */
    readonly inconclusive: number;
    /** Workloads that fail where nothing below them is at fault: they are left out. */
    readonly workloadBugs: readonly WorkloadBug[];
    /**
     * The exit status that the command has: 0, 1 for unsafe cells, 3 for inconclusive ones, 70 for a bug of
     * blkcheck.
     */
    readonly exitCode: number;
  };
}
