import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { type RunResult, type Suite, suites } from '../../model/result.js';
import { boundedScenario, familyNames } from '../../scenario/bounded/families.js';
import { compileScenario } from '../../scenario/compile.js';
import { isDefinedScenario } from '../../scenario/defined.js';
import { existsFor, type Scenario } from '../../scenario/scenario.js';
import { knowsBoot } from '../../scenario/second-boot/boot-steps.js';
import { type Method, methodFor } from '../../search/examine/method.js';
import { type FilterDomain, namesIn, select } from '../configurations/filter.js';
import { optionLimits } from '../option-limits.js';
import type { RunOptions } from '../options.js';
import { fileError, UsageError, usageError } from '../usage-error.js';
import { within } from '../within.js';
import { checkParameterNames, ownParameters } from './parameters.js';
import type { LoadedScenario, ScenarioSource } from './scenario-source.js';
import { shippedScenarios } from './shipped-scenarios.js';

export interface PlannedScenario {
  readonly name: string;
  readonly suite: Suite;
  /** Which guests have what it models. */
  readonly guests: Scenario['guests'];
  /** The unit that it trusts the disk to write whole, in bytes. */
  readonly atomicBytes: number;
  /** It trusts the disk to keep what it has completed. */
  readonly keepsCompleted: boolean;
  /** It writes that unit past the guest's page cache, to aligned blocks. */
  readonly direct: boolean;
  readonly source: ScenarioSource;
  /** What `--param` fixes, as far as this scenario has it. */
  readonly parameters: Readonly<Record<string, number>>;
  /** It comes with this version, whose tests have seen that it has no bug of its own. */
  readonly shipped: boolean;
  /** Proved where it is one script, sampled where it is many. */
  readonly method: Method;
}

export interface ScenarioSelection {
  readonly scenarios: readonly PlannedScenario[];
  readonly suites: readonly Suite[];
  readonly notApplicable: RunResult['notApplicable'];
}

/** Linux, or another system, and how it mounts: each combination is a guest. */
export interface GuestsSelected {
  readonly kernels: readonly string[];
  readonly mounts: readonly string[];
}

/**
 * What exists for one of the guests at least.
 *
 * @throws UsageError for mistakes in a file or a name, and where nothing is left to run.
 */
export async function selectScenarios(
  options: RunOptions,
  profile: Profile,
  guests: GuestsSelected,
): Promise<ScenarioSelection> {
  const chosenSuites = select<Suite>(options.suites ?? [], {
    what: 'suite',
    names: suites,
    whenAbsent: profile.suites,
    whenExcluding: suites,
  });
  const own = await ownScenarios(options.files ?? []);
  const loaded = [
    ...own,
    ...definedAmong(options),
    ...(await selectShipped(options, chosenSuites)),
    ...selectBounded(options, chosenSuites),
  ].map((each) => asNamed(each, options));
  checkNames(loaded);
  const applicable = loaded.filter(({ scenario }) => existsForSome(scenario, guests));
  const notApplicable = loaded
    .filter((each) => !applicable.includes(each))
    .map(({ scenario }) => ({ scenario: scenario.name, reason: guestsOf(scenario, guests) }));
  if (applicable.length === 0) throw nothingLeft(notApplicable);
  const parameters = options.parameters ?? {};
  checkParameterNames(
    parameters,
    applicable.map(({ scenario }) => scenario),
  );
  const planned = applicable.map((each) => ({
    name: each.scenario.name,
    planned: plannedScenario(each, parameters),
    reason: options.crashRecovery === true ? whyNotTwice(each, parameters) : '',
  }));
  const left = planned.filter(({ reason }) => reason !== '');
  const scenarios = planned.filter(({ reason }) => reason === '').map((each) => each.planned);
  const unlooked = left.map(({ name, reason }) => ({ scenario: name, reason }));
  if (scenarios.length === 0) throw nothingTwice(unlooked);
  return { scenarios, suites: chosenSuites, notApplicable: [...notApplicable, ...unlooked] };
}

/** Why nothing can be said of a second fault; '' where it can. */
function whyNotTwice(
  { scenario, source }: LoadedScenario,
  given: Readonly<Record<string, number>>,
): string {
  if (!knowsBoot(scenario.recovery))
    return 'what its recovery writes is not known, so --crash-recovery cannot interrupt it';
  if (source.kind === 'bounded') return '';
  const isSampled = methodFor(scenario, ownParameters(given, scenario)) === 'sample';
  return isSampled ? 'it is sampled, and --crash-recovery is for what is proved' : '';
}

function nothingTwice(unlooked: RunResult['notApplicable']): Error {
  const [first] = unlooked;
  return usageError(`nothing is left to run: ${first?.scenario}: ${first?.reason}`);
}

const sectorBytes = 512;

/** Its controls do what it trusts in, so that it holds on them. */
export function saysItsTrust({ atomicBytes, keepsCompleted }: Scenario): boolean {
  return keepsCompleted || atomicBytes > sectorBytes;
}

