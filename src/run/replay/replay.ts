import { defaultProfile, type Profile, profiles } from '../../catalogue/dimensions/profiles.js';
import { refusalOf } from '../../catalogue/refusals/refusals.js';
import type { Finding, Incident, Replay } from '../../model/finding.js';
import type { Script } from '../../model/script.js';
import { type ModuleRecovery, OracleError } from '../../scenario/module/recovery.js';
import { knowsBoot } from '../../scenario/second-boot/boot-steps.js';
import { needsModule, replayFinding } from '../../search/replay.js';
import { secondFault } from '../../search/second-strike.js';
import type { Workload } from '../../search/workload.js';
import { cellOf, differenceOf } from '../configurations/configurations.js';
import { loadModule } from '../scenarios/load-module.js';
import { oracleWith } from '../scenarios/workload.js';
import { usageError } from '../usage-error.js';
import { blkcheckVersion } from '../versions.js';
import { scriptProblem } from './check-script.js';

/** What came of a replay. @public */
export type ReplayOutcome = ReplayReproduced | ReplayNotReproduced;

/** The promise was broken again. @public */
export interface ReplayReproduced {
  /** Which outcome it is. */
  readonly kind: 'reproduced';
  /** What the replay found, with its story. */
  readonly finding: Finding;
}

/** The promise was not broken again. @public */
export interface ReplayNotReproduced {
  /**
   * `bug`, a bug of blkcheck, where the version that recorded it runs it; `inconclusive` where another one
   * does, or the recovery is the user's own.
   */
  readonly kind: 'bug' | 'inconclusive';
  /** Why, in one sentence. */
  readonly reason: string;
}

/**
 * Repeats a recorded failure.
 *
 * @param module - the file of the module whose recovery judges it, or that recovery; '' for none
 * @throws UsageError for a record that cannot be run.
 */
export async function replayRecorded(
  replay: Replay,
  module: string | ModuleRecovery,
): Promise<ReplayOutcome> {
  const problem = replayProblem(replay);
  if (problem !== '') throw usageError(`not a replay that can be run: ${problem}`);
  const oracleOf = await oracleFor(replay, module);
  try {
    const replayed = replayFinding(replay, oracleOf, rowIdOf(replay));
    return replayed.reproduced
      ? { kind: 'reproduced', finding: replayed.finding }
      : notReproduced(replay, module);
  } catch (error) {
    if (error instanceof OracleError) return { kind: 'inconclusive', reason: error.message };
    throw error;
  }
}

function notReproduced(
  { blkcheckVersion: recorded }: Replay,
  module: string | ModuleRecovery,
): ReplayOutcome {
  const version = blkcheckVersion();
  if (recorded !== version) {
    const reason = `it was recorded by blkcheck ${recorded}, and this is ${version}`;
    return { kind: 'inconclusive', reason };
  }
  if (module !== '') {
    const what = typeof module === 'string' ? module : 'the scenario';
    return { kind: 'inconclusive', reason: `${what} may have changed` };
  }
  const reason = `blkcheck ${version} recorded it, and does not reproduce it`;
  return { kind: 'bug', reason: `${reason}, unless the file was changed since` };
}

async function oracleFor(
  { script }: Replay,
  module: string | ModuleRecovery,
): Promise<Workload['oracleOf']> {
  if (!needsModule(script.recovery)) return oracleWith(null);
  if (typeof module !== 'string') return oracleWith(module);
  if (module === '') {
    const message = `the recovery of ${script.scenario} is in a module of its own`;
    throw usageError(message, 'name it with --module FILE');
  }
  const { recovery } = await loadModule(module);
  return oracleWith(recovery);
}

function replayProblem({ configuration, incidents, script }: Replay): string {
  const [first, second, ...more] = incidents;
  if (first === undefined || more.length > 0) return `${incidents.length} incidents`;
  if (second !== undefined && (first.fault === 'none' || second.fault !== secondFault))
    return `${second.fault} after ${first.fault}`;
  if (second !== undefined && !knowsBoot(script.recovery))
    return 'a second fault, and a recovery of which nobody knows what it writes';
  const refusal = refusalOf(configuration);
  if (refusal !== '') return `there is no such machine: ${refusal}`;
  return scriptProblem(script) || incidentProblem(first, script);
}

/** What happens in a second boot is named after a script that is made of what was left. */
function incidentProblem({ powerCut, choices }: Incident, { operations }: Script): string {
  const ids = new Set([0, ...operations.map(({ id }) => id)]);
  if (!ids.has(powerCut.operation))
    return `the fault strikes after operation ${powerCut.operation}, which the script has not`;
  const stranger = choices.find(({ subject }) => !ids.has(subject));
  return stranger === undefined
    ? ''
    : `a choice is about operation ${stranger.subject}, which the script has not`;
}

/** A record says nothing of the row that it comes from: what it is called on its release's day. */
function rowIdOf({ stack, configuration, script, incidents }: Replay): string {
  const fault = incidents[0]?.fault ?? 'none';
  if (stack.kind !== 'configuration') return `${script.scenario}:${stack.kind}:${fault}`;
  const own = profiles.find(({ qemu }): boolean => qemu === configuration.qemu.release);
  const profile: Profile = own ?? defaultProfile;
  const difference = differenceOf(configuration, profile);
  return `${script.scenario}:${cellOf(configuration)}:${fault}${difference}`;
}
