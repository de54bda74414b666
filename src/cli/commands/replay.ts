import type { Finding } from '../../model/finding.js';
import { renderStory } from '../../report/story.js';
import { type ReplayOutcome, replayRecorded } from '../../run/replay.js';
import { checkWritable } from '../../run/write-file.js';
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
  const outcome = await replayRecorded(replay, flags.module ?? '');
  process.exitCode = statuses[outcome.kind];
  if (outcome.kind === 'reproduced') {
    if (flags.saveScenario !== undefined) saveScenario(replay, flags.saveScenario);
    process.stdout.write(story(outcome.finding, flags));
  } else {
    const what =
      outcome.kind === 'bug' ? 'this is a bug of blkcheck, please report it' : 'inconclusive';
    process.stderr.write(`blkcheck: ${what}: not reproduced: ${outcome.reason}\n`);
  }
  return statuses[outcome.kind];
}

function story(finding: Finding, { all, color }: ReplayFlags): string {
  return renderStory(finding, {
    chalk: chalkFor(process.stdout, color),
    columns: columnsOf(process.stdout),
    all: all === true,
    replayCommand: () => '',
  });
}
