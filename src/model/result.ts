import type { CacheModeId, Configuration, FrontendId } from './configuration.js';
import type { FaultId, FaultOrNone } from './fault.js';
import type { Finding } from './finding.js';
import type { Verdict, ViolationKind } from './verdict.js';

/** What one fault-free run of the script costs, in the kindest schedule. */
export interface Cost {
  readonly acknowledgements: number;
  /** fsync, fdatasync and O_DSYNC writes on the host. */
  readonly hostSyncs: number;
  /** Cache flush commands that reached the disk. */
  readonly diskFlushes: number;
  /** Time that a vCPU stood still in a synchronous flush, in virtual microseconds. */
  readonly vcpuStallUs: number;
}

/** What was looked at. Counts are exact; a decimal string where a number may not hold them. */
export interface Explored {
  /** Runs of the generator, each with a power cut; 0 where nothing was sampled. */
  readonly runs: number;
  /** Scripts that were proved; 0 where nothing was. */
  readonly workloads: number;
  /** Runs, or crash points of a proof, at which something was there for the fault to take. */
  readonly exercisedRuns: number;
  readonly schedules: number;
  readonly crashPoints: number;
  readonly crashStates: string;
  readonly executions: number;
}

/** The outcome for one configuration, scenario and fault. */
export interface ResultRow {
  /** `scenario:frontend/cache:fault`, plus `@key=value,...` for what differs from the profile. */
  readonly id: string;
  readonly scenario: string;
  readonly suite: Suite;
  readonly fault: FaultOrNone;
  /** What strikes once more in the boot after the fault, where that was looked at too. */
  readonly secondFault?: FaultId;
  readonly cell: string;
  readonly configuration: Configuration;
  readonly verdict: Verdict;
  readonly basis: 'exhaustive' | 'sampled' | 'analysis';
  readonly explored: Explored;
  readonly cost: Cost;
  /** Sampled rows that pass: fewer than this share of generated runs fail (95 %), in percent. */
  readonly boundPercent: number;
  /** Why the row is inconclusive, or unsafe without all kinds having been looked for; '' otherwise. */
  readonly reason: string;
  readonly findings: readonly Finding[];
}

/** Whether all was looked at: a search can find something and end before it knows of every kind. */
export function isWhole({ verdict, reason }: Pick<ResultRow, 'verdict' | 'reason'>): boolean {
  return verdict !== 'inconclusive' && reason === '';
}

export const suites = ['completion', 'barrier', 'careless'] as const;
export type Suite = (typeof suites)[number];

/** All selected rows with one frontend and cache mode. */
export interface Cell {
  readonly id: string;
  readonly frontend: FrontendId;
  readonly cache: CacheModeId;
  readonly verdict: Verdict;
  readonly kinds: readonly ViolationKind[];
  /** Ids of the rows behind the verdict. */
  readonly results: readonly string[];
}

/** A workload that fails where nothing below it is at fault. */
export interface WorkloadBug {
  readonly scenario: string;
  readonly control: 'fault-free' | 'strictest' | 'bare-metal';
  readonly finding: Finding;
}

export interface Summary {
  readonly safe: number;
  readonly unsafe: number;
  readonly inconclusive: number;
  readonly waived: number;
  readonly notApplicable: number;
  readonly workloadBugs: readonly WorkloadBug[];
  readonly exitCode: number;
}

/** Stacks that were selected and cannot be, or are not modelled. */
export interface NotRun {
  readonly reason: string;
  /** `frontend/cache[@key=value,...]`, in the order of the selection. */
  readonly stacks: readonly string[];
}

/** What `--reporter json` prints and every reporter reads. */
export interface RunResult {
  readonly schemaVersion: 1;
  readonly blkcheckVersion: string;
  readonly fastCheckVersion: string;
  readonly seed: number;
  readonly profile: string;
  readonly interrupted: boolean;
  /** What the run took for granted, one `key=value` each, in the order they are printed. */
  readonly assumptions: readonly Assumption[];
  /** Scenarios that were not run, and why. */
  readonly notApplicable: readonly { readonly scenario: string; readonly reason: string }[];
  /** One for each reason. */
  readonly notRun: readonly NotRun[];
  readonly summary: Summary;
  readonly cells: readonly Cell[];
  readonly results: readonly ResultRow[];
}

export interface Assumption {
  readonly key: string;
  readonly value: string;
  readonly origin: 'profile' | 'flag';
}
