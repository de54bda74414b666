import type { Replay } from '../model/finding.js';
import { type ReplayOutcome, replayRecorded } from '../run/replay/replay.js';
import { usageError } from '../run/usage-error.js';
import { isDefinedScenario } from '../scenario/defined.js';
import { checkedOptions } from './check-options.js';
import { replayEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';
import type { ReplayOptions } from './replay-options.js';
import { checkedReplay } from './replay-shape.js';

/** of-stacks.ts says what it does, and loads it. */
export async function replay(recorded: Replay, options: ReplayOptions): Promise<ReplayOutcome> {
  const { module = '', scenario } = checkedOptions(replayEntries, options);
  if (module !== '' && scenario !== undefined)
    throw usageError('`module` and `scenario` are two ways to say one thing: give one of them');
  const recovery = isDefinedScenario(scenario) ? scenario.recovery : module;
  return inOptionWords(() => replayRecorded(checkedReplay('', recorded), recovery));
}