/** @throws UsageError where the scenario cannot be compiled with these parameters. */
function plannedScenario(
  { scenario, source, comesWithVersion }: LoadedScenario,
  given: Readonly<Record<string, number>>,
): PlannedScenario {
  const parameters = ownParameters(given, scenario);
  const { name, suite, guests, atomicBytes, keepsCompleted, direct } = scenario;
  // Some are careless on purpose, and the tests saw the others with their default parameters.
  const isCareful = suite !== 'careless' || saysItsTrust(scenario);
  const isTested = isCareful && Object.keys(parameters).length === 0;
  const shipped = comesWithVersion && isTested;
  const trust = { atomicBytes, keepsCompleted, direct };
  const own = { name, suite, guests, ...trust, source, parameters, shipped };
  if (source.kind === 'bounded') return { ...own, method: 'proof' };
  const compiled = compileScenario(scenario, parameters, []);
  if ('diagnostics' in compiled) throw new UsageError(compiled.diagnostics);
  const method = methodFor(scenario, parameters);
  return { ...own, method };
}

/** What reads them is loaded only where there are some. */
async function ownScenarios(files: readonly string[]): Promise<readonly LoadedScenario[]> {
  if (files.length === 0) return [];
  const { loadScenarios } = await import('./load-scenario.js');
  return loadScenarios(files);
}

/** Those that are given as what `defineScenario` made. */
function definedAmong({ scenarios = [] }: RunOptions): readonly LoadedScenario[] {
  return scenarios
    .filter((each) => isDefinedScenario(each))
    .map(({ scenario, recovery }) => ({
      scenario,
      source: { kind: 'defined', scenario, recovery },
      comesWithVersion: false,
    }));
}

/** A scenario that is named runs whatever its suite is, unless suites are named too. */
async function selectShipped(
  { files = [], scenarios = [], suites: suiteWords = [], bounded }: RunOptions,
  chosenSuites: readonly Suite[],
): Promise<readonly LoadedScenario[]> {
  const words = scenarios.filter((each) => typeof each === 'string');
  const hasOwn = files.length > 0 || scenarios.length > words.length;
  if ((hasOwn || bounded !== undefined) && words.length === 0) return [];
  const shipped = await shippedScenarios();
  const inSuites = shipped.filter(({ suite }) => chosenSuites.includes(suite));
  const domain: FilterDomain<string> = {
    what: 'scenario',
    names: shipped.map(({ name }) => name),
    whenAbsent: inSuites.map(({ name }) => name),
    whenExcluding: inSuites.map(({ name }) => name),
  };
  const names = select(words, domain);
  const pool = suiteWords.length > 0 ? inSuites : shipped;
  return pool
    .filter(({ name }) => names.includes(name))
    .map((scenario) => ({ scenario, source: { kind: 'data', scenario }, comesWithVersion: true }));
}

function selectBounded(
  { bounded }: RunOptions,
  chosenSuites: readonly Suite[],
): readonly LoadedScenario[] {
  if (bounded === undefined) return [];
  const requests = within('bounded', bounded, optionLimits.bounded);
  return familyNames.flatMap((name): LoadedScenario[] => {
    const family = { name, requests };
    const scenario = boundedScenario(family);
    if (!chosenSuites.includes(scenario.suite)) return [];
    return [{ scenario, source: { kind: 'bounded', family }, comesWithVersion: true }];
  });
}

/** Rows are named after their scenarios, so two of one name would be one. */
function checkNames(loaded: readonly LoadedScenario[]): void {
  const fileOf = new Map<string, string>();
  for (const { scenario } of loaded) {
    const { name, source } = scenario;
    const first = fileOf.get(name);
    if (first !== undefined) {
      const other = source.file === '' ? 'another' : `the one in ${source.file}`;
      const message = `two scenarios are named \`${name}\`: this one, and ${other}`;
      throw fileError(first, message, 'change the name of one of them');
    }
    fileOf.set(name, source.file);
  }
}

/** The row of a guest stands for many releases: one that is named may still mount without barriers. */
function asNamed(loaded: LoadedScenario, { guestKernels = [] }: RunOptions): LoadedScenario {
  const { scenario } = loaded;
  const names = namesIn(guestKernels);
  const mounts = (kernel: string) => existsFor(scenario, { kernel, mount: 'nobarrier' });
  if (names.length === 0 || !names.every(mounts)) return loaded;
  return {
    ...loaded,
    scenario: { ...scenario, guests: { ...scenario.guests, nobarrierUntil: '' } },
  };
}

function existsForSome(scenario: Scenario, { kernels, mounts }: GuestsSelected): boolean {
  return kernels.some((kernel) => mounts.some((mount) => existsFor(scenario, { kernel, mount })));
}

function guestsOf({ guests }: Scenario, { kernels, mounts }: GuestsSelected): string {
  const from = guests.linuxFrom === '' ? '' : ` from Linux ${guests.linuxFrom}`;
  const until = guests.linuxUntil === '' ? '' : ` up to Linux ${guests.linuxUntil}`;
  const { nobarrierUntil } = guests;
  const isBare = nobarrierUntil !== '' && !mounts.includes('barrier');
  const bare = isBare ? `, without barriers up to ${nobarrierUntil}` : '';
  const names = kernels.map((kernel) => (/^\d/u.test(kernel) ? `Linux ${kernel}` : kernel));
  const how = isBare ? ' with nobarrier' : '';
  return `exists${from}${until}${bare}; the guest is ${names.join(' or ')}${how}`;
}

function nothingLeft(notApplicable: RunResult['notApplicable']): Error {
  const [first] = notApplicable;
  if (first === undefined) return usageError('no scenario is selected', 'blkcheck list scenarios');
  const message = `none of the selected scenarios exists for this guest: ${first.scenario} ${first.reason}`;
  return usageError(message);
}
