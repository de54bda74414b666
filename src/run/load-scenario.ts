import { extname } from 'node:path';
import { isModuleFile, loadModule } from './load-module.js';
import { readScenarioFile } from './scenario-files.js';
import type { LoadedScenario } from './scenario-source.js';
import { fileError } from './usage-error.js';

const dataExtensions = ['.yaml', '.yml', '.json'];

/**
 * Loads a scenario that was named on the command line, where alone a module is executed.
 *
 * @throws UsageError for a file that is no scenario.
 */
export async function loadScenario(file: string): Promise<LoadedScenario> {
  if (isModuleFile(file)) {
    const { scenario } = await loadModule(file);
    return { scenario, source: { kind: 'module', file } };
  }
  if (!dataExtensions.includes(extname(file))) {
    throw fileError(file, 'not a scenario file', 'they end in .yaml, .yml, .json, .js or .mjs');
  }
  const scenario = readScenarioFile(file, file);
  return { scenario, source: { kind: 'data', scenario } };
}
