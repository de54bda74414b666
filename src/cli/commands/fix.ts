import { renderFix } from '../../report/fix.js';
import { jsonText } from '../../report/json-text.js';
import { paintOf } from '../../report/paint.js';
import type { FixFlags } from '../advice-flags.js';
import { chalkFor } from '../chalk-for.js';
import { onInterrupt } from '../interrupt.js';
import { withoutAbsent } from '../run-options.js';
import { columnsOf } from '../streams.js';
import { tellBugs } from '../tell-bugs.js';

export async function fixCommand(
  stack: string,
  files: readonly string[],
  flags: FixFlags,
): Promise<number> {
  const { runFix } = await import('../../run/fix.js');
  const interrupt = onInterrupt();
  const { result, blkcheckBugs } = await runFix({
    stack,
    files,
    diskClass: flags.diskClass ?? 'hdd-7200',
    signal: interrupt.signal,
    ...withoutAbsent({
      scenarios: flags.scenario,
      suites: flags.suite,
      faults: flags.fault,
      profile: flags.profile,
      parameters: flags.param,
      maxExecutions: flags.maxExecutions,
      keep: flags.keep,
    }),
  }).finally(interrupt.dispose);
  process.exitCode = result.summary.exitCode;
  const frame = {
    paint: paintOf(chalkFor(process.stdout, flags.color)),
    columns: columnsOf(process.stdout),
    all: flags.all === true,
  };
  process.stdout.write(flags.json ? jsonText(result) : renderFix(result, frame));
  tellBugs(blkcheckBugs);
  return result.summary.exitCode;
}
