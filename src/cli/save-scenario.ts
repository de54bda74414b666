import type { Replay } from '../model/finding.js';
import type { Suite } from '../model/result.js';
import { writeTextFile } from '../run/files/write-file.js';
import { shippedScenarios } from '../run/scenarios/shipped-scenarios.js';
import { fileError } from '../run/usage-error.js';
import { type PrintDetails, printScenario } from '../scenario/print.js';

/**
 * Writes a finding as a scenario that remembers it: run again, it fails until the stack is mended.
 *
 * @throws UsageError where a scenario file cannot hold it.
 */
export async function saveScenario(replay: Replay, file: string): Promise<void> {
  if (replay.incidents.length > 1)
    throw fileError(file, 'cannot save the finding: a scenario has no place for a second fault');
  const printed = printScenario(replay.script, await detailsOf(replay));
  if ('reason' in printed) throw fileError(file, `cannot save the finding: ${printed.reason}`);
  writeTextFile(file, printed.text);
}

async function detailsOf({ script, expects, incidents }: Replay): Promise<PrintDetails> {
  const { scenario } = script;
  return {
    name: `${scenario}-${expects}`,
    suite: await suiteOf(script),
    summary: `The smallest script in which ${scenario} showed a finding of blkcheck (${expects}).`,
    models: `A regression test, from ${scenario}.`,
    pinned: incidents,
  };
}

/** A record does not say it: what runs by default for a scenario of the user's own. */
async function suiteOf({ scenario, operations }: Replay['script']): Promise<Suite> {
  const shipped = (await shippedScenarios()).find(({ name }) => name === scenario);
  if (shipped !== undefined) return shipped.suite;
  return operations.some(({ kind }) => kind === 'barrier') ? 'barrier' : 'completion';
}
