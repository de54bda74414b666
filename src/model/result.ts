import type { CacheModeId, Configuration, FrontendId } from './configuration.js';
import type { FaultId, FaultOrNone } from './fault.js';
import type { Finding } from './finding.js';
import type { Verdict, ViolationKind } from './verdict.js';

/** What one fault-free run of the script costs, in the kindest schedule. */
export interface Cost {
  /** How often the program acknowledges something: the commits that the other numbers are for. */
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
  /** Orders of events that the proofs went through; 0 where nothing was proved. */
  readonly schedules: number;
  /** Moments in these at which the fault was let strike. */
  readonly crashPoints: number;
  /**
   * Disks that recovery may find at these moments, summed up; a bound where units depend on one another.
   */
  readonly crashStates: string;
  /** Ends of a recovery and judgements of a promise, which is what a proof is limited by. */
  readonly executions: number;
}

/** The outcome for one configuration, scenario and fault. */
export interface ResultRow {
  /** `scenario:frontend/cache:fault`, plus `@key=value,...` for what differs from the profile. */
  readonly id: string;
  /** The scenario's name. */
  readonly scenario: string;
  /** The suite that it is in. */
  readonly suite: Suite;
  /** What failed; `none` for the control without a fault. */
  readonly fault: FaultOrNone;
  /** What strikes once more in the boot after the fault, where that was looked at too. */
  readonly secondFault?: FaultId;
  /** The id of its cell, `frontend/cache`. */
  readonly cell: string;
  /** The whole machine. */
  readonly configuration: Configuration;
  /** Whether the scenario keeps its promises there. */
  readonly verdict: Verdict;
  /** What the verdict rests on: a proof (`exhaustive`), generated runs (`sampled`), or the analysis. */
  readonly basis: 'exhaustive' | 'sampled' | 'analysis';
  /** What was looked at. */
  readonly explored: Explored;
  /** What the script costs on this machine without a fault. */
  readonly cost: Cost;
  /** Sampled rows that pass: fewer than this share of generated runs fail (95 %), in percent. */
  readonly boundPercent: number;
  /** Why the row is inconclusive, or unsafe without all kinds having been looked for; '' otherwise. */
  readonly reason: string;
  /** One for each rule and kind; none where the row is safe. */
  readonly findings: readonly Finding[];
}

/** Whether all was looked at: a search can find something and end before it knows of every kind. */
export function isWhole({ verdict, reason }: Pick<ResultRow, 'verdict' | 'reason'>): boolean {
  return verdict !== 'inconclusive' && reason === '';
}

export const suites = ['completion', 'barrier', 'careless'] as const;
/**
 * A family of scenarios, by how they order their writes: by waiting for completions and flushes, by
 * barriers, or with promises that they do not ask the disk for.
 */
export type Suite = (typeof suites)[number];

/** All selected rows with one frontend and cache mode. */
export interface Cell {
  /** `frontend/cache`. */
  readonly id: string;
  /** The device that the guest sees. */
  readonly frontend: FrontendId;
  /** QEMU's cache mode. */
  readonly cache: CacheModeId;
  /** The worst of its rows: unsafe, inconclusive, safe. */
  readonly verdict: Verdict;
  /** How promises are broken in any of its rows, worst first. */
  readonly kinds: readonly ViolationKind[];
  /** Ids of the rows behind the verdict. */
  readonly results: readonly string[];
}

/** A workload that fails where nothing below it is at fault. */
export interface WorkloadBug {
  /** The scenario's name. */
  readonly scenario: string;
  /** The control that it failed: without a fault, on the strictest stack, or on honest bare metal. */
  readonly control: 'fault-free' | 'strictest' | 'bare-metal';
  /** What it failed with. */
  readonly finding: Finding;
}

/** Counts of rows, and the exit status. */
export interface Summary {
  /**
   * Rows that are safe, of `results`: one for each configuration, scenario and fault, and the controls
   * without a fault. Two cells may have dozens.
   */
  readonly safe: number;
  /** Rows with findings. */
  readonly unsafe: number;
  /** Rows of which it is not known: a limit was hit, or a recovery threw. */
  readonly inconclusive: number;
  /**
   * Always 0: waivers are for disks of definitions, and {@link GateResult} counts those. It is here because
   * reports of both kinds have the same counts.
   */
  readonly waived: number;
  /** Scenarios that do not exist for the guest: the length of `notApplicable`. */
  readonly notApplicable: number;
  /** Scenarios that fail where nothing below them is at fault; their rows are inconclusive. */
  readonly workloadBugs: readonly WorkloadBug[];
  /**
   * The exit status that the command has: 0 for all safe, 1 findings, 2 a fault that had nothing to take, 3
   * inconclusive, 70 a bug of blkcheck, 130 interrupted. Of several the first of 70, 130, 2, 1, 3.
   */
  readonly exitCode: number;
}

/** Stacks that were selected and cannot be, or are not modelled. */
export interface NotRun {
  /** Why they cannot be, or are not modelled. */
  readonly reason: string;
  /** `frontend/cache[@key=value,...]`, in the order of the selection. */
  readonly stacks: readonly string[];
}

/** What `--reporter json` prints and every reporter reads. */
export interface RunResult {
  /** The version of this format. */
  readonly schemaVersion: 1;
  /** The version of blkcheck that made it. */
  readonly blkcheckVersion: string;
  /** The version of fast-check, by which the same seed generates the same runs. */
  readonly fastCheckVersion: string;
  /** From which all that is generated follows. */
  readonly seed: number;
  /** The dated bundle of facts and defaults. */
  readonly profile: string;
  /** Whether `signal` ended it before its end; a limit of time does not count. */
  readonly interrupted: boolean;
  /** What the run took for granted, one `key=value` each, in the order they are printed. */
  readonly assumptions: readonly Assumption[];
  /** Scenarios that were not run, and why. */
  readonly notApplicable: readonly {
    /** Its name. */
    readonly scenario: string;
    /** Why it was not run. */
    readonly reason: string;
  }[];
  /** One for each reason. */
  readonly notRun: readonly NotRun[];
  /** Counts of rows, and the exit status. */
  readonly summary: Summary;
  /** One for each frontend and cache mode that was run, in their order. */
  readonly cells: readonly Cell[];
  /** One for each configuration, scenario and fault, controls without a fault included. */
  readonly results: readonly ResultRow[];
}

/** Something that a run took for granted. */
export interface Assumption {
  /** What is assumed, as in `qemu`. */
  readonly key: string;
  /** Its value. */
  readonly value: string;
  /** Who says so: the profile, or an option of the run. */
  readonly origin: 'profile' | 'flag';
}
