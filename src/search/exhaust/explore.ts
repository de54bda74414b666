import type { Counters } from '../../stack/counters.js';
import type { Machine } from '../../stack/machine.js';
import { type Move, makeMove } from '../../stack/moves.js';
import type { World } from '../../stack/world.js';
import type { Reductions } from './reductions.js';
import { type Order, selectMoves } from './select.js';
import { stateKey } from './state-key.js';

/** What is done on the way through the schedules of a machine. */
export interface Visitor {
  /** Before one of these moves is made; none at the end of a schedule. */
  readonly before: (moves: readonly Move[]) => void;
  readonly after: (move: Move) => void;
  /** What the visitor knows by now, to be given back with the machine's state. */
  readonly save: () => unknown;
  readonly restore: (saved: unknown) => void;
  /** Asked now and then; the search ends when it says so. */
  readonly isEnough: () => boolean;
}

export interface Explored {
  readonly schedules: number;
  /** Whether the visitor ended it before its end. */
  readonly isCutShort: boolean;
}

interface Frame {
  readonly memory: Int32Array;
  readonly counters: Counters;
  readonly saved: unknown;
  readonly pathLength: number;
  readonly moves: readonly Move[];
  next: number;
}

/** States that are remembered: half of what a set of V8 holds, and more than a gigabyte of them. */
const statesUsual = 2 ** 23;

/**
 * Goes through the schedules of a machine that has not begun, depth first. `path` holds the moves
 * that led to where the visitor is.
 */
export function explore(
  machine: Machine,
  order: Order,
  { seenStates, partialOrder }: Reductions,
  path: Move[],
  visitor: Visitor,
  statesMax: number = statesUsual,
): Explored {
  const frames: Frame[] = [];
  const spare: Int32Array[] = [];
  const seen = new Set<string>();
  const isLeast = order === 'completions' && partialOrder;
  let schedules = 0;
  for (;;) {
    if (visitor.isEnough() || seen.size >= statesMax) return { schedules, isCutShort: true };
    const moves = selectMoves(machine, order, partialOrder);
    // One way on is no place where ways meet, unless every event is followed.
    const meets = seenStates && (moves.length > 1 || order === 'every' || order === 'completions');
    const isNew = !meets || isFirst(seen, stateKey(machine, isLeast));
    if (isNew) visitor.before(moves);
    const [first] = moves;
    if (isNew && first !== undefined) {
      if (moves.length > 1) frames.push(frameOf(machine.world, spare.pop(), visitor, path, moves));
      take(machine, first, path, visitor);
      continue;
    }
    if (isNew) schedules += 1;
    if (!backtrack(machine, frames, spare, path, visitor)) return { schedules, isCutShort: false };
  }
}

function isFirst(seen: Set<string>, key: string): boolean {
  if (seen.has(key)) return false;
  seen.add(key);
  return true;
}

function take(machine: Machine, move: Move, path: Move[], visitor: Visitor): void {
  makeMove(machine, move);
  path.push(move);
  visitor.after(move);
}

/** @param spare - memory that no frame needs any more, as large as the world's */
function frameOf(
  world: World,
  spare: Int32Array | undefined,
  visitor: Visitor,
  path: Move[],
  moves: readonly Move[],
): Frame {
  const memory = spare ?? new Int32Array(world.memory.length);
  memory.set(world.memory);
  return {
    memory,
    counters: { ...world.count },
    saved: visitor.save(),
    pathLength: path.length,
    moves,
    next: 1,
  };
}

/** Back to the last place with a way that was not gone, and along it. */
function backtrack(
  machine: Machine,
  frames: Frame[],
  spare: Int32Array[],
  path: Move[],
  visitor: Visitor,
): boolean {
  const frame = frames.at(-1);
  if (frame === undefined) return false;
  machine.world.memory.set(frame.memory);
  Object.assign(machine.world.count, frame.counters);
  visitor.restore(frame.saved);
  path.length = frame.pathLength;
  const move = frame.moves[frame.next];
  frame.next += 1;
  if (frame.next >= frame.moves.length) {
    frames.pop();
    spare.push(frame.memory);
  }
  if (move !== undefined) take(machine, move, path, visitor);
  return true;
}
