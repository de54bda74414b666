import { extname } from 'node:path';
import { baselineText } from '../files/baseline-text.js';
import { fileError, UsageError } from '../usage-error.js';
import { isModuleFile, loadModule } from './load-module.js';
import { readScenarioFile } from './scenario-files.js';
import type { LoadedScenario } from './scenario-source.js';

const dataExtensions = ['.yaml', '.yml', '.json'];

/**
 * Loads the scenarios that were named on the command line.
 *
 * @throws UsageError with all mistakes of all files.
 */
export async function loadScenarios(files: readonly string[]): Promise<readonly LoadedScenario[]> {
  const loads = await Promise.allSettled(files.map(loadScenario));
  const failures = loads.filter((load) => load.status === 'rejected');
  const bug = failures.find(({ reason }) => !(reason instanceof UsageError));
  if (bug !== undefined) throw bug.reason;
  const diagnostics = failures.flatMap(({ reason }) => (reason as UsageError).diagnostics);
  if (diagnostics.length > 0) throw new UsageError(diagnostics);
  return loads.flatMap((load) => (load.status === 'fulfilled' ? [load.value] : []));
}

/**
 * Loads a scenario that was named on the command line, where alone a module is executed.
 *
 * @throws UsageError for a file that is no scenario.
 */
async function loadScenario(file: string): Promise<LoadedScenario> {
  if (isModuleFile(file)) {
    const { scenario } = await loadModule(file);
    return { scenario, source: { kind: 'module', file }, comesWithVersion: false };
  }
  if (!dataExtensions.includes(extname(file))) {
    throw fileError(
      file,
      'not a scenario file',
      'they end in .yaml, .yml, .json, .js or .mjs; blkcheck run judges VM definitions',
    );
  }
  if (baselineText(file) !== null)
    throw fileError(file, 'a baseline, and no scenario', `compare with it: --base ${file}`);
  const scenario = readScenarioFile(file, file);
  return { scenario, source: { kind: 'data', scenario }, comesWithVersion: false };
}
