import * as v from 'valibot';
import { diskClassIds } from '../catalogue/disk-classes.js';
import { formatIds } from '../config/formats.js';
import { failOnNames } from '../gate/summary.js';
import { assumes } from '../run/assume.js';
import type { MatrixOptions } from '../run/matrix/matrix.js';
import { type OptionRange, optionLimits } from '../run/option-limits.js';
import type { Progress, RunOptions } from '../run/options.js';
import { type DefinedScenario, isDefinedScenario } from '../scenario/defined.js';
import type { Entries } from './check-options.js';
import type {
  BaselineText,
  CheckOptions,
  DefinitionOptions,
  DefinitionText,
  ExplainDefinitionsOptions,
  FixDefinitionsOptions,
  FixStackOptions,
} from './definition-options.js';
import type { ReplayOptions } from './replay-options.js';

const text = v.string('text');
const assumeNames = assumes.map(({ id }) => id);
const names = v.array(text, 'a list of names');
const flag = v.boolean('true or false');

function whole({ min, max }: OptionRange) {
  const expected = `a whole number from ${min} to ${max}`;
  return v.pipe(
    v.number(expected),
    v.integer(expected),
    v.minValue(min, expected),
    v.maxValue(max, expected),
  );
}

function oneOf<const Words extends readonly string[]>(words: Words) {
  return v.picklist(words, `one of ${words.join(', ')}`);
}

const { max: secondsMax } = optionLimits.timeSeconds;
const seconds = `a number of seconds up to ${secondsMax}`;

const scenario = v.union(
  [text, v.custom<DefinedScenario>(isDefinedScenario)],
  'a name, or what defineScenario gives',
);

type OnProgress = (progress: Progress) => void;

/** Who decides what is run, as far as everything that runs may be told. */
const scenarioEntries = {
  files: v.array(text, 'a list of files'),
  scenarios: v.array(scenario, 'a list of scenarios'),
  suites: names,
  profile: text,
  assume: v.picklist(assumeNames, `one of ${assumeNames.join(', ')}`),
  parameters: v.record(v.string(), v.number('a number'), 'an object of numbers'),
};

const searchEntries = {
  bounded: whole(optionLimits.bounded),
  crashRecovery: flag,
  runs: whole(optionLimits.runs),
  maxExecutions: whole(optionLimits.maxExecutions),
  without: names,
  seed: whole(optionLimits.seed),
  timeSeconds: v.pipe(v.number(seconds), v.minValue(0, seconds), v.maxValue(secondsMax, seconds)),
  jobs: whole(optionLimits.jobs),
};

const control = {
  signal: v.instance(AbortSignal, 'an AbortSignal'),
  onProgress: v.custom<OnProgress>((value) => typeof value === 'function', 'a function'),
};

const machineEntries = {
  frontends: names,
  caches: names,
  faults: names,
  qemu: names,
  machines: names,
  dpofua: names,
  configWce: names,
  queueDepths: names,
  aio: names,
  werrors: names,
  formats: names,
  guestKernels: names,
  guestWriteCaches: names,
  hosts: names,
  disks: names,
  allocations: names,
  atomicUnits: names,
  mounts: names,
  fsyncErrors: names,
  elevators: names,
  patches: names,
  hostKernel: text,
  hostNotes: v.record(v.string(), flag, 'an object of true and false'),
};

export const runEntries: Entries<RunOptions> = {
  ...scenarioEntries,
  ...searchEntries,
  ...machineEntries,
  ...control,
};

export const matrixEntries: Entries<MatrixOptions> = {
  ...scenarioEntries,
  ...machineEntries,
  vary: names,
  prove: flag,
};

const namedText: v.GenericSchema<unknown, DefinitionText & BaselineText> = v.strictObject({
  name: v.pipe(text, v.minLength(1, 'a name that is not empty')),
  text,
});

const definition = v.union([text, namedText], 'a name, or { name, text }');

export const definitionEntries: Entries<DefinitionOptions> = {
  definitions: v.pipe(
    v.array(definition, 'a list of definitions'),
    v.minLength(1, 'a list with a definition'),
  ),
  only: v.pipe(names, v.minLength(1, 'a list with a name')),
  inputFormat: oneOf(formatIds),
  qemu: text,
  siteFile: text,
  storageFile: text,
  ignoreUnknown: flag,
};

export const checkEntries: Entries<CheckOptions> = {
  ...definitionEntries,
  ...scenarioEntries,
  ...searchEntries,
  ...control,
  base: v.union([text, namedText], 'a revision, a folder, a file, or { name, text }'),
  waiversFile: text,
  today: v.pipe(text, v.isoDate('a date such as 2027-01-31')),
  failOn: oneOf(failOnNames),
};

const changeEntries = {
  ...scenarioEntries,
  maxExecutions: searchEntries.maxExecutions,
  signal: control.signal,
  diskClass: oneOf(diskClassIds),
  keep: names,
};

export const fixEntries: Entries<FixStackOptions> = {
  ...changeEntries,
  stack: text,
  faults: names,
};

export const fixDefinitionsEntries: Entries<FixDefinitionsOptions> = {
  ...definitionEntries,
  ...changeEntries,
  onProgress: control.onProgress,
};

export const explainDefinitionsEntries: Entries<ExplainDefinitionsOptions> = {
  ...definitionEntries,
  profile: text,
};

export const explainEntries: Entries<Pick<RunOptions, 'profile'>> = { profile: text };

export const replayEntries: Entries<ReplayOptions> = {
  module: text,
  scenario: v.custom<DefinedScenario>(isDefinedScenario, 'what defineScenario gives'),
};
