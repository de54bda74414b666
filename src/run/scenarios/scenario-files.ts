import { limits } from '../../scenario/language/limits.js';
import { readScenario } from '../../scenario/read.js';
import type { Scenario } from '../../scenario/scenario.js';
import { readTextFile } from '../files/read-file.js';
import { UsageError } from '../usage-error.js';

/**
 * Reads a scenario in YAML.
 *
 * @param name - what messages call the file
 * @throws UsageError with all mistakes of the file.
 */
export function readScenarioFile(file: string, name: string): Scenario {
  const read = readScenario(readTextFile(file, limits.textLength), name);
  if ('diagnostics' in read) throw new UsageError(read.diagnostics);
  return read.scenario;
}
