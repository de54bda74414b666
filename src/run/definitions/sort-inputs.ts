import { statSync } from 'node:fs';
import { isCompanion } from '../../config/companions.js';
import { recognise } from '../../config/formats.js';
import { limits } from '../../config/limits.js';
import { strangerOf } from '../../config/strangers.js';
import { readTextFile } from '../files/read-file.js';

export interface SortedInputs {
  readonly definitions: readonly string[];
  readonly scenarios: readonly string[];
}

/**
 * Which of the named files are scenarios, and which define machines. What a pattern fits and is neither
 * is left out, as in a folder. Nothing is executed for it.
 *
 * @param names - with the patterns filled in
 * @param given - as they were written
 */
export function sortInputs(
  names: readonly string[],
  given: readonly string[],
  inputFormat: string,
): SortedInputs {
  const isDefinition = (name: string) =>
    !isModule(name) && (inputFormat !== '' || definesMachines(name));
  const definitions = new Set(names.filter(isDefinition));
  const isNamed = new Set(given);
  return {
    definitions: names.filter((name) => definitions.has(name)),
    scenarios: names.filter(
      (name) => !definitions.has(name) && (isNamed.has(name) || isScenario(name)),
    ),
  };
}

/** Also with a mistake in the version; other files of blkcheck's say that they are these. */
const scenarioStart = /^blkcheck\s*:(?!\s*["']?(?:config|waivers)\/)/mu;

/** Looks like a scenario, with or without mistakes. */
export function isScenario(name: string): boolean {
  if (isModule(name)) return true;
  try {
    return scenarioStart.test(readTextFile(name, limits.textLength));
  } catch {
    return false;
  }
}

function isModule(name: string): boolean {
  return /\.[cm]?js$/u.test(name);
}

function definesMachines(name: string): boolean {
  if (name === '-') return true;
  try {
    // What is no regular file can be read only once.
    if (!/\.(ya?ml|json)$/u.test(name) || !statSync(name).isFile()) return true;
    const text = readTextFile(name, limits.textLength);
    // What is told from nonsense is refused by its name.
    const isKnown = isCompanion(text) || strangerOf(text) !== null;
    return recognise(text, name) !== null || (!scenarioStart.test(text) && isKnown);
  } catch {
    // Whoever reads it says what is wrong with it.
    return false;
  }
}
