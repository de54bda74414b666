import { dimensions } from '../catalogue/dimensions.js';
import type { DiskClassId } from '../catalogue/disk-classes.js';
import type { FixResult } from '../model/fix-result.js';
import { exitCodeOf } from './exit-code.js';
import { select } from './filter.js';
import { createFixer } from './fixer.js';
import { judgedScenarios } from './judged-scenarios.js';
import { optionsNamed } from './named-configuration.js';
import type { RunOptions } from './options.js';
import { planRun, type RunPlan } from './plan.js';
import { usageError } from './usage-error.js';
import { blkcheckVersion } from './versions.js';

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

export const leftOutOf = (scenario: string) => ({
  scenario,
  reason: 'is many scripts: no part in the search, sampled where others are proved',
});

async function planFor({ stack, diskClass, keep, ...options }: FixOptions): Promise<RunPlan> {
  const plan = await planRun({ ...options, ...optionsNamed(stack) });
  if (plan.configurations.length === 1) return plan;
  throw usageError(`\`${stack}\` names ${plan.configurations.length} stacks; name one`);
}

/**
 * Looks for the safe configurations nearest to a stack, cheapest first, and proves the one to take.
 *
 * @throws UsageError for a name or a value that does not exist, and where nothing can be judged.
 */
export async function runFix(options: FixOptions): Promise<FixOutcome> {
  const plan = await planFor(options);
  const kept = keptBy(options.keep);
  const { profile, faults, configurations } = plan;
  const { judged, others } = await judgedScenarios(plan.scenarios);
  const { diskClass, signal = new AbortController().signal } = options;
  const fixer = createFixer({ plan, judged, diskClass, kept, signal });
  const { fix, blkcheckBugs, trouble } = await fixer({ configurations, faults, doubt: '' });
  const exitCode = exitCodeOf({
    ...trouble,
    blkcheckBug: blkcheckBugs.length > 0,
    vacuous: false,
    verdicts: [fix.current.verdict],
  });
  const result: FixResult = {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: profile.id,
    assumptions: plan.assumptions,
    scenarios: plan.scenarios.map(({ name }) => name),
    leftOut: [...others.map(({ name }) => leftOutOf(name)), ...plan.notApplicable],
    ...fix,
    summary: { exitCode },
  };
  return { result, blkcheckBugs };
}
