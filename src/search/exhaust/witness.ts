import type { ViolationKind } from '../../model/verdict.js';
import { ask, type Chooser } from '../../stack/choose.js';
import type { CrashState } from '../../stack/crash-state.js';
import { fateOfBlock, fateOfUnit, isOvertakenIn } from '../../stack/decisions.js';
import type { Move } from '../../stack/moves.js';
import type { Stack } from '../../stack/stack.js';
import type { World } from '../../stack/world.js';
import { type Attempt, attemptWith, type Subject } from '../attempt.js';
import { NotAgainError } from '../minimise/not-again-error.js';
import { createDrive, type Drive, drive, driveAgain } from './drive.js';
import { driveDeep } from './drive-deep.js';
import { endless } from './plan.js';
import type { Watch } from './watch.js';

/** What the last witness left, of the real machine and of one that was led beside it. */
const memory: { made: World | null; deep: World | null } = { made: null, deep: null };

/** Where a promise is broken: the way there, and what the disk shows. */
export interface Broken {
  readonly path: readonly Move[];
  readonly crash: CrashState;
  readonly watch: Watch;
  /** The path has a device whose queue has no end. */
  readonly isDeep: boolean;
}

/**
 * The same on the real machine, with a record that replays. A search that finds what the simulator
 * does not do is a bug of ours.
 */
export function witnessOf(subject: Subject, broken: Broken, kind: ViolationKind): Attempt {
  const made = createDrive(subject, memory.made);
  memory.made = made.machine.world;
  lead(subject, made, broken);
  const { lastBegun, eventsSinceBegun } = made.machine.world.count;
  const cut = { kind: 'at', operation: lastBegun, event: eventsSinceBegun } as const;
  const found = attemptWith(subject, cut, (world) => natureOf(made, broken.crash, world), kind);
  if (found !== null) return found;
  throw new NotAgainError(
    `${subject.script.scenario}: a proof found ${kind}, and it does not replay`,
  );
}

/** Everything happens as on the drive, and the disk shows what the search decided. */
function natureOf(made: Drive, { machine }: CrashState, world: Drive['machine']['world']): Chooser {
  const schedule = driveAgain(made, world);
  const isUnkind = (kind: number, subject: number, nth: number): boolean => {
    switch (kind) {
      case ask.lose:
        return fateOfUnit(machine, subject, nth) === 'gone';
      case ask['lose-mapping']:
        return fateOfBlock(machine, subject, nth) === 'gone';
      default:
        return isOvertakenIn(machine, subject, nth);
    }
  };
  return {
    choose(kind, subject, nth) {
      if (kind < ask.lose) return schedule.choose(kind, subject, nth);
      return isUnkind(kind, subject, nth) ? 1 : 0;
    },
  };
}

/** Leads the real machine along the path, as it is where the device's queue is long enough for it. */
function lead({ script, stack }: Subject, made: Drive, broken: Broken): void {
  const asDeep = { ...stack, device: endless(stack.device) };
  const deep = () => {
    const beside = createDrive({ script, stack: asDeep }, memory.deep);
    memory.deep = beside.machine.world;
    return beside;
  };
  if (!broken.isDeep || fits(deep(), stack, broken)) {
    for (const move of broken.path) drive(made, move);
    return;
  }
  driveDeep(made, deep(), broken);
}

/** With a device that finishes what it got, what is lost was never there. */
function fits(deep: Drive, { device }: Stack, { path, watch }: Broken): boolean {
  if (watch.view.partialMax === 0) return false;
  return path.every((move) => {
    drive(deep, move);
    return deep.machine.world.count.inFlight <= device.queueDepth;
  });
}
