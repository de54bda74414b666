import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { withBoot } from '../../scenario/second-boot/boot-steps.js';
import type { Repair } from '../../scenario/second-boot/repair.js';
import { type SecondBoot, secondBoot } from '../../scenario/second-boot/second-boot.js';
import { crashStateOf } from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import { isComplete, isStep, type Move, subjectOf } from '../../stack/moves.js';
import { layOut, type Program } from '../../stack/program.js';
import { reboot, settleBlocks } from '../../stack/reboot.js';
import type { World } from '../../stack/world.js';
import { secondFault } from '../second-strike.js';
import { bootKey } from './boot-key.js';
import { createSwitch, type SwitchedChooser } from './branching.js';
import { countStates } from './count-states.js';
import { backTo, branchOver, type CrashTree, createCrashTree } from './crash-tree.js';
import type { Limits } from './exhaust.js';
import { explore } from './explore.js';
import { type FaultView, makesSure } from './fault-view.js';
import { judgeCheck } from './judge-check.js';
import { mayOverlap } from './overlaps.js';
import { noLimit } from './partial-limit.js';
import { exactView } from './plan.js';
import type { Reductions } from './reductions.js';
import { holdsEverything } from './sureness.js';
import { walkRecovery } from './walk-recovery.js';
import { isKnown, type Watch, type WatchContext } from './watch.js';

/** What an exploration has found out about the second fault after one of the first. */
export interface SecondWatch {
  readonly watch: Watch;
  /** Disks and second boots that were explored: many crash points leave the same. */
  readonly seen: Set<string>;
}

/** Where a promise is broken in the second boot: the way there, and what the disk shows. */
export interface SecondBroken {
  readonly boot: SecondBoot;
  readonly program: Program;
  readonly path: readonly Move[];
  readonly machine: Machine;
}

export type OnBroken = (kind: ViolationKind, broken: SecondBroken) => void;

/** A second boot made ready to run. */
interface ProgrammedBoot {
  readonly key: string;
  readonly boot: SecondBoot;
  readonly program: Program;
}

/** What the second boots of one script share. */
export interface FirstBoot {
  readonly script: Script;
  readonly machine: Machine;
  readonly reductions: Reductions;
  readonly limits: Limits;
  /** The second fault. */
  readonly view: FaultView;
  readonly overlaps: boolean;
  readonly nature: SwitchedChooser;
  /** By what is to be done. */
  readonly boots: Map<string, ProgrammedBoot>;
  /** The world of the last second boot, for the next one. */
  memory: World | null;
}

export function createFirstBoot(
  script: Script,
  machine: Machine,
  reductions: Reductions,
  limits: Limits,
): FirstBoot {
  return {
    script,
    machine,
    reductions,
    limits,
    view: exactView(machine.stack, secondFault),
    overlaps: mayOverlap(script),
    nature: createSwitch(holdsEverything),
    boots: new Map(),
    memory: null,
  };
}

const nothingFound: ReadonlySet<ViolationKind> = new Set();

/** Explores what every second boot after the fault of the tree can come to. */
export function visitSecondBoots(
  first: FirstBoot,
  tree: CrashTree,
  watch: SecondWatch,
  isEnough: () => boolean,
  onBroken: OnBroken,
): void {
  if (first.reductions.seenStates && !isNewDisk(first, tree, watch)) return;
  withBoot(first.script, (steps) =>
    // A checksum that was answered with no would leave it open which sector is not the record's.
    walkRecovery(tree, steps, false, nothingFound, (repair) => {
      if (repair === null) return;
      branchOver(
        tree,
        () => settleBlocks(tree.crash),
        () => {
          exploreSecond(first, tree, repair, watch, onBroken);
          tree.isEnough = isEnough();
        },
      );
    }),
  );
  // What was decided without asking is so under this fault alone.
  backTo(tree, 0);
}

