import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { limits } from '../../scenario/language/limits.js';
import type { Scenario } from '../../scenario/scenario.js';
import { readTextFile } from '../files/read-file.js';
import { inBuild, inPackage } from '../where.js';
import { type BuiltScenario, isBuiltFrom } from './built-scenarios.js';

const folder = inPackage('scenarios/');

/** The scenarios that ship with blkcheck, by name. Those in `examples/` are not among them. */
export async function shippedScenarios(): Promise<readonly Scenario[]> {
  const built = builtScenarios();
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  return Promise.all(files.sort().map((name) => shippedScenario(name, built[name])));
}

/** What the build read is as good as the file itself, unless somebody has changed that since. */
async function shippedScenario(name: string, built: BuiltScenario | undefined): Promise<Scenario> {
  const file = fileURLToPath(new URL(name, folder));
  if (built !== undefined && isBuiltFrom(built, readTextFile(file, limits.textLength)))
    return built.scenario;
  const { readScenarioFile } = await import('./scenario-files.js');
  return readScenarioFile(file, `scenarios/${name}`);
}

/** Empty where nothing was built, as under the tests, which run the sources. */
function builtScenarios(): Readonly<Record<string, BuiltScenario>> {
  try {
    return JSON.parse(readFileSync(inBuild('../scenarios.json'), 'utf8'));
  } catch {
    return {};
  }
}
