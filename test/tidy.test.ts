import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('../', import.meta.url));
const linesMax = 250;

interface SourceFile {
  readonly file: string;
  readonly text: string;
}

function filesIn(folder: string, extension = '.ts'): readonly SourceFile[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(extension))
    .sort()
    .map((name) => ({
      file: join(folder, name),
      text: readFileSync(join(root, folder, name), 'utf8'),
    }));
}

/** Comments may name what code may not use. */
function codeOf(text: string): string {
  return text.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|\s)\/\/.*$/gm, '$1');
}

/** `file: what matched`, so that a failure names the places. */
function matches(files: readonly SourceFile[], pattern: RegExp, codeOnly = true): string[] {
  return files.flatMap(({ file, text }) => {
    const found = (codeOnly ? codeOf(text) : text).match(pattern);
    return found === null ? [] : [`${file}: ${found[0].trim()}`];
  });
}

const sources = filesIn('src');
// Not this file, which must name what it looks for.
const everything = [
  ...sources,
  ...filesIn('test'),
  ...filesIn('bench', '.mjs'),
  ...filesIn('build', '.mjs'),
].filter(({ file }) => file !== join('test', 'tidy.test.ts'));
const core = [
  'model',
  'catalogue',
  'stack',
  'scenario',
  'analysis',
  'config',
  'gate',
  'advise',
  'search',
  'report',
].flatMap((folder) => filesIn(join('src', folder)));

describe('the source', () => {
  it('is there', () => {
    expect(core.length).toBeGreaterThan(0);
  });

  it(`has files of at most ${linesMax} lines`, () => {
    const long = sources.filter(({ text }) => text.split('\n').length > linesMax + 1);
    expect(long.map(({ file }) => file)).toEqual([]);
  });

  it('has a median file length of at most 80 lines', () => {
    const lengths = sources.map(({ text }) => text.split('\n').length).sort((a, b) => a - b);
    expect(lengths[Math.floor(lengths.length / 2)]).toBeLessThanOrEqual(80);
  });

  it('leaves nothing to do', () => {
    const marks = /\b(TODO|FIXME|XXX|HACK)\b/;
    expect(matches(everything, marks, false)).toEqual([]);
  });

  it('uses no `any`, and silences no checker', () => {
    const any = /(:\s*any\b|\bas any\b|<any\b|\bany\[\])/;
    expect(matches(everything, any)).toEqual([]);
    expect(matches(sources, /@ts-(ignore|nocheck|expect-error)/, false)).toEqual([]);
  });

  it('has one barrel', () => {
    const barrels = matches(sources, /^export (\*|(type )?\{[^}]*\}) from/m);
    expect(barrels.map((each) => each.split(':')[0])).toEqual([join('src', 'index.ts')]);
  });

  it('exports nothing by default', () => {
    expect(matches(sources, /^export default\b/m)).toEqual([]);
  });
});

describe('the core (model to report)', () => {
  it('has no clock and no randomness of its own', () => {
    expect(matches(core, /\b(Date\.now|new Date|Math\.random|performance\.now)\b/)).toEqual([]);
  });

  it('has no modules of Node, no console and no process', () => {
    expect(matches(core, /from 'node:[^']+'|\bconsole\.|\bprocess\./)).toEqual([]);
  });

  it('is synchronous', () => {
    expect(
      matches(
        core,
        /\basync \(|\basync function|\bawait |\bnew Promise\b|\bset(Timeout|Interval|Immediate)\(/,
      ),
    ).toEqual([]);
  });
});
