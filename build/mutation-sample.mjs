// Estimates the mutation score of search and analysis from mutants drawn at random (docs/mutation.md).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { Stryker } from '@stryker-mutator/core';
import { lotOf, nameOf, tested } from './mutation-draw.mjs';

const usage =
  'npm run mutation:sample -- --seed S --one-in K [--minutes M] [--mutate FILES] [--tests PATHS] [--concurrency N] [--again]';
const folders = ['src/search/', 'src/analysis/'];
const outFile = '.blkcheck/mutation/sample.json';
const detected = ['Killed', 'Timeout'];
const missed = ['Survived', 'NoCoverage'];

function wholeNumber(name, text, least) {
  const value = Number(text);
  if (/^\d+$/.test(text ?? '') && Number.isSafeInteger(value) && value >= least) return value;
  throw new Error(`--${name} takes a whole number from ${least} on, not ${text ?? 'nothing'}`);
}

function readOptions() {
  const options = Object.fromEntries(
    ['seed', 'one-in', 'minutes', 'mutate', 'tests', 'concurrency'].map((name) => [
      name,
      { type: 'string' },
    ]),
  );
  const { values } = parseArgs({ options: { ...options, again: { type: 'boolean' } } });
  const seed = wholeNumber('seed', values.seed, 0);
  const oneIn = wholeNumber('one-in', values['one-in'], 1);
  return {
    sample: { seed, oneIn, among: values.again ? survivorsOf(seed, oneIn) : null },
    minutes: values.minutes && wholeNumber('minutes', values.minutes, 1),
    mutate: values.mutate?.split(','),
    tests: testsIn(values.tests?.split(',') ?? ['']),
    concurrency: wholeNumber('concurrency', values.concurrency ?? '1', 1),
  };
}

/** The tests of the list that lie under one of these paths. */
function testsIn(paths) {
  const { mochaOptions } = JSON.parse(readFileSync('stryker.config.json', 'utf8'));
  return mochaOptions.spec.filter((file) => paths.some((path) => file.startsWith(path)));
}

/** What survived when the same was drawn last. */
function survivorsOf(seed, oneIn) {
  const last = JSON.parse(readFileSync(outFile, 'utf8'));
  if (last.seed !== seed || last.oneIn !== oneIn)
    throw new Error(`${outFile} is of --seed ${last.seed} --one-in ${last.oneIn}`);
  return last.drawn.filter(({ status }) => missed.includes(status)).map(nameOf);
}

/** 95 % interval of Wilson for a proportion. */
function intervalOf(hits, tried) {
  const z = 1.96;
  const share = hits / tried;
  const middle = share + z ** 2 / (2 * tried);
  const reach = z * Math.sqrt((share * (1 - share)) / tried + z ** 2 / (4 * tried ** 2));
  return [middle - reach, middle + reach].map((each) => each / (1 + z ** 2 / tried));
}

const percent = (share) => `${(100 * share).toFixed(1)} %`;

function lineOf(title, results) {
  const count = (statuses) => results.filter(({ status }) => statuses.includes(status)).length;
  const hits = count(detected);
  const tried = hits + count(missed);
  if (tried === 0) return `${title}: no mutant was drawn`;
  const [low, high] = intervalOf(hits, tried);
  return (
    `${title}: ${tried} mutants, ${count(['Killed'])} killed, ${count(['Timeout'])} timeout, ` +
    `${tried - hits} survived: ${percent(hits / tried)} (95 %: ${percent(low)} to ${percent(high)})`
  );
}

function killedBefore(names) {
  const { drawn } = JSON.parse(readFileSync(outFile, 'utf8'));
  return drawn.filter((mutant) => !names.has(nameOf(mutant)));
}

/**
 * Mutants are run in random order, so the first ones are a sample too. What no test meets is known at
 * once: of that only as much is counted as was reached.
 */
function whatIsDoneAfter(minutes, seed) {
  const wasRun = ({ status }) => [...detected, 'Survived'].includes(status);
  const reached = () => Math.max(0, ...tested.filter(wasRun).map((each) => lotOf(each, seed)));
  return new Promise((resolve) => {
    setTimeout(() => {
      console.log(`stopped after ${minutes} minutes`);
      const last = reached();
      resolve(tested.filter((each) => lotOf(each, seed) <= last));
    }, minutes * 60_000);
  });
}

async function run({ sample, minutes, mutate, tests, concurrency }) {
  const whole = new Stryker({
    configFile: 'stryker.config.json',
    plugins: ['@stryker-mutator/*', './build/mutation-draw.mjs'],
    checkers: ['draw'],
    reporters: ['survivors', 'progress-append-only'],
    incremental: false,
    mutationSample: sample,
    concurrency,
    ...(mutate && { mutate }),
    mochaOptions: { spec: tests },
    // Beside other work a mutant that is merely slow would count as one that never ends.
    timeoutFactor: 4,
    dryRunTimeoutMinutes: 20,
  }).runMutationTest();
  const results = await (minutes
    ? Promise.race([whole, whatIsDoneAfter(minutes, sample.seed)])
    : whole);
  const now = results.filter(({ status }) => [...detected, ...missed].includes(status));
  const names = new Set(now.map(nameOf));
  // Of a sample that is looked at again, what was killed stays so.
  const drawn = sample.among === null ? now : [...killedBefore(names), ...now];
  mkdirSync('.blkcheck/mutation', { recursive: true });
  const { seed, oneIn } = sample;
  writeFileSync(outFile, JSON.stringify({ seed, oneIn, drawn }));
  console.log(`seed ${seed}, one mutant in ${oneIn}; all of it in ${outFile}`);
  for (const folder of folders) {
    const inside = drawn.filter(({ fileName }) => fileName.includes(`/${folder}`));
    console.log(lineOf(folder, inside));
  }
  console.log(lineOf('together', drawn));
  const broken = results.filter(({ status }) => status === 'RuntimeError').length;
  if (broken > 0) console.log(`not counted: ${broken} that broke the runner`);
}

let options;
try {
  options = readOptions();
} catch (error) {
  console.error(`${error.message}\nusage: ${usage}`);
  process.exit(2);
}
await run(options);
// A mutant that never ends would outlive what has stopped waiting for it.
spawnSync('pkill', ['-KILL', '-P', String(process.pid)]);
process.exit();
