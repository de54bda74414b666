import { ask } from '../choose.js';
import type { Machine } from '../machine.js';
import { kindIndex } from '../program.js';
import { tell, tellAcknowledged } from '../story.js';
import { state, waiting } from '../world.js';
import {
  resendPlainly,
  submitBarrier,
  submitFlush,
  submitRead,
  submitWrite,
} from './block-layer.js';

// Constants of this module, because what is imported is looked up at each use; runs are counted in
// microseconds.
const nothingWaiting = waiting.nothing;
const ownRequestsWaiting = waiting.ownRequests;
const olderRequestsWaiting = waiting.olderRequests;
const operationWaiting = waiting.operation;
const threadsWaiting = waiting.threads;
const acknowledgeKind = kindIndex.acknowledge;
const writeKind = kindIndex.write;
const writeZeroesKind = kindIndex['write-zeroes'];
const barrierKind = kindIndex.barrier;
const readKind = kindIndex.read;
const fsyncKind = kindIndex.fsync;
const fdatasyncKind = kindIndex.fdatasync;
const flushKind = kindIndex.flush;
const waitKind = kindIndex.wait;
const parallelKind = kindIndex.parallel;
const runQuestion = ask.run;
/** More stages than any operation has. */
const stagesMax = 8;

/** Whether the thread's next step is a new operation, not the next stage of the last one. */
export function wouldBegin(machine: Machine, thread: number): boolean {
  return machine.world.waitsFor[thread] === nothingWaiting;
}

/**
 * The thread that goes on next, or -1 where all wait or are held back. Oldest first. A synchronous
 * flush stops the vCPU, and with it every thread.
 */
export function nextThread(machine: Machine): number {
  const { stack, world } = machine;
  if (stack.device.flushStallsVcpu && world.count.flushesInFlight > 0) return -1;
  if (machine.program.threadCount === 1) return isRunnable(machine, 0) ? 0 : -1;
  for (let thread = 0; thread < machine.program.threadCount; thread++)
    if (isRunnable(machine, thread) && dueOf(machine, thread) <= world.count.events) return thread;
  return -1;
}

/** Of the threads that nature holds back, the one that is due first; -1 for none. */
export function heldThread(machine: Machine): number {
  const { stack, world } = machine;
  // A single thread is never held.
  if (machine.program.threadCount === 1) return -1;
  if (stack.device.flushStallsVcpu && world.count.flushesInFlight > 0) return -1;
  let first = -1;
  for (let thread = 0; thread < machine.program.threadCount; thread++) {
    if (!isRunnable(machine, thread)) continue;
    if (first < 0 || dueOf(machine, thread) < dueOf(machine, first)) first = thread;
  }
  return first;
}

/** What nature is asked about a thread's next step. */
export function stepNameOf(machine: Machine, thread: number) {
  const { world } = machine;
  const operation = operationAt(machine, thread);
  const isNew = world.waitsFor[thread] === nothingWaiting;
  return { operation, stage: isNew ? 0 : 1 + (world.stage[thread] ?? 0) };
}

/** Nature is asked once for each step of a thread, and only where there are several threads. */
function dueOf(machine: Machine, thread: number): number {
  const { chooser, world } = machine;
  const { operation, stage } = stepNameOf(machine, thread);
  const step = operation * stagesMax + stage;
  if (world.threadAsked[thread] !== step) {
    world.threadAsked[thread] = step;
    world.threadDue[thread] = world.count.events + chooser.choose(runQuestion, operation, stage);
  }
  return world.threadDue[thread] ?? 0;
}

export function isRunnable(machine: Machine, thread: number): boolean {
  const { program, world } = machine;
  if (world.started[thread] === 0) return false;
  if (world.waitsFor[thread] !== nothingWaiting) return isOver(machine, thread);
  return (
    (program.threadStart[thread] ?? 0) + (world.next[thread] ?? 0) <
    (program.threadEnd[thread] ?? 0)
  );
}

/** Whether what the thread waits for has happened. */
function isOver(machine: Machine, thread: number): boolean {
  const { world } = machine;
  const on = world.waitsOn[thread] ?? 0;
  switch (world.waitsFor[thread]) {
    case ownRequestsWaiting:
      return world.outstanding[thread] === 0;
    case olderRequestsWaiting:
      return !hasOlderRequest(machine, on);
    case operationWaiting:
      return world.state[on] === state.done;
    default:
      return childrenOf(machine, on).every((child) => isFinished(machine, child));
  }
}

function childrenOf(machine: Machine, operation: number): readonly number[] {
  return machine.program.children.get(operation) ?? [];
}

export function isFinished(machine: Machine, thread: number): boolean {
  const { program, world } = machine;
  return (
    world.waitsFor[thread] === nothingWaiting &&
    (program.threadStart[thread] ?? 0) + (world.next[thread] ?? 0) ===
      (program.threadEnd[thread] ?? 0)
  );
}

