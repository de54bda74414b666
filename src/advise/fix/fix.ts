import type { Configuration } from '../../model/configuration.js';
import type { AppliedChange, CommitCost, FixResult } from '../../model/fix-result.js';
import { byCost, countsOf } from './cost.js';
import { type DimensionChanges, type Neighbour, neighbours } from './neighbours.js';

export interface Priced extends Neighbour {
  readonly cost: CommitCost;
}

export interface FixQuestion {
  /** All that the disk may be. */
  readonly configurations: readonly Configuration[];
  readonly choices: readonly DimensionChanges[];
  /** What is known of a configuration without running it. */
  readonly isSafe: (configuration: Configuration) => boolean;
  readonly costOf: (configuration: Configuration) => CommitCost;
  /** How far a change is from what was asked about: where costs are equal the nearest comes first. */
  readonly distanceOf?: (change: AppliedChange) => number;
}

export interface FixAnswer {
  /** Safe with the fewest changes, the best first; the configuration itself where it is safe. */
  readonly safe: readonly Priced[];
  /** Safe and cheaper with one more change. */
  readonly cheaper: readonly Priced[];
  readonly tried: FixResult['tried'];
  /** The search ended at its limit. */
  readonly isCut: boolean;
}

/** More changes than that are another machine. */
const changesMax = 4;

/** Configurations with the same number of changes. */
const neighboursMax = 200_000;

function hardwareIn({ changes }: Neighbour): number {
  return changes.filter(({ hardware }) => hardware).length;
}

function changesOf({ changes }: Neighbour, key: string): number {
  return changes.filter((change) => change.key === key).length;
}

/**
 * What has to be bought stands behind what can be set, whatever it saves afterwards. Where costs
 * are equal the device stays: it was chosen for reasons that they do not show.
 */
const best =
  ({ distanceOf = () => 0 }: FixQuestion) =>
  (a: Priced, b: Priced): number => {
    const distance = ({ changes }: Priced) =>
      changes.reduce((sum, change) => sum + distanceOf(change), 0);
    return (
      hardwareIn(a) - hardwareIn(b) ||
      byCost(a.cost, b.cost) ||
      distance(a) - distance(b) ||
      changesOf(a, 'frontend') - changesOf(b, 'frontend')
    );
  };

/** What it costs at most, whichever it is. */
export function costliest(
  configurations: readonly Configuration[],
  costOf: FixQuestion['costOf'],
): CommitCost {
  const [most] = configurations.map(costOf).sort((a, b) => byCost(b, a));
  if (most === undefined) throw new Error('nothing costs nothing');
  return most;
}

interface Level {
  readonly tried: number;
  readonly safe: readonly Priced[];
  readonly isCut: boolean;
}

function levelOf(question: FixQuestion, count: number): Level {
  const { configurations, choices, isSafe, costOf } = question;
  const safe: Priced[] = [];
  let tried = 0;
  for (const neighbour of neighbours(configurations, choices, count)) {
    if (tried === neighboursMax) return { tried, safe, isCut: true };
    tried += 1;
    if (neighbour.configurations.every(isSafe))
      safe.push({ ...neighbour, cost: costliest(neighbour.configurations, costOf) });
  }
  return { tried, safe: safe.sort(best(question)), isCut: false };
}

function middleOf({ latencyUs }: CommitCost): number {
  return latencyUs.low + latencyUs.high;
}

/** With one change more, what saves syncs or flushes, takes no longer, and needs not be bought. */
function cheaperThan(question: FixQuestion, reference: Priced, { safe }: Level): readonly Priced[] {
  const isCheaper = (each: Priced) =>
    hardwareIn(each) <= hardwareIn(reference) &&
    countsOf(each.cost) < countsOf(reference.cost) &&
    middleOf(each.cost) <= middleOf(reference.cost);
  // Fewer waits they all have; what is left to tell is the time.
  return safe
    .filter(isCheaper)
    .sort((a, b) => middleOf(a.cost) - middleOf(b.cost) || best(question)(a, b));
}

/** Looks for safe configurations, those with the fewest changes first. */
export function findSafe(asked: FixQuestion): FixAnswer {
  const { isSafe } = asked;
  // What is unsafe now is likeliest to stay so, and one that is unsafe is enough to know.
  const configurations = [...asked.configurations].sort(
    (a, b) => Number(isSafe(a)) - Number(isSafe(b)),
  );
  const question = { ...asked, configurations };
  const tried: FixResult['tried'][number][] = [];
  const look = (count: number): Level => {
    const level = levelOf(question, count);
    tried.push({
      changes: count,
      configurations: level.tried,
      safe: level.safe.length,
    });
    return level;
  };
  const most = Math.min(changesMax, question.choices.length);
  for (let count = 0; count <= most; count += 1) {
    const level = look(count);
    const [first] = level.safe;
    if (first !== undefined) {
      const more = count < question.choices.length ? look(count + 1) : null;
      const cheaper = more === null ? [] : cheaperThan(question, first, more);
      return { safe: level.safe, cheaper, tried, isCut: level.isCut || more?.isCut === true };
    }
    if (level.isCut) return { safe: [], cheaper: [], tried, isCut: true };
  }
  return { safe: [], cheaper: [], tried, isCut: false };
}
