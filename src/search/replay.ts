import type { Finding, Replay } from '../model/finding.js';
import type { RecoverySpec } from '../model/script.js';
import { attemptRecorded } from './attempt.js';
import { findingOf } from './finding.js';
import { stackOf } from './stacks.js';
import type { Workload } from './workload.js';

export type Replayed =
  | { readonly reproduced: true; readonly finding: Finding }
  | { readonly reproduced: false };

/**
 * Runs a recorded failure again. The record holds the script itself, so nothing else is needed,
 * but for a workload whose recovery is a user's own function: `oracleOf` then comes from its module.
 */
export function replayFinding(
  replay: Replay,
  oracleOf: Workload['oracleOf'],
  rowId: string,
): Replayed {
  const [incident] = replay.incidents;
  if (incident === undefined) return { reproduced: false };
  const stack = stackOf(replay.stack, replay.configuration);
  const { fault, powerCut, choices } = incident;
  const subject = { script: replay.script, stack, fault, oracleOf };
  const attempt = attemptRecorded(subject, powerCut, choices, replay.expects);
  if (attempt === null) return { reproduced: false };
  const finding = findingOf({ subject, attempt }, replay.expects, {
    rowId,
    stackChoice: replay.stack,
    configuration: replay.configuration,
    fault,
    blkcheckVersion: replay.blkcheckVersion,
  });
  return { reproduced: true, finding };
}

/** Whether the replay needs the module that it was recorded with. */
export function needsModule(recovery: RecoverySpec): boolean {
  return recovery.kind === 'module';
}
