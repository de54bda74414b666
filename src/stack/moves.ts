import { complete, dispatch, mayComplete, mayDispatch } from './guest/block-layer.js';
import { begin, isRunnable, resume, wouldBegin } from './guest/program-counter.js';
import type { Machine } from './machine.js';

/**
 * An event that the machine may take next, as one number: `step` of a thread, or `dispatch` or
 * `complete` of an operation. `runUntil` takes those that are due; a search takes any.
 */
export type Move = number;

const moveKinds = 3;
const stepKind = 0;
const dispatchKind = 1;
const completeKind = 2;

export function stepOf(thread: number): Move {
  return thread * moveKinds + stepKind;
}

export function dispatchOf(operation: number): Move {
  return operation * moveKinds + dispatchKind;
}

export function completeOf(operation: number): Move {
  return operation * moveKinds + completeKind;
}

export function isStep(move: Move): boolean {
  return move % moveKinds === stepKind;
}

export function isDispatch(move: Move): boolean {
  return move % moveKinds === dispatchKind;
}

export function isComplete(move: Move): boolean {
  return move % moveKinds === completeKind;
}

/** The thread of a step, the operation of the other two. */
export function subjectOf(move: Move): number {
  return Math.floor(move / moveKinds);
}

export function stepMoves(machine: Machine): Move[] {
  const { stack, program, world } = machine;
  if (stack.device.flushStallsVcpu && world.count.flushesInFlight > 0) return [];
  const moves: Move[] = [];
  for (let thread = 0; thread < program.threadCount; thread++)
    if (isRunnable(machine, thread)) moves.push(stepOf(thread));
  return moves;
}

export function dispatchMoves(machine: Machine): Move[] {
  const { count, queue } = machine.world;
  const moves: Move[] = [];
  for (let position = 0; position < count.queue; position++)
    if (mayDispatch(machine, position)) moves.push(dispatchOf(queue[position] ?? 0));
  return moves;
}

export function completeMoves(machine: Machine): Move[] {
  const { count, inFlight } = machine.world;
  const moves: Move[] = [];
  for (let position = 0; position < count.inFlight; position++)
    if (mayComplete(machine, position)) moves.push(completeOf(inFlight[position] ?? 0));
  return moves;
}

/** Takes the event, and counts it as `runUntil` does. */
export function makeMove(machine: Machine, move: Move): void {
  const { world } = machine;
  const { count } = world;
  const subject = subjectOf(move);
  count.events += 1;
  if (isStep(move)) {
    if (wouldBegin(machine, subject)) return begin(machine, subject);
    resume(machine, subject);
  } else if (isDispatch(move)) dispatch(machine, positionIn(world.queue, count.queue, subject));
  else complete(machine, positionIn(world.inFlight, count.inFlight, subject));
  count.eventsSinceBegun += 1;
}

function positionIn(list: Int32Array, length: number, operation: number): number {
  for (let position = 0; position < length; position++)
    if (list[position] === operation) return position;
  throw new Error(`operation ${operation} is not where the move takes it from`);
}
