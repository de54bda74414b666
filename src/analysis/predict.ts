import { guestPieceBytes } from '../catalogue/guest-writes.js';
import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Script } from '../model/script.js';
import { type ViolationKind, violationKinds } from '../model/verdict.js';
import { type Behaviour, explainBehaviour } from './behaviour.js';
import type { WeakPoint } from './cut/condition.js';
import { type Model, problemOf } from './cut/demands.js';
import { createRefute, isRefuted } from './cut/refute.js';
import { sectorsOf } from './cut/sectors.js';
import { type Budget, isPossible } from './cut/solve.js';
import type { Reason } from './reason.js';
import { buildTimeline } from './timeline/build.js';
import type { View } from './weak-points/view.js';
import { weakPoints } from './weak-points/weak-points.js';

/** What a script must expect of a behaviour. */
export interface Judgement {
  /**
   * `unknown` without an opinion, where a user's own recovery decides, or where no disk is left to
   * judge; and nothing breaks.
   */
  readonly verdict: 'safe' | 'unsafe' | 'unknown';
  /** Kinds of violation that can happen, worst first: all of them where the judgement is complete. */
  readonly kinds: readonly ViolationKind[];
  /** Of kinds that are not named, none can happen; else there was too much to try for an opinion. */
  readonly isComplete: boolean;
  /** For each kind, a weak point that some run and some fault bring about. */
  readonly broken: readonly WeakPoint[];
}

export interface Prediction extends Judgement {
  readonly behaviour: Behaviour;
  /** Why the stack orders, flushes and keeps as it does, from the guest down. */
  readonly reasons: readonly Reason[];
}

/** What behaviours have in common that differ only in from when on something is sure. */
interface Shared {
  readonly model: Model;
  readonly suspects: Iterable<Suspect>;
}

interface Suspect {
  readonly point: WeakPoint;
  readonly refutedUpTo: number;
}

function keyOf({ data, allocation, ...shape }: Behaviour): string {
  return [...Object.values(shape), data === allocation].join();
}

/** What was looked for once is not looked for again; what nobody asks for is never looked for. */
function remembered<Thing>(source: Iterator<Thing>): Iterable<Thing> {
  const known: Thing[] = [];
  return {
    *[Symbol.iterator]() {
      for (let at = 0; ; at += 1) {
        if (at === known.length) {
          const { done, value } = source.next();
          if (done === true) return;
          known.push(value);
        }
        yield known[at] as Thing;
      }
    },
  };
}

function sharedBy(script: Script, behaviour: Behaviour): Shared {
  const timeline = buildTimeline(script, behaviour);
  const overlaps = script.overlapDeclared;
  const model = { behaviour, overlaps, timeline, sectors: sectorsOf(timeline, behaviour) };
  return { model, suspects: remembered(suspectsIn(script, model)) };
}

function* suspectsIn(script: Script, model: Model): Generator<Suspect> {
  const refute = createRefute(model.timeline);
  for (const point of weakPoints({ script, model }))
    yield { point, refutedUpTo: refute(point.conditions) };
}

/** Ways that are tried for one weak point, and for all of a script's. */
const waysMax = { each: 1000, all: 4000 };

function isBreakable(model: Model, { point, refutedUpTo: upTo }: Suspect, total: Budget) {
  if (isRefuted(model.behaviour, upTo)) return false;
  const problem = problemOf(model, point.conditions);
  if (problem === null) return false;
  const allowed = Math.min(waysMax.each, total.left);
  const budget = { left: allowed };
  const found = isPossible(model.timeline, problem, budget);
  total.left -= allowed - Math.max(budget.left, 0);
  return found;
}

export function viewOf(script: Script, behaviour: Behaviour): View {
  return { script, model: sharedBy(script, throughGuest(script, behaviour)).model };
}

/** The kinds of the weak points that some run and some fault bring about. */
export function kindsOf(model: Model, points: Iterable<WeakPoint>): ReadonlySet<ViolationKind> {
  const refute = createRefute(model.timeline);
  const broken = new Set<ViolationKind>();
  const budget = { left: Number.MAX_SAFE_INTEGER };
  for (const point of points) {
    if (broken.has(point.kind)) continue;
    const suspect = { point, refutedUpTo: refute(point.conditions) };
    if (isBreakable(model, suspect, budget) === true) broken.add(point.kind);
  }
  return broken;
}

const nothingKnown: ReadonlySet<ViolationKind> = new Set();

/** @param known - kinds that are not looked for, because something else shows them */
export type BehaviourJudge = (
  behaviour: Behaviour,
  known?: ReadonlySet<ViolationKind>,
) => Judgement;

/** What is left of a unit once the guest has written it in pieces of its own. */
function throughGuest(script: Script, behaviour: Behaviour): Behaviour {
  const sectors = guestPieceBytes(script) / 512;
  if (sectors === 0 || behaviour.unitSectors <= sectors) return behaviour;
  return { ...behaviour, unitSectors: sectors };
}

/** Tells of behaviours whether the script keeps its promises on any stack that behaves so. */
export function createJudge(script: Script): BehaviourJudge {
  const kept = new Map<string, Shared>();
  const unjudged = script.recovery.kind === 'module' ? 'unknown' : 'safe';
  return (below, given = nothingKnown) => {
    const behaviour = throughGuest(script, below);
    const key = keyOf(behaviour);
    const shared = kept.get(key) ?? sharedBy(script, behaviour);
    kept.set(key, shared);
    const model = { ...shared.model, behaviour };
    const broken = new Map<ViolationKind, WeakPoint>();
    const unknown = new Set<ViolationKind>();
    const budget = { left: waysMax.all };
    for (const suspect of shared.suspects) {
      const { point } = suspect;
      if (broken.has(point.kind) || given.has(point.kind)) continue;
      const found = isBreakable(model, suspect, budget);
      if (found === true) broken.set(point.kind, point);
      else if (found === null) unknown.add(point.kind);
    }
    const kinds = violationKinds.filter((kind) => broken.has(kind));
    const isComplete = [...unknown].every((kind) => broken.has(kind));
    const isJudged = isComplete && behaviour.data !== 'gone';
    const withoutFailure = isJudged ? unjudged : 'unknown';
    return {
      verdict: kinds.length > 0 ? 'unsafe' : withoutFailure,
      kinds,
      isComplete,
      broken: kinds.map((kind) => broken.get(kind) as WeakPoint),
    };
  };
}

/** Whether the script keeps its promises on any stack that behaves so. */
export function judgeBehaviour(script: Script, behaviour: Behaviour): Judgement {
  return createJudge(script)(behaviour);
}

/** The verdict that follows from the configuration alone, with the facts that it follows from. */
export function predict(script: Script, configuration: Configuration, fault: FaultId): Prediction {
  const { behaviour, order, data, allocation } = explainBehaviour(configuration, fault);
  const reasons = [...order, ...data, ...allocation];
  return { ...judgeBehaviour(script, behaviour), behaviour, reasons };
}
