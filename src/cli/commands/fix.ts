import { siteAssumptions } from '../../library/site-assumptions.js';
import type { DefinitionsFixResult } from '../../model/fix-result.js';
import { type FixFrame, renderFix } from '../../report/fix/fix.js';
import { renderDefinitionsFix } from '../../report/fix/fix-definitions.js';
import { jsonText } from '../../report/text/json-text.js';
import { paintOf } from '../../report/text/paint.js';
import { namesDefinitions } from '../../run/configurations/named-configuration.js';
import { expandNames } from '../../run/definitions/expand-names.js';
import { sortInputs } from '../../run/definitions/sort-inputs.js';
import type { ChangeOptions } from '../../run/fix/fix.js';
import { usageError } from '../../run/usage-error.js';
import type { FixFlags } from '../advice-flags.js';
import { chalkFor } from '../chalk-for.js';
import { checkNothingToRead, configOptionsOf, faultsOfSite } from '../definition-flags.js';
import { onInterrupt } from '../interrupt.js';
import { progressLine } from '../progress.js';
import { withoutAbsent } from '../run-options.js';
import { columnsOf } from '../streams.js';
import { tellBugs } from '../tell-bugs.js';

interface Answer {
  readonly text: string;
  readonly exitCode: number;
  readonly blkcheckBugs: readonly string[];
}

/**
 * @param what - a stack, or a file of definitions
 * @param files - scenarios, and more definitions
 */
export async function fixCommand(
  what: string,
  files: readonly string[],
  flags: FixFlags,
): Promise<number> {
  const interrupt = onInterrupt();
  const isOfDefinitions = namesDefinitions(what);
  const fix = isOfDefinitions
    ? fixDefinitions([what, ...files], flags, interrupt.signal)
    : fixStack(what, files, flags, interrupt.signal);
  const { text, exitCode, blkcheckBugs } = await fix.finally(interrupt.dispose);
  process.exitCode = exitCode;
  process.stdout.write(text);
  tellBugs(blkcheckBugs);
  return exitCode;
}

function frameOf(flags: FixFlags): FixFrame {
  return {
    paint: paintOf(chalkFor(process.stdout, flags.color)),
    columns: columnsOf(process.stdout),
    all: flags.all === true,
  };
}

function changeOptionsOf(
  files: readonly string[],
  flags: FixFlags,
  signal: AbortSignal,
): ChangeOptions {
  return {
    files,
    diskClass: flags.diskClass ?? 'hdd-7200',
    signal,
    ...withoutAbsent({
      scenarios: flags.scenario,
      suites: flags.suite,
      profile: flags.profile,
      assume: flags.assume,
      parameters: flags.param,
      maxExecutions: flags.maxExecutions,
      keep: flags.keep,
    }),
  };
}

async function fixStack(
  stack: string,
  files: readonly string[],
  flags: FixFlags,
  signal: AbortSignal,
): Promise<Answer> {
  checkNothingToRead(flags, 'blkcheck fix vm.xml');
  const { runFix } = await import('../../run/fix/fix.js');
  const { result, blkcheckBugs } = await runFix({
    stack,
    ...changeOptionsOf(files, flags, signal),
    ...withoutAbsent({ faults: flags.fault }),
  });
  const text = flags.json ? jsonText(result) : renderFix(result, frameOf(flags));
  return { text, exitCode: result.summary.exitCode, blkcheckBugs };
}

async function fixDefinitions(
  names: readonly string[],
  flags: FixFlags,
  signal: AbortSignal,
): Promise<Answer> {
  if (flags.fault !== undefined) throw faultsOfSite();
  const { definitions, scenarios } = sortInputs(expandNames(names), names, flags.inputFormat ?? '');
  if (definitions.length === 0) {
    throw usageError(`${scenarios.join(', ')}: name a stack or a VM definition too`);
  }
  const { runFixDefinitions } = await import('../../run/fix/fix-definitions.js');
  const progress = await progressLine(false);
  const { result, read, subjects, blkcheckBugs } = await runFixDefinitions({
    configs: configOptionsOf(definitions, names, flags),
    change: changeOptionsOf(scenarios, flags, signal),
    onProgress: progress.show,
  }).finally(progress.end);
  const assumptions = [...result.assumptions, ...siteAssumptions({ subjects, read })];
  const whole: DefinitionsFixResult = { ...result, assumptions };
  const text = flags.json ? jsonText(whole) : renderDefinitionsFix(whole, frameOf(flags));
  return { text, exitCode: result.summary.exitCode, blkcheckBugs };
}
