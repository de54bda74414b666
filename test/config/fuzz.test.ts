// Counts only what is loaded after it.
import './steps.js';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { type DefinitionFormat, recognise } from '../../src/config/formats.js';
import { limits } from '../../src/config/limits.js';
import { bareContext } from '../../src/config/reader.js';
import { statementsOf } from '../../src/config/template-conditions.js';
import { sourceText } from '../../src/config/text.js';
import { readers } from './readers.js';
import { sample, sampleFolders, sampleNames } from './shared.js';
import { stepsTaken } from './steps.js';
import { secondsOfWork } from './work.js';

/** Longer on demand: BLKCHECK_FUZZ_RUNS=1000000 BLKCHECK_FUZZ_SEED=7 npx vitest run test/config/fuzz */
const runs = Number(process.env['BLKCHECK_FUZZ_RUNS'] ?? 20_000);
const seed = Number(process.env['BLKCHECK_FUZZ_SEED'] ?? 1);

/** A mutant of a larger file is slow to read, and says no more. */
const lengthMax = 12_000;

interface Base {
  readonly text: string;
  readonly format: DefinitionFormat;
}

function basesOf(texts: readonly { readonly name: string; readonly text: string }[]): Base[] {
  return texts.flatMap(({ name, text }) => {
    const format = text.length > lengthMax ? null : recognise(text, name);
    return format === null ? [] : [{ text, format }];
  });
}

