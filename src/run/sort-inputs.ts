import { statSync } from 'node:fs';
import { recognise } from '../config/formats.js';
import { limits } from '../config/limits.js';
import { readTextFile } from './read-file.js';

export interface SortedInputs {
  readonly definitions: readonly string[];
  readonly scenarios: readonly string[];
}

/** Which of the named files are scenarios, and which define machines. Nothing is executed for it. */
export function sortInputs(names: readonly string[], inputFormat: string): SortedInputs {
  const isDefinition = (name: string) =>
    !isModule(name) && (inputFormat !== '' || definesMachines(name));
  const definitions = new Set(names.filter(isDefinition));
  return {
    definitions: names.filter((name) => definitions.has(name)),
    scenarios: names.filter((name) => !definitions.has(name)),
  };
}

/** Looks like a scenario, with or without mistakes. */
export function isScenario(name: string): boolean {
  if (isModule(name)) return true;
  try {
    return /^blkcheck\s*:/mu.test(readTextFile(name, limits.textLength));
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
    return recognise(readTextFile(name, limits.textLength), name) !== null;
  } catch {
    // Whoever reads it says what is wrong with it.
    return false;
  }
}
