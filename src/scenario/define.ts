import type { Diagnostic } from '../model/diagnostic.js';
import type { DefinedScenario, ScenarioModule } from './defined.js';
import { limits } from './language/limits.js';
import { locatedData } from './language/located.js';
import type { BrokenPromise, RecoveryDisk } from './module/recovery.js';
import { readLocated, readText, type ScenarioRead } from './read.js';

/**
 * A scenario with a recovery of its own, for {@link defineScenario}.
 *
 * @typeParam Outcome - What `recover` finds and `holds` judges: any value.
 */
export interface ScenarioDefinition<Outcome> {
  /**
   * The scenario, in the language of scenario files: the text of one, or the same keys and values
   * as plain data. `blkcheck: 'scenario/1'` may be left out of data; `recovery` must be left out,
   * because `recover` takes its place.
   */
  readonly scenario: string | Readonly<Record<string, unknown>>;
  /**
   * What the program makes of the disk after the fault.
   *
   * It runs for each crash that is looked at, many thousands of times: it must be synchronous, give one
   * outcome for one disk, and keep nothing from one call for the next. What it does not read costs
   * nothing.
   *
   * An exception makes the result inconclusive. A disk that cannot be recovered is an outcome.
   */
  readonly recover: (disk: RecoveryDisk) => Outcome;
  /**
   * Whether the outcome is one that the program may find.
   *
   * @param outcome - What `recover` returned.
   * @param acknowledged - The `transaction` of each `acknowledge` step that had run, in program
   * order; 0 for an acknowledgement without one.
   * @returns `true`, or which promise is broken and what the guest finds, in one sentence.
   */
  readonly holds: (outcome: Outcome, acknowledged: readonly number[]) => true | BrokenPromise;
}

/** A definition has mistakes; `diagnostics` lists all of them. */
export class ScenarioError extends Error {
  /** Which error it is. */
  override readonly name = 'ScenarioError';

  constructor(readonly diagnostics: readonly Diagnostic[]) {
    super(diagnostics.map(({ message }) => message).join('\n'));
  }
}

const moduleFile = '';

/**
 * A deep copy of plain data, so that what a module changes later changes nothing here.
 *
 * @throws TypeError for what plain data cannot hold.
 */
function plainCopy(value: unknown, depth: number): unknown {
  if (depth > limits.depth) throw new TypeError('the scenario is nested too deeply');
  if (value === null || typeof value !== 'object') {
    if (typeof value === 'function') throw new TypeError('the scenario holds a function');
    return value;
  }
  if (Array.isArray(value)) return value.map((item) => plainCopy(item, depth + 1));
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, plainCopy(item, depth + 1)]));
}

function read(scenario: ScenarioDefinition<unknown>['scenario']): ScenarioRead {
  if (typeof scenario === 'string') return readText(scenario, moduleFile, true);
  const data = plainCopy({ blkcheck: 'scenario/1', ...scenario }, 0);
  return readLocated(locatedData(data), { file: moduleFile, lines: [] }, true);
}

/**
 * Defines a scenario with its own recovery, as the default export of a module that is named on the
 * command line: `blkcheck run my-recovery.mjs`.
 *
 * @example
 * ```js
 * import { defineScenario } from 'blkcheck';
 *
 * export default defineScenario({
 *   scenario: {
 *     name: 'my-log',
 *     suite: 'completion',
 *     summary: 'Appends a record and syncs it.',
 *     models: 'My database.',
 *     disk: { sectors: 8 },
 *     regions: { log: { at: 0, sectors: 1, count: 8 } },
 *     steps: [
 *       {
 *         repeat: 8,
 *         as: 't',
 *         from: 1,
 *         steps: [
 *           { write: 'log[t - 1]', transaction: 't' },
 *           'fsync',
 *           { acknowledge: { transaction: 't' } },
 *         ],
 *       },
 *     ],
 *   },
 *   recover(disk) {
 *     let count = 0;
 *     while (count < 8 && disk.read(count) !== null) count += 1;
 *     return count;
 *   },
 *   holds(count, acknowledged) {
 *     if (acknowledged.length <= count) return true;
 *     return { kind: 'lost', effect: `record ${count + 1} is gone` };
 *   },
 * });
 * ```
 *
 * @param definition - The scenario and the two functions.
 * @returns What the module exports by default.
 * @throws {@link ScenarioError} for mistakes in the scenario, all of them together.
 * @throws TypeError for a definition without `recover` or `holds`.
 */
export function defineScenario<Outcome>(definition: ScenarioDefinition<Outcome>): DefinedScenario {
  const { scenario, recover, holds } = definition;
  if (typeof recover !== 'function' || typeof holds !== 'function') {
    throw new TypeError('defineScenario needs the functions `recover` and `holds`');
  }
  const result = read(scenario);
  if ('diagnostics' in result) throw new ScenarioError(result.diagnostics);
  const defined: ScenarioModule = {
    blkcheck: 'scenario-module/1',
    scenario: result.scenario,
    // The outcome that `holds` is given is always one that `recover` returned.
    recovery: {
      recover,
      holds: (outcome, acknowledged) => holds(outcome as Outcome, acknowledged),
    },
  };
  return defined;
}
