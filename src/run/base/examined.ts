import { byUnits } from '../../gate/baseline/order.js';
import type { Examined } from '../../gate/baseline/schema.js';
import { usualSiteFaults } from '../../model/site.js';
import { readTextFile } from '../files/read-file.js';
import type { RunPlan } from '../plan.js';
import { UsageError } from '../usage-error.js';
import { digest } from './digest.js';
import { type ReadBaseline, writeAnew } from './read-baseline.js';

type Plan = Pick<
  RunPlan,
  'profile' | 'assume' | 'crashRecovery' | 'executionsMax' | 'runs' | 'seed' | 'scenarios'
>;
type PlannedScenario = Plan['scenarios'][number];

/** All that decides what a run finds, and stands in no definition and in no site's file. */
export function examinedOf(plan: Plan, qemu: string): Examined {
  const { profile, assume, crashRecovery, executionsMax, runs, seed, scenarios } = plan;
  const isSampled = scenarios.some(({ method }) => method === 'sample');
  const digests = scenarios.map((each) => [each.name, scenarioDigest(each)] as const);
  return {
    profile: profile.id,
    qemu,
    assume,
    faults: [...usualSiteFaults],
    crashRecovery,
    maxExecutions: executionsMax,
    ...(isSampled ? { sampled: { runs, seed } } : {}),
    scenarios: Object.fromEntries(digests.sort(([one], [other]) => byUnits(one, other))),
  };
}

const moduleBytesMax = 16 * 1_048_576;

/** By what it does, as far as that can be told: neither its file nor its lines count. */
function scenarioDigest({ source, parameters }: PlannedScenario): string {
  // A parameter may be called as a place is.
  const meaning = JSON.parse(JSON.stringify(meaningOf(source), withoutPlaces));
  return digest(JSON.stringify([meaning, parameters]));
}

const withoutPlaces = (key: string, value: unknown) => (key === 'span' ? undefined : value);

function meaningOf(source: PlannedScenario['source']): unknown {
  switch (source.kind) {
    case 'data':
      return wordless(source.scenario);
    case 'module':
      return readTextFile(source.file, moduleBytesMax);
    case 'defined': {
      const { scenario, recovery } = source;
      return [wordless(scenario), String(recovery.recover), String(recovery.holds)];
    }
    case 'bounded':
      return source.family;
  }
}

type Scenario = Extract<PlannedScenario['source'], { kind: 'data' }>['scenario'];

function wordless({ source: _source, summary: _summary, models: _models, ...rest }: Scenario) {
  return rest;
}

/** The parts that are compared as one, with the flag that says each. */
const parts = {
  profile: '--profile',
  qemu: '--qemu',
  assume: '--assume',
  crashRecovery: '--crash-recovery',
  maxExecutions: '--max-executions',
  sampled: '--runs and --seed',
  faults: 'the faults that count where nobody says which matter',
} as const satisfies Partial<Record<keyof Examined, string>>;

/**
 * What was not looked at then is not known to have been safe, and not to have failed: nothing is compared with
 * a baseline that was written under other conditions.
 *
 * @throws UsageError with all that differs.
 */
export function checkExamined({ baseline, mistakeAt }: ReadBaseline, now: Examined): void {
  const { examined: then } = baseline;
  const differing = keysOf(parts).filter((key) => textOf(then[key]) !== textOf(now[key]));
  const ofParts = differing.map((key) => {
    const message = `${parts[key]}: ${textOf(then[key])} ${whenWritten}, ${textOf(now[key])} now`;
    return mistakeAt(['examined', key], message, help);
  });
  const ofScenarios = changedScenarios(then.scenarios, now.scenarios).map((change) => {
    const path = ['examined', 'scenarios', ...change.path];
    return mistakeAt(path, `other scenarios than ${whenWritten}: ${change.words}`, help);
  });
  const mistakes = [...ofParts, ...ofScenarios];
  if (mistakes.length > 0) throw new UsageError(mistakes);
}

const whenWritten = 'when the baseline was written';
const namesMax = 4;
const help = `run as it was written, or ${writeAnew} before the definitions change`;

type Scenarios = Examined['scenarios'];

/** One change for all, at the place of the first; nothing for none. */
function changedScenarios(then: Scenarios, now: Scenarios) {
  const names = [...new Set([...Object.keys(then), ...Object.keys(now)])].sort();
  const changed = names.filter((name) => then[name] !== now[name]);
  const [first] = changed;
  if (first === undefined) return [];
  const shown = changed.slice(0, namesMax).map((name) => {
    if (then[name] === undefined) return `${name} is new`;
    return `${name} is ${now[name] === undefined ? 'left out' : 'another'}`;
  });
  const more = changed.length > namesMax ? `, and ${changed.length - namesMax} more` : '';
  return [{ path: first in then ? [first] : [], words: `${shown.join(', ')}${more}` }];
}

function textOf(value: Examined[keyof typeof parts]): string {
  if (Array.isArray(value)) return value.join(', ');
  if (typeof value === 'object') return `${value.runs} and ${value.seed}`;
  return value === '' || value === undefined ? 'none' : String(value);
}

function keysOf<Key extends string>(record: Readonly<Record<Key, unknown>>): readonly Key[] {
  return Object.keys(record) as Key[];
}
