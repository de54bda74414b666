import type { FaultId } from '../../model/fault.js';
import type { ViolationKind } from '../../model/verdict.js';
import { crashStateOf } from '../../stack/crash-state.js';
import type { Machine } from '../../stack/machine.js';
import type { Move } from '../../stack/moves.js';
import { createSimulator } from '../../stack/simulate.js';
import { resetWorld } from '../../stack/world.js';
import type { Subject } from '../attempt.js';
import { createSwitch } from './branching.js';
import { createCrashTree } from './crash-tree.js';
import type { Exhausted, Failure, KnownKinds, Limits } from './exhaust.js';
import { type Explored, explore, type Visitor } from './explore.js';
import { createFirstBoot, isLastChance, type SecondWatch, visitSecondBoots } from './first-boot.js';
import { mayOverlap } from './overlaps.js';
import { noLimit } from './partial-limit.js';
import { exactView } from './plan.js';
import type { Reductions } from './reductions.js';
import { holdsEverything } from './sureness.js';
import { createWatch } from './watch.js';
import { witnessOfTwo } from './witness-of-two.js';

/**
 * Covers what a power failure can do to the recovery from each fault: every schedule and crash point
 * of the first boot, every disk that the recovery can tell from another, and of each of these every
 * schedule, crash point and crash state of the second boot. Kinds of failure that are `known` under
 * a fault are not looked for. Every order of events is followed, to every crash point: what says that
 * some of them may be left out speaks of one fault.
 */
export function exhaustTwice(
  subject: Omit<Subject, 'fault'>,
  faults: readonly FaultId[],
  reductions: Reductions,
  limits: Limits,
  known: KnownKinds,
): readonly Exhausted[] {
  const { script, stack } = subject;
  const { program, world } = createSimulator(script, stack);
  resetWorld(world);
  const nature = createSwitch(holdsEverything);
  const machine: Machine = { stack, program, world, chooser: nature };
  const path: Move[] = [];
  const overlaps = mayOverlap(script);
  const first = createFirstBoot(script, machine, reductions, limits);
  const watches = faults.map((fault): SecondWatch => {
    const watch = createWatch(exactView(stack, fault), [], known(fault));
    return { watch, seen: new Set() };
  });
  const failures = new Map<SecondWatch, Failure[]>(watches.map((watch) => [watch, []]));
  const possible = possibleKinds(subject);
  const isDone = ({ watch }: SecondWatch) =>
    watch.isCutShort || possible.every((kind) => watch.found.has(kind));
  const visitor: Visitor = {
    before(moves) {
      for (const each of watches) {
        const isSkipped =
          reductions.crashPoints && !isLastChance(machine, moves, [each.watch.view, first.view]);
        if (isSkipped || isDone(each)) continue;
        each.watch.crashPoints += 1;
        const crash = crashStateOf(machine, each.watch.view.spared, []);
        const tree = createCrashTree(crash, noLimit, { nature, overlaps, reductions }, 'first');
        const isEnough = () => isDone(each) || limits.isOver();
        visitSecondBoots(first, tree, each, isEnough, (kind, second) => {
          const { fault } = each.watch.view;
          const attempt = witnessOfTwo({ ...subject, fault }, { path, crash, second }, kind);
          failures.get(each)?.push({ kind, attempt });
        });
      }
    },
    after: () => {},
    save: () => null,
    restore: () => {},
    isEnough: () => watches.every(isDone) || limits.isOver(),
  };
  const explored = explore(machine, 'every', reductions, path, visitor);
  return watches.map((each) => exhaustedOf(each, explored, failures.get(each) ?? [], possible));
}

/** What was served can be lost, whatever else a script promises. */
function possibleKinds({ script, oracleOf }: Omit<Subject, 'fault'>): readonly ViolationKind[] {
  return [...new Set(['lost' as const, ...oracleOf(script).checks.flatMap(({ kinds }) => kinds)])];
}

function exhaustedOf(
  { watch }: SecondWatch,
  { schedules, isCutShort }: Explored,
  failures: readonly Failure[],
  possible: readonly ViolationKind[],
): Exhausted {
  const { view, found, crashPoints, exercised, crashStates, executions } = watch;
  const isWhole = !isCutShort && !watch.isCutShort;
  const isExhausted = possible.every((kind) => found.has(kind));
  return {
    fault: view.fault,
    failures,
    isComplete: isExhausted || isWhole,
    schedules,
    crashPoints,
    exercised,
    crashStates,
    executions,
  };
}