const fixtures = fileURLToPath(new URL('../../examples/vms/', import.meta.url));
const own = readdirSync(fixtures, { withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map(({ name }) => ({ name, text: readFileSync(fixtures + name, 'utf8') }));

const bases = basesOf([
  ...own,
  ...sampleFolders().flatMap((folder) =>
    sampleNames(folder).map((name) => ({ name, text: sample(folder, name) })),
  ),
]);

/** mulberry32: the same mutants for the same seed, everywhere. */
function randomFrom(start: number): (below: number) => number {
  let state = start >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

const tokens = [
  '\0',
  '\ue000',
  '\ufeff',
  '\u{1f4a9}',
  '\ud800',
  "'",
  '"',
  '`',
  '\\',
  '\n',
  '\r\n',
  '\t',
  ',',
  ',,',
  '=',
  '<',
  '>',
  '&',
  '&amp;',
  '{',
  '}',
  '[',
  ']',
  '(',
  ')',
  ':',
  ';',
  '|',
  '#',
  '$',
  '${',
  '$(',
  '${X}',
  '%',
  '*',
  '&a ',
  '*a',
  '<<: ',
  '---\n',
  '- ',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'cache=',
  'cache=unsafe',
  '-set',
  '-global',
  '-readconfig',
  '{{ x }}',
  '<!--',
  ']]>',
  '<![CDATA[',
  '<?xml?>',
  '<domain>',
  '</domain>',
  '999999999999',
  '-1',
  '1e309',
  'json:{',
  'if=',
  '-blockdev',
];

type Random = (below: number) => number;

function mutant(text: string, random: Random): string {
  let mutated = text;
  for (let left = 1 + random(4); left > 0; left -= 1) mutated = mutate(mutated, random);
  return mutated;
}

function mutate(text: string, random: Random): string {
  const at = random(text.length + 1);
  const length = random(1 + random(200));
  const other = bases[random(bases.length)]?.text ?? '';
  switch (random(7)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + text.slice(at, at + length) + text.slice(at);
    case 2:
      return text.slice(0, at);
    case 3:
      return text.slice(0, at) + String.fromCharCode(random(0x300)) + text.slice(at + 1);
    case 4: {
      const from = random(other.length + 1);
      return text.slice(0, at) + other.slice(from, from + length) + text.slice(at);
    }
    case 5:
      return (
        text.slice(0, at) +
        (tokens[random(tokens.length)] ?? '').repeat(1 + random(3)) +
        text.slice(at)
      );
    default: {
      const to = random(text.length + 1);
      return text.slice(0, at) + text.slice(to, to + length) + text.slice(at + length);
    }
  }
}

/** What a text may take: to start with, and for each of its characters. */
const stepsToStart = 20_000;
const stepsPerCharacter = 50;

/** Of work on one text, and of memory for all of them: what the command may take. */
const secondsMax = 2;
const mebibytesMax = 512;

/** Asking for the count takes longer than reading most texts, so that it is asked for many at once. */
const batch = 50;

interface Drawn {
  readonly run: number;
  readonly format: DefinitionFormat;
  readonly text: string;
}

function drawn(run: number): Drawn {
  const random = randomFrom(seed * 1_000_003 + run);
  const base = bases[random(bases.length)];
  if (base === undefined) throw new Error('there is nothing to change');
  return { run, format: base.format, text: mutant(base.text, random) };
}

const stepsFor = (texts: readonly Drawn[]) =>
  texts.reduce((sum, { text }) => sum + stepsToStart + stepsPerCharacter * lengthRead(text), 0);

/** A template is read once for each text that it may become. */
function lengthRead(text: string): number {
  const { length } = text;
  if (statementsOf(text).marks.length === 0) return length;
  return Math.max(length, Math.min(length * limits.branches, limits.branchLength));
}

/** Those of a batch that took more steps than their length allows. */
function slowOnes(texts: readonly Drawn[]): readonly string[] {
  return texts.flatMap((each) => {
    stepsTaken();
    problemOf(each.text, each.format);
    const steps = stepsTaken();
    return steps > stepsFor([each]) ? [`${nameOf(each)}: ${steps} steps`] : [];
  });
}

const nameOf = ({ run, format }: Drawn) => `seed ${seed}, run ${run}, ${format}`;

it(`no text of ${runs} crashes a reader, holds it up, or is refused without a place`, () => {
  expect(bases.length).toBeGreaterThanOrEqual(own.length - 1);
  const wrong: string[] = [];
  for (let run = 0; run < runs && wrong.length < 5; run += batch) {
    const texts = Array.from({ length: Math.min(batch, runs - run) }, (_, nth) => drawn(run + nth));
    stepsTaken();
    for (const each of texts) {
      const started = secondsOfWork();
      const problem = problemOf(each.text, each.format);
      const seconds = secondsOfWork() - started;
      if (problem !== '') wrong.push(`${nameOf(each)}: ${problem}`);
      if (seconds > secondsMax) wrong.push(`${nameOf(each)}: ${seconds} s`);
    }
    if (stepsTaken() > stepsFor(texts) / 2) wrong.push(...slowOnes(texts));
  }
  expect(wrong).toEqual([]);
  // Of this process, with all that tests bring along: each file of tests has one of its own.
  expect(process.resourceUsage().maxRSS / 1024).toBeLessThan(mebibytesMax);
}, 600_000);

function problemOf(text: string, format: DefinitionFormat): string {
  try {
    recognise(text, '');
    const result = readers[format](sourceText('mutant', text), bareContext);
    if ('read' in result)
      return positionsAreRight(text, result.read) ? '' : 'a place outside the text';
    const isPlaced = ({
      line,
      column,
      message,
    }: {
      line: number;
      column: number;
      message: string;
    }) => line > 0 && column > 0 && message !== '';
    return result.diagnostics.length > 0 && result.diagnostics.every(isPlaced) ? '' : 'no place';
  } catch (error) {
    return error instanceof Error ? (error.stack ?? '') : String(error);
  }
}

function positionsAreRight(
  text: string,
  { definitions }: { definitions: readonly unknown[] },
): boolean {
  const lines = text.split('\n').length;
  const places = JSON.stringify(definitions).matchAll(/"line":(\d+),"column":(\d+)/g);
  for (const [, line, column] of places) {
    if (Number(line) < 1 || Number(line) > lines || Number(column) < 1) return false;
  }
  return true;
}
