import { expect, it } from 'vitest';
import type { Behaviour } from '../../src/analysis/behaviour.js';
import type { WeakPoint } from '../../src/analysis/cut/condition.js';
import { type Model, problemOf } from '../../src/analysis/cut/demands.js';
import type { Demands } from '../../src/analysis/cut/problem.js';
import { createRefute, isRefuted, type Refute } from '../../src/analysis/cut/refute.js';
import { isPossible } from '../../src/analysis/cut/solve.js';
import { viewOf } from '../../src/analysis/predict.js';
import type { Timeline } from '../../src/analysis/timeline/timeline.js';
import { servedWeakPoints, writesNothing } from '../../src/analysis/weak-points/served.js';
import type { View } from '../../src/analysis/weak-points/view.js';
import { weakPoints } from '../../src/analysis/weak-points/weak-points.js';
import type { Script } from '../../src/model/script.js';
import { smallLog, smallRecovery } from '../search/exhaust/small-recoveries.js';
import { smallThreads } from '../search/exhaust/small-scripts.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';
import { carelessScript, shippedScripts } from './shipped-scripts.js';
import { behaviour } from './small-disks.js';

// What the analysis goes through before it says the same. More is a short cut lost, and less may be a way
// missed: either is a decision. Whether it is right is for the tests that compare it with proofs.

const flushing: Behaviour = { ...behaviour, mode: 'flush-fua', data: 'flush', allocation: 'flush' };
const draining: Behaviour = { ...flushing, mode: 'drain-flush', fua: 'flush' };

const behaviours: Readonly<Record<string, Behaviour>> = {
  'keeps nothing': behaviour,
  'keeps nothing, in units': { ...behaviour, unitSectors: 8 },
  'is sure once complete': { ...flushing, data: 'completion', allocation: 'completion' },
  'is sure once flushed': { ...flushing, fua: 'alone' },
  'keeps allocations once flushed': { ...flushing, data: 'dispatch', fua: 'alone' },
  'loses allocations, in units': { ...flushing, allocation: 'never', unitSectors: 8, fua: 'flush' },
  'may skip a flush for FUA': { ...flushing, fua: 'flush', skips: 'fua' },
  'may skip the flush of a write': {
    ...flushing,
    mode: 'flush',
    unitSectors: 2,
    skips: 'every-write',
  },
  'drains its queue': draining,
  'drains it, in order': { ...draining, mode: 'drain-fua', inOrder: true },
  'takes one at a time': { ...draining, oneAtATime: true, data: 'completion' },
  'takes one at a time, in order': { ...flushing, mode: 'flush', inOrder: true, oneAtATime: true },
  'finishes what it got': { ...flushing, fua: 'flush', finishes: true, unitSectors: 8 },
};

const random = pseudoRandom(65);

function drawn(count: number, make: () => Script | null): readonly Script[] {
  const scripts: Script[] = [];
  while (scripts.length < count) {
    const script = make();
    if (script !== null) scripts.push(script);
  }
  return scripts;
}

const shipped = shippedScripts().filter(({ operations }) => operations.length <= 16);

const programs: Readonly<Record<string, readonly Script[]>> = {
  small: drawn(16, () => randomScript(random, false)),
  overlapping: drawn(10, () => randomScript(random, true)),
  recoveries: drawn(4, () => smallRecovery(random, 2)),
  'logs alone': drawn(3, () => smallLog(random)),
  threads: drawn(8, () => smallThreads(random, 7)),
  shipped,
  careless: shipped.slice(0, 8).map((script) => carelessScript(script, random)),
};

const counts = [
  'moments',
  'edges',
  'flushes',
  'orders',
  'points',
  'conditions',
  'refuted up to',
  'refuted',
  'contradictions',
  'demands',
  'possible',
  'unknown',
  'pasts',
] as const;

/** What there is of each, added up. */
type Effort = Record<(typeof counts)[number], number>;

function add(effort: Effort, more: Partial<Effort>): void {
  for (const name of counts) effort[name] += more[name] ?? 0;
}

const noEffort = () => Object.fromEntries(counts.map((name) => [name, 0])) as Effort;

function countIn({ edges, notSure, choices }: Demands): number {
  const inChoices = choices.flatMap(({ alternatives }) => alternatives.map(countIn));
  return inChoices.reduce((sum, count) => sum + count, edges.length + notSure.length);
}

/** The same, and counts how often the past of a moment is worked out. */
function counted(timeline: Timeline, effort: Effort): Timeline {
  const { predecessors } = timeline;
  return {
    ...timeline,
    get predecessors() {
      add(effort, { pasts: 1 });
      return predecessors;
    },
  };
}

function ofTimeline({ predecessors, flushes, disjunctions }: Timeline): Partial<Effort> {
  return {
    moments: predecessors.length,
    edges: predecessors.flat().length,
    flushes: flushes.length,
    orders: disjunctions.flatMap(({ alternatives }) => alternatives.flat()).length,
  };
}

/** Of a script's weak points, and of the ways in which one comes about, no more are tried. */
const most = { points: 400, ways: 30 };

function* pointsIn(view: View): Generator<WeakPoint> {
  yield* weakPoints(view);
  if (writesNothing(view)) yield* servedWeakPoints(view);
}

function ofPoint(model: Model, refute: Refute, { conditions }: WeakPoint): Partial<Effort> {
  const upTo = refute(conditions);
  const asked = { points: 1, conditions: conditions.length, 'refuted up to': upTo + 1 };
  if (isRefuted(model.behaviour, upTo)) return { ...asked, refuted: 1 };
  const problem = problemOf(model, conditions);
  if (problem === null) return { ...asked, contradictions: 1 };
  const found = isPossible(model.timeline, problem, { left: most.ways });
  const demands = countIn(problem);
  return { ...asked, demands, possible: Number(found === true), unknown: Number(found === null) };
}

function addScript(effort: Effort, script: Script, under: Behaviour): void {
  const view = viewOf(script, under);
  const { timeline } = view.model;
  add(effort, ofTimeline(timeline));
  const model = { ...view.model, timeline: counted(timeline, effort) };
  const refute = createRefute(model.timeline);
  let left = most.points;
  for (const point of pointsIn(view)) {
    if (left === 0) break;
    left -= 1;
    add(effort, ofPoint(model, refute, point));
  }
}

it('the analysis goes through as much as when this was written', async () => {
  const lines = Object.entries(programs).flatMap(([name, scripts]) => [
    `${name}: ${counts.join(', ')}`,
    ...Object.entries(behaviours).map(([of, under]) => {
      const effort = noEffort();
      for (const script of scripts) addScript(effort, script, under);
      return `  ${of}: ${counts.map((each) => effort[each]).join(' ')}`;
    }),
  ]);
  await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('golden/effort.txt');
});
