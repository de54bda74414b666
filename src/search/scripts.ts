import type { Script } from '../model/script.js';
import { compileScenario } from '../scenario/compile.js';
import type { Oracle } from '../scenario/oracle.js';
import { createSimulator, type Simulator } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';
import { type Slots, slotsOf } from './sample/slots.js';
import { ScriptError } from './script-error.js';
import type { Workload } from './workload.js';

/** A script made ready to run on one stack. */
export interface Prepared {
  readonly script: Script;
  readonly simulator: Simulator;
  readonly oracle: Oracle;
  readonly slots: Slots;
}

export interface Preparer {
  readonly prepare: (
    parameters: Readonly<Record<string, number>>,
    draws: readonly number[],
  ) => Prepared;
}

/** Prepared scripts are kept for scenarios without draws: their parameters have few values. */
const keptMax = 64;

export function createPreparer(
  workload: Workload,
  fixed: Readonly<Record<string, number>>,
  stack: Stack,
): Preparer {
  const kept = new Map<string, Prepared>();
  // Drawn scripts are run once, one after the other, in the same memory.
  let memory: World | null = null;
  return {
    prepare(parameters, draws) {
      if (draws.length > 0) {
        const drawn = prepare(workload, { ...fixed, ...parameters }, draws, stack, memory);
        memory = drawn.simulator.world;
        return drawn;
      }
      const key = keyOf(parameters);
      const known = kept.get(key);
      if (known !== undefined) return known;
      if (kept.size >= keptMax) kept.clear();
      const prepared = prepare(workload, { ...fixed, ...parameters }, draws, stack, null);
      kept.set(key, prepared);
      return prepared;
    },
  };
}

/** @throws DiagnosticsError for parameters that the scenario does not take. */
export function compiledScript(
  workload: Workload,
  parameters: Readonly<Record<string, number>>,
  draws: readonly number[],
): Script {
  const compiled = compileScenario(workload.scenario, parameters, draws);
  if ('script' in compiled) return compiled.script;
  throw new ScriptError(compiled.diagnostics);
}

function prepare(
  workload: Workload,
  parameters: Readonly<Record<string, number>>,
  draws: readonly number[],
  stack: Stack,
  memory: World | null,
): Prepared {
  const script = compiledScript(workload, parameters, draws);
  return {
    script,
    simulator: createSimulator(script, stack, memory),
    oracle: workload.oracleOf(script),
    slots: slotsOf(script, workload.scenario.random),
  };
}

function keyOf(parameters: Readonly<Record<string, number>>): string {
  let key = '';
  for (const name in parameters) key += `${parameters[name]},`;
  return key;
}
