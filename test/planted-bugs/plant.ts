import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import type { PlantedBug } from './planted-bug.js';

const root = join(import.meta.dirname, '..', '..');
const folders = [
  'src/model',
  'src/catalogue',
  'src/stack',
  'src/scenario',
  'src/search',
  'src/analysis',
  'src/config',
  'src/gate',
  'src/run/configurations/configurations.ts',
  'src/run/definitions/grammars.ts',
  'src/run/where.ts',
  'test/laws',
  'test/mail-profile.ts',
  'test/newest-release.ts',
  'test/analysis/analysis-laws.ts',
  'test/search/exhaust/contents.ts',
  'test/search/exhaust/effort.ts',
  'test/search/exhaust/outcomes.ts',
];
const run = promisify(execFile);

/** Compiles both engines, the readers and the laws to a folder of their own, once. */
export function compileTo(folder: string): void {
  for (const file of folders.flatMap(sources))
    compile(readFileSync(join(root, file), 'utf8'), join(folder, file));
  writeFileSync(join(folder, 'package.json'), '{"type":"module"}');
  // Some readers are made of packages and of grammars.
  for (const name of ['node_modules', 'grammars'])
    symlinkSync(join(root, name), join(folder, name), 'dir');
  writeFileSync(
    join(folder, 'run.js'),
    `import { arrayLaws } from './test/laws/array-laws.js';
import { errorLaws } from './test/laws/error-laws.js';
import { faultLaws } from './test/laws/fault-laws.js';
import { fuaLaws } from './test/laws/fua-laws.js';
import { layerLaws } from './test/laws/layer-laws.js';
import { mailLaws } from './test/laws/mail-laws.js';
import { readerLaws } from './test/laws/reader-laws.js';
import { refusalLaws } from './test/laws/refusal-laws.js';
import { repairLaws } from './test/laws/repair-laws.js';
import { ruleLaws } from './test/laws/rule-laws.js';
import { searchLaws } from './test/laws/search-laws.js';
import { secondBootLaws } from './test/laws/second-boot-laws.js';
import { analysisLaws } from './test/analysis/analysis-laws.js';
import { gateLaws } from './test/laws/gate-laws.js';
import { guestLaws } from './test/laws/guest-laws.js';
import { hostLaws } from './test/laws/host-laws.js';
import { tearingLaws } from './test/laws/tearing-laws.js';
import { todayLaws } from './test/laws/today-laws.js';
import { volatileHostLaws } from './test/laws/volatile-host-laws.js';
const [only = ''] = process.argv.slice(2);
const failing = [];
for (const { name, check } of [...mailLaws, ...layerLaws, ...ruleLaws, ...searchLaws, ...todayLaws, ...faultLaws, ...errorLaws, ...fuaLaws, ...arrayLaws, ...hostLaws, ...volatileHostLaws, ...guestLaws, ...refusalLaws, ...secondBootLaws, ...repairLaws, ...analysisLaws, ...readerLaws, ...gateLaws, ...tearingLaws]) {
  if (only !== '' && name !== only) continue;
  let found;
  try { found = check(); } catch (error) { found = String(error); }
  if (found !== '') failing.push(name);
}
console.log(JSON.stringify(failing));
`,
  );
}

/**
 * Names of the laws that fail in a copy of `folder` with the bug planted in it: of the one that
 * must, or, without a bug, of all.
 */
export async function failingLaws(
  folder: string,
  copy: string,
  bug: PlantedBug | null,
): Promise<string[]> {
  cpSync(folder, copy, { recursive: true });
  if (bug !== null) compile(plant(bug), join(copy, 'src', bug.file));
  const words = [join(copy, 'run.js'), ...(bug === null ? [] : [bug.caughtBy])];
  const { stdout } = await run(process.execPath, words, { timeout: 60_000 });
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
