import { commitCost, type Work } from '../advise/fix/cost.js';
import { type FixAnswer, findSafe, type Priced } from '../advise/fix/fix.js';
import { choicesFor } from '../advise/fix/neighbours.js';
import { behavioursOf, guestFactorOf, storageFactorOf } from '../analysis/factors.js';
import { changeRows } from '../catalogue/changes.js';
import { dimensions } from '../catalogue/dimensions.js';
import type { DiskClassId } from '../catalogue/disk-classes.js';
import { standInsOf } from '../catalogue/stand-ins.js';
import type { Configuration } from '../model/configuration.js';
import type { CommitCost, FixOption, FixResult } from '../model/fix-result.js';
import { costOf } from '../search/job-parts.js';
import { signatureOf } from '../search/signature.js';
import { simulatorOf } from '../search/simulators.js';
import { stackOf } from '../search/stacks.js';
import { cellOf, differenceOf } from './configurations.js';
import { valuesIn } from './dimensions.js';
import { select } from './filter.js';
import { type Judged, judgedScenarios, judgeOf } from './judged-scenarios.js';
import { optionsNamed } from './named-configuration.js';
import type { RunOptions } from './options.js';
import { planRun, type RunPlan } from './plan.js';
import { createReferee, type Referee, type Ruling } from './referee.js';
import { usageError } from './usage-error.js';
import { blkcheckVersion } from './versions.js';

/** What `fix` may be told: which stack, and what a run is told about scenarios and faults. */
export interface FixOptions
  extends Pick<
    RunOptions,
    | 'files'
    | 'profile'
    | 'scenarios'
    | 'suites'
    | 'faults'
    | 'parameters'
    | 'maxExecutions'
    | 'signal'
  > {
  /** `frontend/cache[@key=value,...]` */
  readonly stack: string;
  readonly diskClass: DiskClassId;
  /** Dimensions that must stay as they are. */
  readonly keep?: readonly string[];
}

export interface FixOutcome {
  readonly result: FixResult;
  /** What only a bug of blkcheck explains, a sentence each. */
  readonly blkcheckBugs: readonly string[];
}

/** So many candidates are proved before the search for a fix is given up. */
const proofsMax = 8;

const writing: ReadonlySet<string> = new Set(['write', 'write-zeroes', 'discard', 'barrier']);

/** What the workloads do on a machine, counted by the simulator. */
function createWorkOf(judged: readonly Judged[]): (configuration: Configuration) => Work {
  const known = new Map<string, Work>();
  return (configuration) => {
    const stack = stackOf({ kind: 'configuration' }, configuration);
    const key = signatureOf(stack);
    const before = known.get(key);
    if (before !== undefined) return before;
    const costs = judged.map(({ script }) => costOf(simulatorOf(script, stack)));
    const sum = (of: keyof (typeof costs)[number]) =>
      costs.reduce((total, cost) => total + cost[of], 0);
    const writes = judged.map(
      ({ script }) => script.operations.filter(({ kind }) => writing.has(kind)).length,
    );
    const work = {
      acknowledgements: sum('acknowledgements'),
      hostSyncs: sum('hostSyncs'),
      diskFlushes: sum('diskFlushes'),
      vcpuStallUs: sum('vcpuStallUs'),
      writes: writes.reduce((total, each) => total + each, 0),
    };
    known.set(key, work);
    return work;
  };
}

function createCostOf(judged: readonly Judged[], diskClass: DiskClassId) {
  const workOf = createWorkOf(judged);
  return (configuration: Configuration): CommitCost => {
    const cost = commitCost(configuration, workOf(configuration), diskClass);
    if (cost !== null) return cost;
    throw usageError('the selected scenarios acknowledge nothing, so nothing has a cost');
  };
}

/**
 * Whether the analysis knows of nothing that can break, under any of the faults. Of a release that
 * nobody ran or read, only what holds on all that stand in for it is known, as in a run.
 */
function createIsSafe(judged: readonly Judged[], { faults }: RunPlan) {
  const judge = judgeOf(judged);
  const isKnownSafe = (configuration: Configuration): boolean => {
    const guest = guestFactorOf(configuration);
    const storage = storageFactorOf(configuration, faults);
    return behavioursOf(guest, storage).every((each) => judge(each).kinds.length === 0);
  };
  return (configuration: Configuration): boolean => {
    const standIns = standInsOf(configuration);
    return (standIns.length === 0 ? [configuration] : standIns).every(isKnownSafe);
  };
}

function keptBy({ keep = [] }: FixOptions): readonly string[] {
  const names = dimensions.map(({ key }) => key);
  return select(keep, { what: 'dimension', names, whenAbsent: [], whenExcluding: names });
}

