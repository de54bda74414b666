import type { RuleId } from '../catalogue/rules/rules.js';
import type { Violation } from '../model/aftermath.js';
import type { Choice, PowerCut } from '../model/choice.js';
import type { FaultOrNone } from '../model/fault.js';
import type { TraceRow } from '../model/finding.js';
import type { OperationId, Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import { judgeAll } from '../scenario/oracle.js';
import type { Chooser } from '../stack/choose.js';
import { aftermathOf, type CrashState } from '../stack/crash-state.js';
import { ruleOfFault } from '../stack/faults.js';
import type { Cut } from '../stack/schedule.js';
import { simulate } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { World } from '../stack/world.js';
import { blame, blameOfSecond, blameOfTearing } from './blame.js';
import { recordedChooser, recordingChooser } from './choosers.js';
import { runSecond, type Strike } from './second-strike.js';
import { simulatorOf } from './simulators.js';
import type { Workload } from './workload.js';

/** One script on one stack under one fault: what is tried again and again while minimising. */
export interface Subject {
  readonly script: Script;
  readonly stack: Stack;
  readonly fault: FaultOrNone;
  readonly oracleOf: Workload['oracleOf'];
  /** How a second fault strikes, while what the first one left is repaired, or later. */
  readonly second?: Strike | undefined;
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
  /** The fault that `trace` tells of; absent where it is empty. */
  readonly toldOf?: FaultOrNone;
  /** What led to the second fault, where there was one. */
  readonly second?: Strike;
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

/** A nature that looks at the machine. */
export type ChooserFor = (world: World) => Chooser;

/** How a second fault is made to strike. */
export interface SecondNature {
  readonly cut: Cut;
  readonly chooserFor: ChooserFor;
}

/** The same with natures that look at the machine. */
export function attemptWith(
  subject: Subject,
  cut: Cut,
  chooserFor: ChooserFor,
  kind: ViolationKind,
  withStory = false,
  second = secondOf(subject),
): Attempt | null {
  const { script } = subject;
  const simulator = simulatorOf(script, subject.stack);
  const { world } = simulator;
  const recorder = recordingChooser(chooserFor(world));
  const run = simulate(simulator, subject.fault, cut, recorder, withStory);
  if (subject.fault !== 'none' && !run.struck) return null;
  const shown =
    second === null
      ? judgeOnce(subject, run.crash, kind)
      : judgeSecond(subject, run.crash, second, kind);
  return (
    shown && {
      powerCut: run.powerCut,
      choices: recorder.unkind,
      begun: world.count.begun,
      begunIn: script.threads.map((_, thread) => world.next[thread] ?? 0),
      ...(withStory && { toldOf: subject.fault }),
      ...shown,
    }
  );
}

type Shown = Pick<Attempt, 'violation' | 'blamed' | 'trace' | 'second'>;

/** What the fault breaks. */
function judgeOnce(
  { script, stack, fault, oracleOf }: Subject,
  crash: CrashState,
  kind: ViolationKind,
): Shown | null {
  const violation = oracleOf(script).judge(aftermathOf(crash), allBut(kind));
  if (violation === null) return null;
  const { world } = crash.machine;
  const blamed =
    ruleOfFault(stack, fault) || blame(script, world, violation) || blameOfTearing(script, stack);
  return { violation, blamed, trace: world.trace ?? [] };
}

function secondOf({ second }: Subject): SecondNature | null {
  if (second === undefined) return null;
  const { powerCut, choices } = second;
  return { cut: { kind: 'at', ...powerCut }, chooserFor: () => recordedChooser(choices) };
}

/** What a second fault breaks. */
function judgeSecond(
  { script, stack }: Subject,
  first: CrashState,
  { cut, chooserFor }: SecondNature,
  kind: ViolationKind,
): Shown | null {
  let choices: readonly Choice[] = [];
  const run = runSecond(script, first, cut, (world) => {
    const recorder = recordingChooser(chooserFor(world));
    choices = recorder.unkind;
    return recorder;
  });
  if (run === null) return null;
  const { boot, crash, powerCut } = run;
  const violation = judgeAll(boot.checks, aftermathOf(crash), allBut(kind));
  if (violation === null) return null;
  const { world } = crash.machine;
  return {
    violation: asServed(violation, boot.serve),
    blamed: blameOfSecond(boot.script, script, world, violation) || blameOfTearing(script, stack),
    trace: (world.trace ?? []).map((row) => servedRow(row, boot.serve)),
    second: { powerCut, choices },
  };
}

/** What was served was not acknowledged, but it is as much of a promise. */
function asServed(violation: Violation, serve: OperationId): Violation {
  if (violation.acknowledge !== serve) return violation;
  const effect = violation.effect.replace(/was acknowledged(?: as durable)?/u, 'was served');
  return { ...violation, effect };
}

function servedRow(row: TraceRow, serve: OperationId): TraceRow {
  return row.operation === serve && row.mark === 'acknowledged' ? { ...row, mark: 'served' } : row;
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
