/**
 * blkcheck as a library: what the command does, without its files, colours and exit status.
 *
 * @packageDocumentation
 */
import type { Replay } from './model/finding.js';
import type { RunResult } from './model/result.js';
import type { RunOptions } from './run/options.js';
import { planRun } from './run/plan.js';
import { type ReplayOutcome, replayRecorded } from './run/replay.js';
import { runPlan } from './run/run-plan.js';

/**
 * Runs scenarios on every selected machine, and says which of them keep their promises.
 *
 * Without options this is `blkcheck run`: the profile `default`, all its frontends and the usual
 * cache modes, power loss. A scenario that is one script is proved; one that is many gets 1000 generated
 * runs a row, with seed 1. The same options give the same result on every machine, unless
 * `timeSeconds` or `signal` end it earlier.
 *
 * WARNING: a result is no exception, however bad it is. Look at `summary.exitCode`, which is 0 only
 * where every row is safe: an interrupted or inconclusive run has a result too.
 *
 * @param options - all optional; see {@link RunOptions} for the defaults
 * @returns the object that `--reporter json` prints, with whole configurations in its rows
 * @throws {@link UsageError} for a name that does not exist, a mistake in a scenario file, a value
 * out of range, or a selection that leaves nothing to run. Nothing was run then.
 *
 * @example
 * ```ts
 * const { summary, cells } = await run({ caches: ['none'], disks: ['no-wce'] });
 * for (const { id, verdict, kinds } of cells) console.log(id, verdict, kinds);
 * process.exitCode = summary.exitCode;
 * ```
 *
 * @public
 */
export async function run(options: RunOptions = {}): Promise<RunResult> {
  const plan = await planRun(options);
  const interrupt = options.signal ?? new AbortController().signal;
  const { result } = await runPlan(plan, interrupt, options.onProgress ?? (() => {}));
  return result;
}

/**
 * Repeats a recorded failure, choice by choice, in one run.
 *
 * The record is a finding's `replay`, as in a {@link RunResult}, or the content of a file that
 * `blkcheck run` left in `.blkcheck/findings`. It may come from another machine; its numbers are
 * checked, and its shape is taken for granted.
 *
 * @param recorded - what to repeat
 * @param options - `module`: the file of the JavaScript module that the recovery is in, for a
 * scenario that came from one. It is executed. None by default.
 * @returns `reproduced` with the finding; `bug` where the version that recorded it does not
 * reproduce it; `inconclusive` where another version recorded it, or the module is another one
 * @throws {@link UsageError} for a record that cannot be run, or a module that is missing.
 *
 * @public
 */
export async function replay(
  recorded: Replay,
  options: { readonly module?: string } = {},
): Promise<ReplayOutcome> {
  return replayRecorded(recorded, options.module ?? '');
}

export type { Choice, ChoiceKind, PowerCut } from './model/choice.js';
export type { CacheFlags, Configuration } from './model/configuration.js';
export type { Diagnostic } from './model/diagnostic.js';
export type { FaultId, FaultOrNone } from './model/fault.js';
export type { Finding, Incident, Replay, StackChoice, TraceRow } from './model/finding.js';
export type {
  Assumption,
  Cell,
  Cost,
  Explored,
  ResultRow,
  RunResult,
  Suite,
  Summary,
  WorkloadBug,
} from './model/result.js';
export type { Script } from './model/script.js';
export type { LayerId, Verdict, ViolationKind } from './model/verdict.js';
export type { Progress, RunOptions } from './run/options.js';
export type { ReplayOutcome } from './run/replay.js';
export { UsageError } from './run/usage-error.js';
export {
  type DefinedScenario,
  defineScenario,
  type ScenarioDefinition,
  ScenarioError,
} from './scenario/define.js';
export type {
  BrokenPromise,
  RecoveryDisk,
  SectorContent,
} from './scenario/module/recovery.js';
