import type { Cost, Explored, ResultRow, WorkloadBug } from '../../model/result.js';
import type { Examination } from '../../search/examine/examine.js';
import type { Method } from '../../search/examine/method.js';
import { cellOf } from '../configurations/configurations.js';
import type { Job } from './job.js';

/** A row, and how it bears on the whole. */
export interface JudgedRow {
  readonly row: ResultRow;
  /** Whether the row says something about its configuration. */
  readonly counted: boolean;
  /** The fault never had anything to take: a mistake of the selection, not a pass. */
  readonly vacuous: boolean;
}

/** A row that was cut or not begun. */
export function judgeMissing(job: Job, reason: string): JudgedRow {
  return { row: unknownRow(job, reason), counted: true, vacuous: false };
}

/** A row of a workload that fails where nothing below it is at fault. */
export function judgeOwnBug(job: Job, { control }: WorkloadBug): JudgedRow {
  const where = {
    'fault-free': 'without any fault',
    strictest: 'on the strictest stack',
    'bare-metal': 'on honest bare metal',
  }[control];
  const row = unknownRow(job, `the workload has a bug of its own: it fails ${where}`);
  return { row, counted: false, vacuous: false };
}

export function judgeExamined(job: Job, examination: Examination): JudgedRow {
  const { verdict, basis, explored, cost, boundPercent, reason, findings } = examination;
  const { secondFault } = examination;
  const second = secondFault === undefined ? {} : { secondFault };
  const row = { ...identityOf(job), ...second, basis, explored, cost, boundPercent, findings };
  if (!isVacuous(job, examination)) {
    return { row: { ...row, verdict, reason }, counted: true, vacuous: false };
  }
  const tries =
    basis === 'sampled'
      ? `in none of ${explored.runs} runs`
      : `at none of ${explored.crashPoints} crash points`;
  const why = `${tries} was there anything for the fault to take`;
  return { row: { ...row, verdict: 'inconclusive', reason: why }, counted: true, vacuous: true };
}

function isVacuous({ fault }: Job, { verdict, explored }: Examination): boolean {
  return fault !== 'none' && verdict === 'safe' && explored.exercisedRuns === 0;
}

/** What is known where nothing could be examined. */
export function inconclusiveExamination(method: Method, reason: string): Examination {
  return {
    verdict: 'inconclusive',
    basis: method === 'proof' ? 'exhaustive' : 'sampled',
    explored: nothingExplored,
    cost: noCost,
    boundPercent: 100,
    reason,
    findings: [],
  };
}

function unknownRow(job: Job, reason: string): ResultRow {
  return { ...identityOf(job), ...inconclusiveExamination(job.scenario.method, reason) };
}

function identityOf(job: Job) {
  const { id, scenario, fault, configuration } = job;
  const { name, suite } = scenario;
  return { id, scenario: name, suite, fault, cell: cellOf(configuration), configuration };
}

const nothingExplored: Explored = {
  runs: 0,
  workloads: 0,
  exercisedRuns: 0,
  schedules: 0,
  crashPoints: 0,
  crashStates: '0',
  executions: 0,
};

const noCost: Cost = { acknowledgements: 0, hostSyncs: 0, diskFlushes: 0, vcpuStallUs: 0 };
