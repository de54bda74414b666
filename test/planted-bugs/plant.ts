import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import vm from 'node:vm';
import type { Law } from '../laws/law.js';
import { createModules, type Modules, sourceOf } from './modules.js';
import type { PlantedBug } from './planted-bug.js';

const lawFiles: readonly string[] = [
  'test/analysis/analysis-laws.ts',
  ...readdirSync(join(import.meta.dirname, '..', 'laws'))
    .filter((file) => file.endsWith('-laws.ts'))
    .map((file) => `test/laws/${file}`),
];

function isLaw(value: unknown): value is Law {
  return typeof value === 'object' && value !== null && 'check' in value && 'name' in value;
}

async function lawsIn(modules: Modules, file: string): Promise<readonly Law[]> {
  const lists = Object.values(await modules.load(file)).filter((each) => Array.isArray(each));
  return lists.flat().filter(isLaw);
}

/** The error is of the other realm, where `Error` is another class. */
function isTimeout(error: unknown): boolean {
  return Object(error).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT';
}

/**
 * @param timeout - in milliseconds
 * @throws where the law does not come to an end, of which nobody knows whether it holds.
 */
export function holds({ check }: Law, timeout = 60_000): boolean {
  try {
    return vm.runInNewContext('check()', { check }, { timeout }) === '';
  } catch (error) {
    if (isTimeout(error)) throw error;
    return false;
  }
}

const modulesAsTheyAre = createModules(new Map());

/** Where each law stands. */
const fileOfLaw = (async () => {
  const found = new Map<string, string>();
  for (const file of lawFiles)
    for (const { name } of await lawsIn(modulesAsTheyAre, file)) found.set(name, file);
  return found;
})();

/** Names of the laws that fail where the bugs' files are compiled anew, and have no bug. */
export async function failingWithout(bugs: readonly PlantedBug[]): Promise<readonly string[]> {
  const files = bugs.map(({ file }) => `src/${file}`);
  const modules = createModules(new Map(files.map((file) => [file, sourceOf(file)])));
  const laws = await Promise.all(lawFiles.map((file) => lawsIn(modules, file)));
  return laws.flat().flatMap((law) => (holds(law) ? [] : [law.name]));
}

/**
 * Whether the law that must catch the bug fails with it, in modules that nothing else has used. A bug with
 * which they cannot be loaded is not caught, but none.
 */
export async function isCaught(bug: PlantedBug): Promise<boolean> {
  const file = (await fileOfLaw).get(bug.caughtBy);
  if (file === undefined) throw new Error(`${bug.name}: there is no law "${bug.caughtBy}"`);
  const modules = createModules(new Map([[`src/${bug.file}`, planted(bug)]]));
  const law = (await lawsIn(modules, file)).find(({ name }) => name === bug.caughtBy);
  if (law === undefined) throw new Error(`${bug.name}: with it the law has another name`);
  return !holds(law);
}

function planted({ name, file, find, replace }: PlantedBug): string {
  const parts = sourceOf(`src/${file}`).split(find);
  if (parts.length !== 2)
    throw new Error(`${name}: its place stands ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}