/** Whether a request that was submitted up to this number is not yet complete. */
function hasOlderRequest(machine: Machine, submission: number): boolean {
  const { world } = machine;
  const { count, inFlight, queue, submitted } = world;
  for (let i = 0; i < count.queue; i++)
    if ((submitted[queue[i] ?? 0] ?? 0) <= submission) return true;
  for (let i = 0; i < count.inFlight; i++)
    if ((submitted[inFlight[i] ?? 0] ?? 0) <= submission) return true;
  return false;
}

/** The operation that the thread is in the middle of, or begins next. */
export function operationAt(machine: Machine, thread: number): number {
  const { world } = machine;
  if (world.waitsFor[thread] !== nothingWaiting) return world.current[thread] ?? 0;
  return nextOperation(machine, thread);
}

function nextOperation({ program, world }: Machine, thread: number): number {
  return program.order[(program.threadStart[thread] ?? 0) + (world.next[thread] ?? 0)] ?? 0;
}

export function begin(machine: Machine, thread: number): void {
  const { program, world } = machine;
  const { count } = world;
  const operation = nextOperation(machine, thread);
  world.current[thread] = operation;
  world.next[thread] = (world.next[thread] ?? 0) + 1;
  world.stage[thread] = 0;
  count.begun += 1;
  world.begun[operation] = count.begun;
  count.lastBegun = operation;
  count.eventsSinceBegun = 0;
  if (program.kind[operation] !== acknowledgeKind && world.trace !== null)
    tell(world, operation, 'guest', program.labels.get(operation) ?? '');
  execute(machine, thread, operation);
  goOn(machine, thread, operation);
}

/** What the thread waited for has happened: the next stage of the same operation. */
export function resume(machine: Machine, thread: number): void {
  goOn(machine, thread, machine.world.current[thread] ?? 0);
}

/** Stages follow one another at once as long as there is nothing to wait for. */
function goOn(machine: Machine, thread: number, operation: number): void {
  const { world } = machine;
  while (world.waitsFor[thread] !== nothingWaiting && isOver(machine, thread)) {
    world.waitsFor[thread] = nothingWaiting;
    world.stage[thread] = (world.stage[thread] ?? 0) + 1;
    execute(machine, thread, operation);
  }
}

function execute(machine: Machine, thread: number, operation: number): void {
  const { program, world } = machine;
  const first = world.stage[thread] === 0;
  switch (program.kind[operation]) {
    case writeKind:
    case writeZeroesKind:
      return submitWrite(machine, operation);
    case barrierKind:
      return executeBarrier(machine, thread, operation);
    case readKind:
      if (!first) return;
      submitRead(machine, operation);
      return wait(machine, thread, operationWaiting, operation);
    case fsyncKind:
    case fdatasyncKind:
      if (first) return wait(machine, thread, olderRequestsWaiting, world.count.submissions);
      return executeFlush(machine, thread, operation, 1);
    case flushKind:
      return executeFlush(machine, thread, operation, 0);
    case waitKind:
      if (first) wait(machine, thread, ownRequestsWaiting, 0);
      return;
    case parallelKind:
      return executeParallel(machine, thread, operation);
    case acknowledgeKind:
      return acknowledge(machine, operation);
    default:
      // A discard: devices of 2009 take none, and with others nobody is promised what the sector shows.
      return;
  }
}

/** A client whose barrier is refused either writes again at once, or waits on both sides of it. */
function executeBarrier(machine: Machine, thread: number, operation: number): void {
  const stage = machine.world.stage[thread] ?? 0;
  const waits = machine.program.waitsWhenRefused[operation] === 1;
  if (stage === 0) {
    if (submitBarrier(machine, operation)) return;
    if (!waits) return resendPlainly(machine, operation);
    return wait(machine, thread, ownRequestsWaiting, 0);
  }
  if (stage > 1) return;
  resendPlainly(machine, operation);
  wait(machine, thread, operationWaiting, operation);
}

function executeFlush(machine: Machine, thread: number, operation: number, stage: number): void {
  if ((machine.world.stage[thread] ?? 0) > stage) return;
  if (submitFlush(machine, operation)) wait(machine, thread, operationWaiting, operation);
}

function executeParallel(machine: Machine, thread: number, operation: number): void {
  const { world } = machine;
  if (world.stage[thread] !== 0) return;
  for (const child of childrenOf(machine, operation)) world.started[child] = 1;
  wait(machine, thread, threadsWaiting, operation);
}

function acknowledge(machine: Machine, operation: number): void {
  const { world } = machine;
  world.state[operation] = state.done;
  world.count.acknowledgements += 1;
  if (world.trace !== null)
    tellAcknowledged(world, operation, machine.program.labels.get(operation) ?? '');
}

function wait(machine: Machine, thread: number, reason: number, on: number): void {
  machine.world.waitsFor[thread] = reason;
  machine.world.waitsOn[thread] = on;
}
