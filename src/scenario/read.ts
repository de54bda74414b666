import * as v from 'valibot';
import type { Diagnostic } from '../model/diagnostic.js';
import { closed } from './language/fields.js';
import { readRegions } from './language/layout.js';
import { limits } from './language/limits.js';
import type { Located } from './language/located.js';
import { readParameters } from './language/parameters.js';
import { readPromises, readRecovery } from './language/promises.js';
import { held, type Reading, report } from './language/reading.js';
import { scenarioSchema } from './language/schema.js';
import { byPosition, type Source } from './language/source.js';
import { readSteps } from './language/steps.js';
import { quoted } from './language/suggest.js';
import { readYaml } from './language/yaml.js';
import type { Scenario, Step } from './scenario.js';

export type ScenarioRead =
  | { readonly scenario: Scenario }
  | { readonly diagnostics: readonly Diagnostic[] };

/** Steps, promises, recovery, regions and parameters have readers of their own, below. */
const anything = v.unknown();
const anyNames = v.record(v.string(), anything, 'a mapping from names');
const frame = closed('a scenario', {
  ...scenarioSchema(anything, anything, anything).entries,
  regions: anyNames,
  parameters: v.optional(anyNames),
});

/** The mapping that `data` is, or an empty one. */
function keyed(data: unknown): Readonly<Record<string, unknown>> {
  const isMapping = typeof data === 'object' && data !== null && !Array.isArray(data);
  return isMapping ? (data as Record<string, unknown>) : {};
}

function namesAt(data: unknown, key: string, limit: number): string[] {
  const value = keyed(data)[key];
  return Object.keys(keyed(value)).slice(0, limit);
}

function createReading(located: Located, source: Source, hasModule: boolean): Reading {
  return {
    hasModule,
    located,
    source,
    diagnostics: [],
    regionNames: namesAt(located.data, 'regions', limits.regions),
    parameterNames: namesAt(located.data, 'parameters', limits.parameters),
    random: false,
  };
}

/** False where the file is not in this version of the language, which makes other reports noise. */
function checkVersion(reading: Reading): boolean {
  const version = keyed(reading.located.data).blkcheck;
  if (version === 'scenario/1') return true;
  const help =
    'the first line of a scenario is `blkcheck: scenario/1`; nor is it a VM definition that is read (--ignore-unknown passes over it)';
  const span = reading.located.span(version === undefined ? [] : ['blkcheck']);
  const isOther = typeof version === 'string' && version.startsWith('scenario/');
  const message = isOther
    ? `this version of blkcheck does not know ${quoted(version)}`
    : 'this is not a blkcheck scenario';
  report(reading, span, message, help);
  return false;
}

function hasAcknowledge(steps: readonly Step[]): boolean {
  return steps.some((step) => {
    if (step.kind === 'acknowledge') return true;
    if (step.kind === 'repeat') return hasAcknowledge(step.steps);
    if (step.kind === 'parallel') return step.threads.some(hasAcknowledge);
    return step.kind === 'choose' && step.alternatives.some(hasAcknowledge);
  });
}

function checkPromisesSomething(reading: Reading, scenario: Omit<Scenario, 'random'>): void {
  const { steps, ordered, atomics, recovery } = scenario;
  const declared = ordered.length + atomics.length > 0 || recovery.kind !== 'none';
  if (declared || hasAcknowledge(steps)) return;
  const help = 'add an `acknowledge` step, `promises` or a `recovery`';
  const message = 'this scenario promises nothing, so nothing can be found';
  report(reading, reading.located.keySpan(['steps']), message, help);
}

type Frame = v.InferOutput<typeof frame>;
/** What stands in for a frame with mistakes, so that everything under it is still looked at. */
type PartialFrame = { readonly [Key in keyof Frame]?: unknown };

function sectorsOf(data: PartialFrame): number {
  const { sectors } = keyed(data.disk);
  return typeof sectors === 'number' ? sectors : limits.diskSectors;
}

const sectorBytes = 512;

function metadata(
  fields: Frame,
): Pick<
  Scenario,
  | 'name'
  | 'suite'
  | 'summary'
  | 'models'
  | 'guests'
  | 'pinned'
  | 'overlapDeclared'
  | 'atomicBytes'
  | 'keepsCompleted'
  | 'direct'
> {
  const { from = '', until = '', nobarrierUntil = '' } = fields.guests?.linux ?? {};
  return {
    name: fields.name,
    suite: fields.suite,
    summary: fields.summary,
    models: fields.models,
    guests: { linuxFrom: from, linuxUntil: until, nobarrierUntil },
    atomicBytes: fields.disk.atomicBytes ?? sectorBytes,
    keepsCompleted: fields.disk.keepsCompleted ?? false,
    direct: fields.disk.direct ?? false,
    overlapDeclared: fields.overlap === 'declared',
    pinned: fields.pinned ?? [],
  };
}

const noMetadata: ReturnType<typeof metadata> = {
  name: '',
  suite: 'completion',
  summary: '',
  models: '',
  guests: { linuxFrom: '', linuxUntil: '', nobarrierUntil: '' },
  atomicBytes: sectorBytes,
  keepsCompleted: false,
  direct: false,
  overlapDeclared: false,
  pinned: [],
};

function build(reading: Reading, source: Source): Scenario {
  const fields = held(reading, frame, reading.located.data, []);
  const data = reading.located.data as PartialFrame;
  const sectorCount = sectorsOf(data);
  const regions = readRegions(reading, data.regions, sectorCount);
  const built = {
    ...(fields === null ? noMetadata : metadata(fields)),
    sectorCount,
    parameters: readParameters(reading, data.parameters),
    regions,
    steps: Array.isArray(data.steps) ? readSteps(reading, data.steps, ['steps']) : [],
    ...readPromises(reading, data.promises, ['promises']),
    recovery: readRecovery(reading, regions, data.recovery, ['recovery']),
    source,
  };
  checkPromisesSomething(reading, built);
  return { ...built, random: reading.random };
}

/** Reads a scenario from data whose positions are known. A module brings the recovery itself. */
export function readLocated(located: Located, source: Source, hasModule: boolean): ScenarioRead {
  const reading = createReading(located, source, hasModule);
  if (!checkVersion(reading)) return { diagnostics: reading.diagnostics };
  const scenario = build(reading, source);
  if (reading.diagnostics.length === 0) return { scenario };
  return { diagnostics: reading.diagnostics.sort(byPosition) };
}

/** Reads a scenario file. All its mistakes are reported together, in the order of the file. */
export function readScenario(text: string, file: string): ScenarioRead {
  return readText(text, file, false);
}

/** As `readScenario`, for text in a module that may bring the recovery itself. */
export function readText(text: string, file: string, hasModule: boolean): ScenarioRead {
  const source = { file, lines: text.split(/\r?\n/) };
  const yaml = readYaml(text, source);
  return 'located' in yaml ? readLocated(yaml.located, source, hasModule) : yaml;
}