async function planFor({ stack, diskClass, keep, ...options }: FixOptions): Promise<RunPlan> {
  const plan = await planRun({ ...options, ...optionsNamed(stack) });
  if (plan.configurations.length === 1) return plan;
  throw usageError(`\`${stack}\` names ${plan.configurations.length} stacks; name one`);
}

/** The configuration as it is, and the candidates in their order until one is proved. */
async function rulingsOn(
  configuration: Configuration,
  candidates: readonly Priced[],
  { rule }: Referee,
): Promise<readonly [current: Ruling, ...ofCandidates: Ruling[]]> {
  const [first, ...others] = candidates.slice(0, proofsMax);
  // Together, because what shows that the workloads themselves are right is then shown once.
  const asked = first === undefined ? [] : [first.configuration];
  const [current, ...rulings] = await rule([configuration, ...asked]);
  if (current === undefined) throw new Error('no ruling');
  for (const other of others) {
    const last = rulings.at(-1);
    if (current.interrupted || last?.verdict === 'safe') break;
    rulings.push(...(await rule([other.configuration])));
  }
  return [current, ...rulings];
}

function reasonOf({ safe, isCut }: FixAnswer, rulings: readonly Ruling[], current: Ruling): string {
  if (current.interrupted) return 'interrupted';
  if (current.verdict === 'inconclusive') return current.reason;
  if (current.verdict === 'safe') return '';
  if (isCut) return 'the search for neighbours ended at its limit';
  if (safe.length > 0 && !rulings.some(({ verdict }) => verdict === 'safe'))
    return rulings.at(-1)?.reason || 'none of the first candidates could be proved';
  return '';
}

const leftOut = (scenario: string) => ({
  scenario,
  reason: 'is many scripts: no part in the search, sampled where others are proved',
});

/** What nobody changes, because it was named or because nothing changes it. */
function keysKept(kept: readonly string[]): readonly string[] {
  const keys = dimensions.map(({ key }) => key);
  return keys.filter((key) => kept.includes(key) || !changeRows.some((row) => row.key === key));
}

/**
 * Looks for the safe configurations nearest to a stack, cheapest first, and proves the one to take.
 *
 * @throws UsageError for a name or a value that does not exist, and where nothing can be judged.
 */
export async function runFix(options: FixOptions): Promise<FixOutcome> {
  const plan = await planFor(options);
  const kept = keptBy(options);
  const { profile, faults } = plan;
  const [configuration] = plan.configurations;
  if (configuration === undefined) throw new Error('a plan without a configuration');
  const { judged, others } = await judgedScenarios(plan.scenarios);
  const costs = createCostOf(judged, options.diskClass);
  const exist = (dimension: (typeof dimensions)[number]) => valuesIn(dimension, profile);
  const choices = choicesFor(configuration, exist, kept);
  const isSafe = createIsSafe(judged, plan);
  const answer = findSafe({ configuration, choices, isSafe, costOf: costs });

  const referee = createReferee(plan, options.signal ?? new AbortController().signal, isSafe);
  const candidates = answer.safe.filter(({ changes }) => changes.length > 0);
  const [current, ...rulings] = await rulingsOn(configuration, candidates, referee);
  const nameOf = (each: Configuration) => cellOf(each) + differenceOf(each, profile);
  const optionOf = (priced: Priced, ruling: Ruling | undefined): FixOption => ({
    configuration: nameOf(priced.configuration),
    changes: priced.changes,
    verdict: ruling?.verdict ?? 'safe',
    basis: ruling?.basis ?? 'analysis',
    cost: priced.cost,
  });
  const proved = rulings.findIndex(({ verdict }) => verdict === 'safe');
  const chosen = proved < 0 ? undefined : candidates[proved]?.configuration;
  const { kinds, rules, because } = current;
  const own = { configuration, changes: [], cost: costs(configuration) };
  const result: FixResult = {
    schemaVersion: 1,
    blkcheckVersion: blkcheckVersion(),
    profile: profile.id,
    assumptions: plan.assumptions,
    scenarios: plan.scenarios.map(({ name }) => name),
    leftOut: [...others.map(({ name }) => leftOut(name)), ...plan.notApplicable],
    faults,
    current: { ...optionOf(own, current), kinds, rules, because },
    chosen: chosen === undefined ? '' : nameOf(chosen),
    options: candidates.map((each, at) => optionOf(each, rulings[at])),
    cheaper: answer.cheaper.map((each) => optionOf(each, undefined)),
    tried: answer.tried,
    kept: keysKept(kept),
    proof: referee.total(),
    reason: reasonOf(answer, rulings, current),
    summary: { exitCode: referee.exitCode(current) },
  };
  return { result, blkcheckBugs: referee.bugs() };
}
