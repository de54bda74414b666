import type { Configuration } from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Script } from '../model/script.js';
import { type ViolationKind, violationKinds } from '../model/verdict.js';
import { type Behaviour, explainBehaviour } from './behaviour.js';
import type { WeakPoint } from './cut/condition.js';
import { type Model, problemOf } from './cut/demands.js';
import { isRefuted, type Pasts } from './cut/refute.js';
import { sectorsOf } from './cut/sectors.js';
import { isPossible } from './cut/solve.js';
import type { Reason } from './reason.js';
import { buildTimeline } from './timeline/build.js';
import type { View } from './weak-points/view.js';
import { weakPoints } from './weak-points/weak-points.js';

/** What a script must expect of a behaviour. */
export interface Judgement {
  /** `unknown` where a user's own recovery decides, and no declared promise breaks. */
  readonly verdict: 'safe' | 'unsafe' | 'unknown';
  /** All kinds of violation that can happen, worst first. */
  readonly kinds: readonly ViolationKind[];
  /** For each kind, a weak point that some run and some fault bring about. */
  readonly broken: readonly WeakPoint[];
}

export interface Prediction extends Judgement {
  readonly behaviour: Behaviour;
  /** Why the stack orders, flushes and keeps as it does, from the guest down. */
  readonly reasons: readonly Reason[];
}

function modelOf(script: Script, behaviour: Behaviour): Model {
  const timeline = buildTimeline(script, behaviour);
  const overlaps = script.overlapDeclared;
  return { behaviour, overlaps, timeline, sectors: sectorsOf(timeline, behaviour) };
}

function isBreakable(model: Model, pasts: Pasts, { conditions }: WeakPoint): boolean {
  if (isRefuted(model, pasts, conditions)) return false;
  const problem = problemOf(model, conditions);
  return problem !== null && isPossible(model.timeline, problem);
}

export function viewOf(script: Script, behaviour: Behaviour): View {
  return { script, model: modelOf(script, behaviour) };
}

/** For each kind, the first of the weak points that some run and some fault bring about. */
export function judgePoints(
  model: Model,
  points: Iterable<WeakPoint>,
): ReadonlyMap<ViolationKind, WeakPoint> {
  const pasts: Pasts = new Map();
  const broken = new Map<ViolationKind, WeakPoint>();
  for (const point of points) {
    if (!broken.has(point.kind) && isBreakable(model, pasts, point)) broken.set(point.kind, point);
  }
  return broken;
}

/** Whether the script keeps its promises on any stack that behaves so. */
export function judgeBehaviour(script: Script, behaviour: Behaviour): Judgement {
  const view = viewOf(script, behaviour);
  const broken = judgePoints(view.model, weakPoints(view));
  const kinds = violationKinds.filter((kind) => broken.has(kind));
  const unjudged = script.recovery.kind === 'module' ? 'unknown' : 'safe';
  return {
    verdict: kinds.length > 0 ? 'unsafe' : unjudged,
    kinds,
    broken: kinds.flatMap((kind) => broken.get(kind) ?? []),
  };
}

/** The verdict that follows from the configuration alone, with the facts that it follows from. */
export function predict(script: Script, configuration: Configuration, fault: FaultId): Prediction {
  const { behaviour, order, data, allocation } = explainBehaviour(configuration, fault);
  const reasons = [...order, ...data, ...allocation];
  return { ...judgeBehaviour(script, behaviour), behaviour, reasons };
}
