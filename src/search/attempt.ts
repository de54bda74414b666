import type { RuleId } from '../catalogue/rules.js';
import type { Violation } from '../model/aftermath.js';
import type { Choice, PowerCut } from '../model/choice.js';
import type { FaultOrNone } from '../model/fault.js';
import type { TraceRow } from '../model/finding.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import type { Chooser } from '../stack/choose.js';
import { aftermathOf } from '../stack/crash-state.js';
import type { Cut } from '../stack/schedule.js';
import { simulate } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';
import { blame } from './blame.js';
import { recordedChooser, recordingChooser } from './choosers.js';
import { simulatorOf } from './simulators.js';
import type { Workload } from './workload.js';

/** One script on one stack under one fault: what is tried again and again while minimising. */
export interface Subject {
  readonly script: Script;
  readonly stack: Stack;
  readonly fault: FaultOrNone;
  readonly oracleOf: Workload['oracleOf'];
}

export interface Attempt {
  readonly powerCut: PowerCut;
  readonly choices: readonly Choice[];
  readonly begun: number;
  /** For each thread how many of its operations were begun. */
  readonly begunIn: readonly number[];
  readonly violation: Violation;
  /** The defect behind it; '' where no layer stopped anything. */
  readonly blamed: RuleId | '';
  readonly trace: readonly TraceRow[];
}

/** Runs once and keeps what nature decided. Null where no promise of that kind is broken. */
export function attempt(
  subject: Subject,
  cut: Cut,
  chooser: Chooser,
  kind: ViolationKind,
  withStory = false,
): Attempt | null {
  return attemptWith(subject, cut, () => chooser, kind, withStory);
}

/** The same with a nature that looks at the machine. */
export function attemptWith(
  subject: Subject,
  cut: Cut,
  chooserFor: (world: World) => Chooser,
  kind: ViolationKind,
  withStory = false,
): Attempt | null {
  const { script } = subject;
  const simulator = simulatorOf(script, subject.stack);
  const { world } = simulator;
  const recorder = recordingChooser(chooserFor(world));
  const run = simulate(simulator, subject.fault, cut, recorder, withStory);
  if (subject.fault !== 'none' && !run.struck) return null;
  const violation = subject.oracleOf(script).judge(aftermathOf(run.crash), allBut(kind));
  if (violation === null) return null;
  return {
    powerCut: run.powerCut,
    choices: recorder.unkind,
    begun: world.count.begun,
    begunIn: [...world.next],
    violation,
    blamed: blame(script, world, violation),
    trace: world.trace ?? [],
  };
}

/** The same again from a record. */
export function attemptRecorded(
  subject: Subject,
  powerCut: PowerCut,
  choices: readonly Choice[],
  kind: ViolationKind,
  withStory = false,
): Attempt | null {
  const cut: Cut = { kind: 'at', operation: powerCut.operation, event: powerCut.event };
  return attempt(subject, cut, recordedChooser(choices), kind, withStory);
}

const kindsExcept: Readonly<Record<ViolationKind, ReadonlySet<ViolationKind>>> = {
  lost: new Set<ViolationKind>(['corrupt', 'torn', 'reordered']),
  corrupt: new Set<ViolationKind>(['lost', 'torn', 'reordered']),
  torn: new Set<ViolationKind>(['lost', 'corrupt', 'reordered']),
  reordered: new Set<ViolationKind>(['lost', 'corrupt', 'torn']),
};

export function allBut(kind: ViolationKind): ReadonlySet<ViolationKind> {
  return kindsExcept[kind];
}
