import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { PlantedBug } from './bugs.js';

const root = join(import.meta.dirname, '..', '..');
const shared = ['src/model', 'src/catalogue', 'test/laws/scripts.ts'];

/** A half of the project that bugs are planted in, and the laws that must catch them. */
export interface Planted {
  readonly folders: readonly string[];
  /** Imports a list of laws and calls it `laws`. */
  readonly laws: string;
}

export const simulatorLaws: Planted = {
  folders: [...shared, 'src/stack', 'src/search/choosers.ts', 'test/laws', 'test/mail-profile.ts'],
  laws: `import { layerLaws } from './test/laws/layer-laws.js';
import { mailLaws } from './test/laws/mail-laws.js';
const laws = [...mailLaws, ...layerLaws];`,
};

export const lawsOfAnalysis: Planted = {
  folders: [
    ...shared,
    'src/analysis',
    'src/run/configurations.ts',
    'test/analysis/analysis-laws.ts',
  ],
  laws: `import { analysisLaws as laws } from './test/analysis/analysis-laws.js';`,
};
const run = promisify(execFile);

/** Compiles what bugs are planted in, and the laws, to a folder of their own, once. */
export function compileTo(folder: string, { folders, laws }: Planted): void {
  for (const file of folders.flatMap(sources))
    compile(readFileSync(join(root, file), 'utf8'), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  writeFileSync(
    join(folder, 'run.js'),
    `${laws}
const failing = [];
for (const { name, check } of laws) {
  let found;
  try { found = check(); } catch (error) { found = String(error); }
  if (found !== '') failing.push(name);
}
console.log(JSON.stringify(failing));
`,
  );
}

/** Names of the laws that fail in a copy of `folder` with the bug planted in it. */
export async function failingLaws(
  folder: string,
  copy: string,
  bug: PlantedBug | null,
): Promise<string[]> {
  cpSync(folder, copy, { recursive: true });
  if (bug !== null) compile(plant(bug), join(copy, 'src', bug.file));
  const { stdout } = await run(process.execPath, [join(copy, 'run.js')], { timeout: 60_000 });
  return JSON.parse(stdout);
}

function plant({ name, file, find, replace }: PlantedBug): string {
  const parts = readFileSync(join(root, 'src', file), 'utf8').split(find);
  if (parts.length !== 2)
    throw new Error(`${name}: its place stands ${parts.length - 1} times in ${file}`);
  return parts.join(replace);
}

function compile(source: string, target: string): void {
  const { outputText } = ts.transpileModule(source, {
    compilerOptions: { module: ts.ModuleKind.ESNext, target: ts.ScriptTarget.ES2023 },
  });
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target.replace(/\.ts$/, '.js'), outputText);
}

function sources(place: string): string[] {
  if (place.endsWith('.ts')) return [place];
  return readdirSync(join(root, place), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file) => join(place, file));
}
