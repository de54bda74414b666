import type { ViolationKind } from '../../model/verdict.js';
import { ask, type Chooser } from '../../stack/choose.js';
import type { CrashState } from '../../stack/crash-state.js';
import { type Fate, fateOfBlock, fateOfUnit, isOvertakenIn } from '../../stack/decisions.js';
import type { Machine } from '../../stack/machine.js';
import type { Move } from '../../stack/moves.js';
import { reboot } from '../../stack/reboot.js';
import { type Attempt, attemptWith, type Subject } from '../attempt.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { createDrive, type Drive, drive, driveAgain } from './drive.js';
import type { SecondBroken } from './first-boot.js';
import { holdsEverything } from './sureness.js';

/** Where two faults break a promise: what the first one found, and how it went on. */
export interface BrokenTwice {
  readonly path: readonly Move[];
  readonly crash: CrashState;
  readonly second: SecondBroken;
}

/** The same as a record that replays. What the search left open about the first fault is there. */
export function witnessOfTwo(
  subject: Subject,
  { path, crash, second }: BrokenTwice,
  kind: ViolationKind,
): Attempt {
  const made = createDrive(subject, null);
  for (const move of path) drive(made, move);
  const again = driveSecond(crash, second);
  const found = attemptWith(
    subject,
    cutOf(made),
    (world) => natureOf(driveAgain(made, world), firstFates(crash.machine, second.machine)),
    kind,
    false,
    {
      cut: cutOf(again),
      chooserFor: (world) => natureOf(driveAgain(again, world), fatesOf(second.machine)),
    },
  );
  if (found !== null) return found;
  const where = subject.script.scenario;
  throw new NotAgainError(
    `${where}: a proof found ${kind} after two faults, and it does not replay`,
  );
}

function driveSecond(crash: CrashState, { program, path }: SecondBroken): Drive {
  const { stack } = crash.machine;
  const world = reboot(crash, program, null);
  const machine: Machine = { stack, program, world, chooser: holdsEverything };
  const made: Drive = { machine, happensIn: new Map(), ahead: new Map() };
  for (const move of path) drive(made, move);
  return made;
}

function cutOf({ machine }: Drive) {
  const { lastBegun, eventsSinceBegun } = machine.world.count;
  return { kind: 'at', operation: lastBegun, event: eventsSinceBegun } as const;
}

/** What the search decided about the disk. */
interface Fates {
  readonly unit: (write: number, nth: number) => Fate;
  readonly block: (write: number, nth: number) => Fate;
  readonly isOvertaken: (write: number, nth: number) => boolean;
}

function fatesOf(machine: Machine): Fates {
  return {
    unit: (write, nth) => fateOfUnit(machine, write, nth),
    block: (write, nth) => fateOfBlock(machine, write, nth),
    isOvertaken: (write, nth) => isOvertakenIn(machine, write, nth),
  };
}

/** What the second boot found out about what the first fault had left open is so from then on. */
function firstFates(first: Machine, second: Machine): Fates {
  const [before, after] = [fatesOf(first), fatesOf(second)];
  return {
    ...before,
    unit: (write, nth) => {
      const fate = before.unit(write, nth);
      return fate === 'open' ? after.unit(write, nth) : fate;
    },
    isOvertaken: (write, nth) => before.isOvertaken(write, nth) || after.isOvertaken(write, nth),
  };
}

function natureOf(schedule: Chooser, { unit, block, isOvertaken }: Fates): Chooser {
  const isUnkind = (kind: number, subject: number, nth: number): boolean => {
    switch (kind) {
      case ask.lose:
        return unit(subject, nth) === 'gone';
      case ask['lose-mapping']:
        return block(subject, nth) === 'gone';
      default:
        return isOvertaken(subject, nth);
    }
  };
  return {
    choose(kind, subject, nth) {
      if (kind < ask.lose) return schedule.choose(kind, subject, nth);
      return isUnkind(kind, subject, nth) ? 1 : 0;
    },
  };
}
