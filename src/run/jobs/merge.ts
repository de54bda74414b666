import type { ResultRow, RunResult, Summary, WorkloadBug } from '../../model/result.js';
import type { Verdict } from '../../model/verdict.js';
import { exitCodeOf } from '../exit-code.js';
import type { RunPlan } from '../plan.js';
import { blkcheckVersion, fastCheckVersion } from '../versions.js';
import { cellsOf } from './cells.js';
import type { Examinations } from './execute.js';
import { type Job, rowJobsOf } from './job.js';
import { type JudgedRow, judgeExamined, judgeMissing, judgeOwnBug } from './judge.js';
import { type FailedControl, ownBugOf, workloadBugsOf } from './workload-bugs.js';

/** Whether and why the run ended before its end. */
export type Stopped = 'no' | 'interrupted' | 'time';

export interface RunOutcome {
  readonly result: RunResult;
  /** What only a bug of blkcheck explains, a sentence each. */
  readonly blkcheckBugs: readonly string[];
  /** Ids of rows whose fault never had anything to take. */
  readonly vacuous: readonly string[];
}

/**
 * Puts what came back in any order into the order of the plan.
 *
 * @param failed - controls that failed: their workloads say nothing about a configuration
 */
export function mergeOutcome(
  plan: RunPlan,
  failed: readonly FailedControl[],
  examinations: Examinations,
  stopped: Stopped,
): RunOutcome {
  const judged = rowJobsOf(plan).map((job) => judge(job, { plan, failed, examinations, stopped }));
  const rows = judged.map(({ row }) => row);
  const blkcheckBugs = rows
    .filter(failsWithoutFault)
    .map(({ id }) => `${id}: fails without a fault`);
  const vacuous = judged.filter((each) => each.vacuous).map(({ row }) => row.id);
  const workloadBugs = workloadBugsOf(failed);
  const exitCode = exitCodeOf({
    blkcheckBug: blkcheckBugs.length > 0,
    interrupted: stopped === 'interrupted',
    vacuous: vacuous.length > 0,
    workloadBug: workloadBugs.length > 0,
    verdicts: rows.map(({ verdict }) => verdict),
  });
  const result: RunResult = {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    fastCheckVersion: fastCheckVersion(),
    seed: plan.seed,
    profile: plan.profile.id,
    interrupted: stopped === 'interrupted',
    assumptions: plan.assumptions,
    notApplicable: plan.notApplicable,
    notRun: plan.notRun,
    summary: summaryOf(plan, rows, workloadBugs, exitCode),
    cells: cellsOf(plan.configurations, countedRowsOf(judged)),
    results: rows,
  };
  return { result, blkcheckBugs, vacuous };
}

/** What came back of a plan. */
interface Answers {
  readonly plan: RunPlan;
  readonly failed: readonly FailedControl[];
  readonly examinations: Examinations;
  readonly stopped: Stopped;
}

function judge(job: Job, { plan, failed, examinations, stopped }: Answers): JudgedRow {
  const bug = ownBugOf(job, failed);
  if (bug !== undefined) return judgeOwnBug(job, bug);
  const examination = examinations.get(job.id);
  if (examination !== undefined) return judgeExamined(job, examination);
  if (stopped === 'no') throw new Error(`no examination of ${job.id}`);
  const reason =
    stopped === 'time' ? `the time limit of ${plan.timeMs / 1000} s was reached` : 'interrupted';
  return judgeMissing(job, reason);
}

/** Workloads that fail by themselves were taken out before, so nothing is left to blame. */
function failsWithoutFault({ fault, verdict }: ResultRow): boolean {
  return fault === 'none' && verdict === 'unsafe';
}

function countedRowsOf(judged: readonly JudgedRow[]): readonly ResultRow[] {
  return judged.filter(({ counted }) => counted).map(({ row }) => row);
}

function summaryOf(
  { notApplicable }: RunPlan,
  rows: readonly ResultRow[],
  workloadBugs: readonly WorkloadBug[],
  exitCode: number,
): Summary {
  const count = (wanted: Verdict): number =>
    rows.filter(({ verdict }) => verdict === wanted).length;
  return {
    safe: count('safe'),
    unsafe: count('unsafe'),
    inconclusive: count('inconclusive'),
    waived: 0,
    notApplicable: notApplicable.length,
    workloadBugs,
    exitCode,
  };
}
