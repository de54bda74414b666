import { type ViolationKind, violationKinds } from '../../model/verdict.js';
import type { Check } from '../../scenario/checks.js';
import type { CrashState } from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import type { SwitchedChooser } from './branching.js';
import type { FaultView } from './fault-view.js';
import type { Reductions } from './reductions.js';

/** What an exploration has found out about one fault. */
export interface Watch {
  readonly view: FaultView;
  crashPoints: number;
  exercised: number;
  crashStates: bigint;
  executions: number;
  /** Whether time or executions were used up within a crash point, so that not all of its states were judged. */
  isCutShort: boolean;
  readonly found: Set<ViolationKind>;
  readonly promises: readonly Check[];
  /** Those of them that may still be broken on the way that is being gone. */
  checks: readonly Check[];
  /** Whether something happened since the fault was last looked at that adds crash states. */
  isStale: boolean;
  /** Writes that the device got and that do not surely survive. */
  openWrites: number[];
}

export interface WatchContext {
  readonly machine: Machine;
  readonly nature: SwitchedChooser;
  readonly reductions: Reductions;
  readonly overlaps: boolean;
  readonly executionsMax: number;
  /** Whether the time of the search is over. */
  readonly isOver: () => boolean;
  /** A promise can be broken: nature's answers are in `crash`. */
  readonly onBroken: (watch: Watch, kind: ViolationKind, crash: CrashState) => void;
}

/** `known`: kinds of violation that need not be found. */
export function createWatch(
  view: FaultView,
  checks: readonly Check[],
  known: Iterable<ViolationKind>,
): Watch {
  return {
    view,
    crashPoints: 0,
    exercised: 0,
    crashStates: 0n,
    executions: 0,
    isCutShort: false,
    found: new Set(known),
    promises: checks,
    checks,
    isStale: true,
    openWrites: [],
  };
}

/** Whether all that could be found was found. */
export function isExhausted(watch: Watch): boolean {
  return watch.promises.every((check) => isKnown(watch, check));
}

/** Nothing more is looked for. */
export function markExhausted({ found }: Watch): void {
  for (const kind of violationKinds) found.add(kind);
}

/** Whether all that the check can find was found. */
export function isKnown({ found }: Watch, { kinds }: Check): boolean {
  return kinds.every((kind) => found.has(kind));
}
