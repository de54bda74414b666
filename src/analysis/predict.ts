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

/** What behaviours have in common that differ only in from when on something is sure. */
interface Shared {
  readonly model: Model;
  readonly pasts: Pasts;
  readonly points: Iterable<WeakPoint>;
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
  return { model, pasts: new Map(), points: remembered(weakPoints({ script, model })) };
}

function isBreakable(model: Model, pasts: Pasts, { conditions }: WeakPoint): boolean {
  if (isRefuted(model, pasts, conditions)) return false;
  const problem = problemOf(model, conditions);
  return problem !== null && isPossible(model.timeline, problem);
}

/** Tells of behaviours whether the script keeps its promises on any stack that behaves so. */
export function createJudge(script: Script): (behaviour: Behaviour) => Judgement {
  const kept = new Map<string, Shared>();
  const unjudged = script.recovery.kind === 'module' ? 'unknown' : 'safe';
  return (behaviour) => {
    const key = keyOf(behaviour);
    const shared = kept.get(key) ?? sharedBy(script, behaviour);
    kept.set(key, shared);
    const model = { ...shared.model, behaviour };
    const broken = new Map<ViolationKind, WeakPoint>();
    for (const point of shared.points) {
      if (!broken.has(point.kind) && isBreakable(model, shared.pasts, point))
        broken.set(point.kind, point);
    }
    const kinds = violationKinds.filter((kind) => broken.has(kind));
    return {
      verdict: kinds.length > 0 ? 'unsafe' : unjudged,
      kinds,
      broken: kinds.flatMap((kind) => broken.get(kind) ?? []),
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
