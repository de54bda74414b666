import { readdirSync, readFileSync } from 'node:fs';
import type { Script } from '../../src/model/script.js';
import { compileScenario } from '../../src/scenario/compile.js';
import { readScenario } from '../../src/scenario/read.js';
import type { Scenario } from '../../src/scenario/scenario.js';

export function yamlFiles(folder: string): string[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return names.map((name) => `${folder}/${name}`);
}

/** The scenario in `text`, or an error that lists what is wrong with it. */
export function scenarioOf(text: string, file = 'test.yaml'): Scenario {
  const read = readScenario(text, file);
  if ('scenario' in read) return read.scenario;
  throw new Error(read.diagnostics.map(({ message, line }) => `${line}: ${message}`).join('\n'));
}

export function scriptOf(
  scenario: Scenario,
  parameters: Record<string, number> = {},
  draws: readonly number[] = [],
): Script {
  const compiled = compileScenario(scenario, parameters, draws);
  if ('script' in compiled) return compiled.script;
  throw new Error(compiled.diagnostics.map(({ message }) => message).join('\n'));
}

export function readFile(file: string): Scenario {
  return scenarioOf(readFileSync(file, 'utf8'), file);
}
