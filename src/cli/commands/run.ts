import { dirname } from 'node:path';
import type { Finding } from '../../model/finding.js';
import type { RunResult } from '../../model/result.js';
import { rank } from '../../report/run/rank.js';
import { inert } from '../../report/text/inert.js';
import { expandNames } from '../../run/definitions/expand-names.js';
import { findSiteFile, siteFileName } from '../../run/definitions/site-file.js';
import { isScenario, sortInputs } from '../../run/definitions/sort-inputs.js';
import { prepareFindingsFolder } from '../../run/files/findings-folder.js';
import { checkWritable } from '../../run/files/write-file.js';
import type { RunOutcome } from '../../run/jobs/merge.js';
import { planRun, type RunPlan } from '../../run/plan.js';
import { usageError } from '../../run/usage-error.js';
import { checkWithoutDefinitions } from '../definition-flags.js';
import type { RunFlags } from '../flags.js';
import { onInterrupt } from '../interrupt.js';
import { keepFindings } from '../keep-findings.js';
import { progressLine } from '../progress.js';
import { checkReportFiles } from '../report-files.js';
import { runOptionsOf } from '../run-options.js';
import { saveHeadline } from '../save-headline.js';
import { selfCommand } from '../self.js';

/** Plans, runs and reports; mistakes are found before anything is run or written. */
export async function runCommand(names: readonly string[], flags: RunFlags): Promise<number> {
  const files = expandNames(names);
  const { definitions, scenarios } = sortInputs(files, names, flags.inputFormat ?? '');
  const own = flags.ignoreUnknown ? scenarios.filter(isScenario) : scenarios;
  if (definitions.length > 0) {
    const { runGateCommand } = await import('./run-gate.js');
    return runGateCommand({ definitions, scenarios: own, given: names }, flags);
  }
  if (flags.ignoreUnknown && own.length === 0) {
    process.stderr.write('note: none of the files is a VM definition or a scenario\n');
    return 0;
  }
  if (names.length > 0 && own.length === 0)
    throw usageError(`no VM definition and no scenario is found in ${names.join(', ')}`);
  checkWithoutDefinitions(flags);
  const plan = await planRun(runOptionsOf(own, flags));
  checkReportFiles(flags);
  if (flags.saveFindings !== undefined) prepareFindingsFolder(flags.saveFindings);
  if (flags.saveScenario !== undefined) checkWritable(flags.saveScenario);
  const outcome = await runShown(plan, flags.quiet === true);
  const { result } = outcome;
  // Known from here on to whatever ends the process, such as a closed pipe.
  process.exitCode = result.summary.exitCode;
  const replayCommand = keepFindings(findingsIn(result), flags);
  const { writeReports } = await import('../reports.js');
  await writeReports(result, flags, replayCommand);
  process.stderr.write(remarks(plan, outcome));
  if (names.length === 0 && flags.quiet !== true) process.stderr.write(ownDefinitions());
  if (flags.saveScenario !== undefined)
    await saveHeadline(rank(result).headline?.finding, flags.saveScenario);
  return result.summary.exitCode;
}

async function runShown(plan: RunPlan, quiet: boolean): Promise<RunOutcome> {
  // The simulator is loaded only once all words are known to be right.
  const { runPlan } = await import('../../run/run-plan.js');
  const interrupt = onInterrupt();
  const progress = await progressLine(quiet);
  try {
    return await runPlan(plan, interrupt.signal, progress.show);
  } catch (error) {
    const what = error instanceof Error ? error.message : String(error);
    throw new Error(`${what} (seed ${plan.seed})`, { cause: error });
  } finally {
    progress.end();
    interrupt.dispose();
  }
}

function findingsIn({ results, summary }: RunResult): readonly Finding[] {
  return [
    ...results.flatMap(({ findings }) => findings),
    ...summary.workloadBugs.map(({ finding }) => finding),
  ];
}

/** Who has said what lies below their machines wants to know about these, and not about the catalogue. */
function ownDefinitions(): string {
  const file = findSiteFile();
  if (file === null) return '';
  const command = inert(selfCommand(['run', dirname(file)]));
  return `note: this is the catalogue; the machines that ${siteFileName} is about: ${command}\n`;
}

/** What an exit status of 70 or 2 is about, which no report has a place for. */
function remarks(plan: RunPlan, { blkcheckBugs, vacuous }: RunOutcome): string {
  const bugs = blkcheckBugs.map(
    (bug) => `blkcheck: this is a bug of blkcheck, please report it: ${bug} (seed ${plan.seed})\n`,
  );
  const [first] = vacuous;
  if (first === undefined) return bugs.join('');
  const more = vacuous.length > 1 ? ` and ${vacuous.length - 1} more` : '';
  const error = `error: nothing was there for the fault to take: ${first}${more}\n`;
  return [...bugs, error, '  = help: raise --runs, or choose another fault\n'].join('');
}
