import type { Finding, Replay } from '../model/finding.js';
import type { RecoverySpec } from '../model/script.js';
import { attemptRecorded } from './attempt.js';
import { findingOf } from './examine/finding.js';
import { secondFault } from './second-strike.js';
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
  const [incident, second, ...more] = replay.incidents;
  if (incident === undefined || more.length > 0) return { reproduced: false };
  if (second !== undefined && second.fault !== secondFault) return { reproduced: false };
  const stack = stackOf(replay.stack, replay.configuration, replay.script);
  const { fault, powerCut, choices } = incident;
  const strike = second && { powerCut: second.powerCut, choices: second.choices };
  const once = { script: replay.script, stack, fault, oracleOf };
  const subject = strike === undefined ? once : { ...once, second: strike };
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
