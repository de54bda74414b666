import type { Finding, Replay } from '../../model/finding.js';
import { renderStory } from '../../report/story/story.js';
import { checkWritable } from '../../run/files/write-file.js';
import { type ReplayOutcome, replayRecorded } from '../../run/replay/replay.js';
import { UsageError } from '../../run/usage-error.js';
import { chalkFor } from '../chalk-for.js';
import type { ReplayFlags } from '../flags.js';
import { readReplay } from '../read-replay.js';
import { saveScenario } from '../save-scenario.js';
import { columnsOf } from '../streams.js';

const statuses = { reproduced: 1, inconclusive: 3, bug: 70 } as const satisfies Record<
  ReplayOutcome['kind'],
  number
>;

export async function replayCommand(file: string, flags: ReplayFlags): Promise<number> {
  const replay = readReplay(file, flags.finding ?? '');
  if (flags.saveScenario !== undefined) checkWritable(flags.saveScenario);
  const outcome = await outcomeOf(replay, file, flags);
  process.exitCode = statuses[outcome.kind];
  if (outcome.kind === 'reproduced') {
    if (flags.saveScenario !== undefined) await saveScenario(replay, flags.saveScenario);
    process.stdout.write(story(outcome.finding, flags));
  } else {
    const what =
      outcome.kind === 'bug' ? 'this is a bug of blkcheck, please report it' : 'inconclusive';
    process.stderr.write(`blkcheck: ${what}: not reproduced: ${outcome.reason}\n`);
  }
  return statuses[outcome.kind];
}

/** What cannot be run is a mistake of the file that it came from. */
async function outcomeOf(
  replay: Replay,
  file: string,
  { module = '' }: ReplayFlags,
): Promise<ReplayOutcome> {
  try {
    return await replayRecorded(replay, module);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    const diagnostics = error.diagnostics.map((each) => ({ ...each, file: each.file || file }));
    throw new UsageError(diagnostics);
  }
}

function story(finding: Finding, { all, color }: ReplayFlags): string {
  return renderStory(finding, {
    chalk: chalkFor(process.stdout, color),
    columns: columnsOf(process.stdout),
    all: all === true,
    replayCommand: () => '',
  });
}
