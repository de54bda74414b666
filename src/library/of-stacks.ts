import type { Rule } from '../catalogue/rules/rule.js';
import type { Replay } from '../model/finding.js';
import type { FixResult } from '../model/fix-result.js';
import type { MatrixResult } from '../model/matrix-result.js';
import type { RunResult } from '../model/result.js';
import type { MatrixOptions } from '../run/matrix/matrix.js';
import type { RunOptions } from '../run/options.js';
import type { ReplayOutcome } from '../run/replay/replay.js';
import type { FixStackOptions } from './definition-options.js';
import type { StackExplained } from './explain.js';
import type { ReplayOptions } from './replay-options.js';
import type { TopicName } from './topic-names.js';
import type { TopicRow } from './topics.js';

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
 * @throws {@link UsageError} for what is no option, a name that does not exist, a mistake in a scenario
 * file, a value out of range, or a selection that leaves nothing to run. Nothing was run then.
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
  const library = await import('./run.js');
  return library.run(options);
}

/**
 * Repeats a recorded failure, choice by choice, in one run.
 *
 * The record is a finding's `replay`, as in a {@link RunResult}, or the content of a file that
 * `blkcheck run` left in `.blkcheck/findings`. It may come from another machine; its shape and its
 * numbers are checked.
 *
 * @param recorded - what to repeat
 * @param options - where the recovery is, for a scenario with one of its own; nothing by default
 * @returns `reproduced` with the finding; `bug` where the version that recorded it does not
 * reproduce it; `inconclusive` where another version recorded it, or the recovery may be another one
 * @throws {@link UsageError} for what is no record, one that cannot be run, or a recovery that is missing.
 *
 * @public
 */
export async function replay(
  recorded: Replay,
  options: ReplayOptions = {},
): Promise<ReplayOutcome> {
  const library = await import('./replay.js');
  return library.replay(recorded, options);
}

/**
 * Looks for the safe configurations nearest to a stack, cheapest first, and proves the one to take, as
 * `blkcheck fix STACK` does.
 *
 * @param options - the stack, and what may not be changed; {@link FixStackOptions} has the defaults
 * @returns the object that `blkcheck fix --json` prints; `chosen` is '' where there is nothing to take
 * @throws {@link UsageError} for a name or a value that does not exist, and where nothing can be judged
 *
 * @public
 */
export async function fix(options: FixStackOptions): Promise<FixResult> {
  const library = await import('./fix.js');
  return library.fix(options);
}

/**
 * Says what a stack promises, layer by layer, where a write, a flush and a FUA write stop, and what each fault
 * can take, as `blkcheck explain STACK` does. Nothing is run for it.
 *
 * @param stack - `frontend/cache`, then `@key=value,...` for what is not the profile's, as results name it
 * @param options - the profile; `default` by default
 * @returns what the layers say, as data
 * @throws {@link UsageError} for what does not exist, or names more than one stack
 *
 * @public
 */
export async function explainStack(
  stack: string,
  options: Pick<RunOptions, 'profile'> = {},
): Promise<StackExplained> {
  const library = await import('./explain.js');
  return library.explainStack(stack, options);
}

/**
 * Says what a rule is about, the defect that a finding is blamed on.
 *
 * @param rule - its id or its name, in any case: `BLK011`
 * @returns the row of the catalogue, with the source of the fact
 * @throws {@link UsageError} where there is no such rule
 *
 * @public
 */
export async function explainRule(rule: string): Promise<Rule> {
  const library = await import('./explain.js');
  return library.explainRule(rule);
}

/**
 * Judges every configuration of a selection under every fault by the analysis, and says with as few conditions
 * as possible which are unsafe, as `blkcheck matrix` does. It takes seconds, and is not interrupted.
 *
 * @param options - all optional; see {@link MatrixOptions} for the defaults
 * @returns the object that `--reporter json` prints
 * @throws {@link UsageError} for what does not exist, and a selection that leaves nothing or too much to count
 *
 * @public
 */
export async function matrix(options: MatrixOptions = {}): Promise<MatrixResult> {
  const library = await import('./matrix.js');
  return library.matrix(options);
}

/**
 * Everything of a kind that can be named in options and results, as `blkcheck list` does.
 *
 * @param topic - the kind, as in `frontends`
 * @returns the names, each with a sentence, in the order of the catalogue
 * @throws {@link UsageError} where there is no such topic
 *
 * @public
 */
export async function list(topic: TopicName): Promise<readonly TopicRow[]> {
  const library = await import('./list.js');
  return library.list(topic);
}
