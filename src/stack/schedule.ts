import { ask } from './choose.js';
import { complete, dispatch, mayComplete, mayDispatch } from './guest/block-layer.js';
import { begin, nextThread, resume, wouldBegin } from './guest/program-counter.js';
import type { Machine } from './machine.js';

// Constants of this module, because what is imported is looked up at each use; runs are counted in
// microseconds.
const completeQuestion = ask.complete;
const dispatchQuestion = ask.dispatch;

/** When the fault strikes: named by operation (a replay) or by how many were begun (a sample). */
export type Cut =
  | { readonly kind: 'never' }
  | { readonly kind: 'at'; readonly operation: number; readonly event: number }
  /** Between two operations, or `events` steps into the last one that was begun. */
  | { readonly kind: 'after'; readonly begun: number; readonly events: number };

/**
 * Runs the guest until the fault strikes or its program ends. Returns whether it struck.
 *
 * A round: requests complete and are dispatched, oldest first, until all that are left are held
 * back by nature; then the guest takes one step. What was held is offered again in the next round.
 */
export function runUntil(machine: Machine, cut: Cut): boolean {
  const { count } = machine.world;
  for (;;) {
    if (isDue(machine, cut)) return true;
    if (completeOne(machine) || dispatchOne(machine)) {
      count.eventsSinceBegun += 1;
      continue;
    }
    const thread = nextThread(machine);
    if (thread >= 0 && wouldBegin(machine, thread)) {
      if (cut.kind === 'after' && count.begun >= cut.begun) return true;
      begin(machine, thread);
    } else {
      if (thread >= 0) resume(machine, thread);
      else if (count.queue + count.inFlight === 0) return cut.kind === 'after';
      else force(machine);
      count.eventsSinceBegun += 1;
    }
    count.round += 1;
  }
}

function isDue(machine: Machine, cut: Cut): boolean {
  const { count } = machine.world;
  switch (cut.kind) {
    case 'never':
      return false;
    case 'at':
      return count.lastBegun === cut.operation && count.eventsSinceBegun === cut.event;
    case 'after':
      return count.begun === cut.begun && count.eventsSinceBegun >= cut.events && count.begun > 0;
  }
}

function completeOne(machine: Machine): boolean {
  const { world } = machine;
  for (let position = 0; position < world.count.inFlight; position++) {
    if (!mayComplete(machine, position)) continue;
    if (isHeld(machine, completeQuestion, world.askedComplete, world.inFlight[position] ?? 0))
      continue;
    complete(machine, position);
    return true;
  }
  return false;
}

function dispatchOne(machine: Machine): boolean {
  const { world } = machine;
  for (let position = 0; position < world.count.queue; position++) {
    if (!mayDispatch(machine, position)) continue;
    if (isHeld(machine, dispatchQuestion, world.askedDispatch, world.queue[position] ?? 0))
      continue;
    dispatch(machine, position);
    return true;
  }
  return false;
}

function isHeld(machine: Machine, kind: number, asked: Int32Array, operation: number): boolean {
  const { chooser, world } = machine;
  if (world.heldIn[operation] === world.count.round) return true;
  const nth = asked[operation] ?? 0;
  asked[operation] = nth + 1;
  if (chooser.choose(kind, operation, nth) === 0) return false;
  world.heldIn[operation] = world.count.round;
  return true;
}

/**
 * All that is left is held back and every thread waits: the youngest goes on, whatever nature
 * said, so that a run ends. A queued operation first: what is in flight is then still open.
 */
function force(machine: Machine): void {
  const { world } = machine;
  for (let position = world.count.queue - 1; position >= 0; position--)
    if (mayDispatch(machine, position)) return dispatch(machine, position);
  for (let position = world.count.inFlight - 1; position >= 0; position--)
    if (mayComplete(machine, position)) return complete(machine, position);
  throw new Error('the simulator is stuck with requests left');
}
