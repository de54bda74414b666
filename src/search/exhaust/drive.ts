import { ask, type Chooser } from '../../stack/choose.js';
import { stepNameOf } from '../../stack/guest/program-counter.js';
import type { Machine } from '../../stack/machine.js';
import { isDispatch, isStep, type Move, makeMove, subjectOf } from '../../stack/moves.js';
import { createSimulator } from '../../stack/simulate.js';
import { anyFlush, resetWorld, type World } from '../../stack/world.js';
import type { Subject } from '../attempt.js';
import { holdsEverything } from './sureness.js';

/** A machine that is led along a path, with the number of each event, to be led there again. */
export interface Drive {
  readonly machine: Machine;
  /** By question: in which event what it asks about happens. */
  readonly happensIn: Map<string, number>;
  /** Completions that were made before the path has them, by operation. */
  readonly ahead: Map<number, number>;
}

/** @param memory - a world that nobody needs any more */
export function createDrive(
  { script, stack }: Pick<Subject, 'script' | 'stack'>,
  memory: World | null,
): Drive {
  const { program, world } = createSimulator(script, stack, memory);
  resetWorld(world);
  const machine: Machine = { stack, program, world, chooser: holdsEverything };
  return { machine, happensIn: new Map(), ahead: new Map() };
}

/** Makes the move and notes when it was made. */
export function drive({ machine, happensIn }: Drive, move: Move): void {
  const { world } = machine;
  const subject = subjectOf(move);
  const event = world.count.events + 1;
  if (isStep(move)) {
    const { operation, stage } = stepNameOf(machine, subject);
    happensIn.set(questionOf(ask.run, operation, stage), event);
  } else if (isDispatch(move)) happensIn.set(questionOf(ask.dispatch, subject, 0), event);
  else happensIn.set(questionOf(ask.complete, subject, phaseOf(machine, subject)), event);
  makeMove(machine, move);
}

export function phaseOf({ world }: Machine, operation: number): number {
  const phases = world.phases[operation] ?? 0;
  return phases & -phases;
}

export function isFlush(current: number): boolean {
  return (current & anyFlush) !== 0;
}

/** Answers so that everything happens in the event in which the drive had it, or not at all. */
export function driveAgain({ happensIn }: Drive, world: World): Chooser {
  return {
    choose(kind, subject, nth) {
      const event = happensIn.get(questionOf(kind, subject, nth));
      if (event === undefined) return holdsEverything.choose(kind, subject, nth);
      return event - world.count.events;
    },
  };
}

function questionOf(kind: number, subject: number, nth: number): string {
  return `${kind} ${subject} ${nth}`;
}
