import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import type { DiskClassId } from '../../catalogue/disk-classes.js';
import { unreadWords } from '../../catalogue/releases/nearest-release.js';
import type { FixResult } from '../../model/fix-result.js';
import { select } from '../configurations/filter.js';
import { optionsNamed } from '../configurations/named-configuration.js';
import { unreadOf, wordsOfUnread } from '../configurations/unread-versions.js';
import { type ExitCode, exitCodeOf } from '../exit-code.js';
import type { RunOptions } from '../options.js';
import { planRun, type RunPlan } from '../plan.js';
import { judgedScenarios } from '../scenarios/judged-scenarios.js';
import type { PlannedScenario } from '../scenarios/select-scenarios.js';
import { usageError } from '../usage-error.js';
import { blkcheckVersion } from '../versions.js';
import { createFixer } from './fixer.js';

/** What `fix` may be told about scenarios, as a run is, and about changes. */
export interface ChangeOptions
  extends Pick<
    RunOptions,
    | 'files'
    | 'profile'
    | 'assume'
    | 'scenarios'
    | 'suites'
    | 'parameters'
    | 'maxExecutions'
    | 'signal'
  > {
  readonly diskClass: DiskClassId;
  /** Dimensions that must stay as they are. */
  readonly keep?: readonly string[];
}

/** What `fix` may be told of a stack. */
export interface FixOptions extends ChangeOptions, Pick<RunOptions, 'faults'> {
  /** `frontend/cache[@key=value,...]` */
  readonly stack: string;
}

export interface FixOutcome {
  readonly result: FixResult;
  /** What only a bug of blkcheck explains, a sentence each. */
  readonly blkcheckBugs: readonly string[];
}

/** @throws UsageError for what is no dimension. */
export function keptBy(keep: readonly string[] = []): readonly string[] {
  const names = dimensions.map(({ key }) => key);
  return select(keep, { what: 'dimension', names, whenAbsent: [], whenExcluding: names });
}

/** What is said of every answer. @param others - scenarios that the analysis has no opinion on */
export function headerOf(plan: RunPlan, others: readonly PlannedScenario[], exitCode: ExitCode) {
  const reason = 'is many scripts: no part in the search, sampled where others are proved';
  return {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: plan.profile.id,
    scenarios: plan.scenarios.map(({ name }) => name),
    leftOut: [...others.map(({ name }) => ({ scenario: name, reason })), ...plan.notApplicable],
    summary: { exitCode },
  } as const;
}

async function planFor({ stack, diskClass, keep, ...options }: FixOptions): Promise<RunPlan> {
  const plan = await planRun({ ...options, ...optionsNamed(stack) });
  if (plan.configurations.length === 1) return plan;
  throw usageError(`\`${stack}\` names ${plan.configurations.length} stacks; name one`);
}

/** As for a disk of a definition; '' where the release is known, or something is taken for granted of it. */
function doubtOf({ assume, unread, configurations: [configuration] }: RunPlan): string {
  if (assume !== 'nothing' || configuration === undefined) return '';
  const names = unreadOf(configuration, unread).map((each) => wordsOfUnread(each).named);
  return names.length === 0 ? '' : unreadWords(names.join(' and '));
}

/**
 * Looks for the safe configurations nearest to a stack, cheapest first, and proves the one to take.
 *
 * @throws UsageError for a name or a value that does not exist, and where nothing can be judged.
 */
export async function runFix(options: FixOptions): Promise<FixOutcome> {
  const plan = await planFor(options);
  const kept = keptBy(options.keep);
  const { faults, configurations } = plan;
  const { judged, others } = await judgedScenarios(plan.scenarios);
  const { diskClass, signal = new AbortController().signal } = options;
  // What is proved is the release that is looked at, of which this is the doubt.
  const known = { ...plan, unread: [] };
  const fixer = createFixer({ plan: known, judged, diskClass, kept, signal });
  const doubt = doubtOf(plan);
  const { fix, blkcheckBugs, trouble } = await fixer({
    configurations,
    faults,
    doubt,
    unknownCode: doubt === '' ? [] : plan.unread.map(({ key }) => key),
  });
  const exitCode = exitCodeOf({
    ...trouble,
    blkcheckBug: blkcheckBugs.length > 0,
    vacuous: false,
    verdicts: [fix.current.verdict],
  });
  const result: FixResult = {
    ...headerOf(plan, others, exitCode),
    assumptions: plan.assumptions,
    ...fix,
  };
  return { result, blkcheckBugs };
}