/** Whether the disk, with all that is open about it, is another than those that were seen before. */
function isNewDisk(first: FirstBoot, { crash }: CrashTree, { seen }: SecondWatch): boolean {
  const { stack } = first.machine;
  // A machine boots only once its allocations are decided.
  if (stack.image.allocatesOnWrite) return true;
  const { boot, program } = bootFor(first, nothingToDo);
  const world = reboot(crash, program, first.memory);
  first.memory = world;
  const machine: Machine = { stack, program, world, chooser: first.nature };
  const key = bootKey(machine, first.machine, boot);
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

const nothingToDo: Repair = {
  stages: [],
  syncs: 'around',
  served: { kind: 'transaction', transaction: 0 },
};

function exploreSecond(
  first: FirstBoot,
  { crash }: CrashTree,
  repair: Repair,
  { watch, seen }: SecondWatch,
  onBroken: OnBroken,
): void {
  const { limits, nature, overlaps, reductions } = first;
  const { stack } = first.machine;
  const { boot, program, key: name } = bootFor(first, repair);
  const world = reboot(crash, program, first.memory);
  first.memory = world;
  const machine: Machine = { stack, program, world, chooser: nature };
  const key = `${name} ${bootKey(machine, first.machine, boot)}`;
  if (reductions.seenStates && seen.has(key)) return;
  seen.add(key);
  const path: Move[] = [];
  const context: WatchContext = {
    machine,
    nature,
    reductions,
    overlaps,
    executionsMax: limits.executionsMax,
    isOver: limits.isOver,
    onBroken: (_, kind) => onBroken(kind, { boot, program, path, machine }),
  };
  watch.openWrites = writesOf(boot);
  const isEnough = () =>
    limits.isOver() || watch.isCutShort || boot.checks.every((check) => isKnown(watch, check));
  explore(machine, 'every', reductions, path, {
    before(moves) {
      if (reductions.crashPoints && !isLastChance(machine, moves, [first.view])) return;
      lookBeyond(context, boot, first.view.spared, watch);
    },
    after: () => {},
    save: () => null,
    restore: () => {},
    isEnough,
  });
}

/**
 * Whether one of these moves, or the end, makes something sure under one of the faults, so that what
 * could be found before it can no longer be found after. A device that finishes what it got makes a
 * request sure by getting it, and what follows on it too.
 */
export function isLastChance(
  machine: Machine,
  moves: readonly Move[],
  views: readonly FaultView[],
): boolean {
  const finishes = views.some(({ dispatchMakesSure }) => dispatchMakesSure);
  const isLast = (move: Move) => {
    if (finishes) return !isStep(move);
    return isComplete(move) && views.some((view) => makesSure(machine, subjectOf(move), view));
  };
  return moves.length === 0 || moves.some(isLast);
}

function bootFor({ boots, machine, script }: FirstBoot, repair: Repair): ProgrammedBoot {
  const key = JSON.stringify(repair);
  const known = boots.get(key);
  if (known !== undefined) return known;
  const boot = secondBoot(script, repair);
  const made = { key, boot, program: layOut(boot.script, machine.stack, boot.contents) };
  boots.set(key, made);
  return made;
}

/** Judges every crash state of the second boot as it is. */
function lookBeyond(
  context: WatchContext,
  { checks }: SecondBoot,
  spared: number,
  watch: Watch,
): void {
  const { machine } = context;
  const crash = crashStateOf(machine, spared, []);
  watch.exercised += 1;
  watch.crashStates += countStates(crash, watch.openWrites);
  const tree = createCrashTree(crash, noLimit, context, 'second');
  for (const check of checks) {
    const isAsked = check.after === 0 || machine.world.begun[check.after] !== 0;
    if (!isAsked || isKnown(watch, check)) continue;
    if (watch.isCutShort) return;
    judgeCheck(tree, check, context, watch);
    backTo(tree, 0);
  }
}

function writesOf({ script }: SecondBoot): number[] {
  return script.operations.filter(({ sectorCount }) => sectorCount > 0).map(({ id }) => id);
}
