import { complete, dispatch, mayComplete, mayDispatch } from './guest/block-layer.js';
import { begin, heldThread, nextThread, resume, wouldBegin } from './guest/program-counter.js';
import type { Machine } from './machine.js';

/**
 * When the fault strikes: named by operation (a replay) or by how many were begun (a sample); at the
 * latest before another operation is begun.
 */
export type Cut =
  | { readonly kind: 'never' }
  | { readonly kind: 'at'; readonly operation: number; readonly event: number }
  /** Between two operations, or `events` steps into the last one that was begun. */
  | { readonly kind: 'after'; readonly begun: number; readonly events: number };

/**
 * Runs the guest until the fault strikes or its program ends. Returns whether it struck.
 *
 * One event follows another: the oldest request in flight that is due completes; if none is due,
 * the oldest queued one that is due goes to the device; if none is, the guest takes a step. What
 * nature does not hold back happens within the step that asks for it; otherwise nature says how
 * many events later it is due. Where nothing is due and the guest waits, what would be due first
 * goes on at once, so that a run ends.
 */
export function runUntil(machine: Machine, cut: Cut): boolean {
  const { count } = machine.world;
  const { byName, last, events, begunMax } = watchFor(cut);
  while ((byName ? count.lastBegun : count.begun) !== last || count.eventsSinceBegun < events) {
    count.events += 1;
    const pending = count.inFlight + count.queue;
    if (pending === 0 || !(completeDue(machine) || dispatchDue(machine))) {
      const thread = nextThread(machine);
      if (thread >= 0 && wouldBegin(machine, thread)) {
        if (count.begun >= begunMax || (byName && count.lastBegun === last)) return true;
        begin(machine, thread);
        continue;
      }
      if (thread >= 0) resume(machine, thread);
      else if (!force(machine)) return cut.kind === 'after' || (byName && count.lastBegun === last);
    }
    count.eventsSinceBegun += 1;
  }
  return true;
}

/**
 * The fault strikes so many events after the `last` operation was begun, at the latest before the
 * next one is.
 */
interface Watch {
  /** `last` is an operation's id; else it counts operations that were begun. */
  readonly byName: boolean;
  readonly last: number;
  readonly events: number;
  readonly begunMax: number;
}

const never = Number.MAX_SAFE_INTEGER;

/** In numbers, because a run looks at it after each event. */
function watchFor(cut: Cut): Watch {
  switch (cut.kind) {
    case 'never':
      return { byName: false, last: -1, events: 0, begunMax: never };
    case 'at':
      return { byName: true, last: cut.operation, events: cut.event, begunMax: never };
    case 'after': {
      // Before the first operation there are no events to count.
      const last = cut.begun === 0 ? -1 : cut.begun;
      return { byName: false, last, events: cut.events, begunMax: cut.begun };
    }
  }
}

/** The oldest request in flight that is due completes, if there is one. */
function completeDue(machine: Machine): boolean {
  const { count, due, inFlight } = machine.world;
  for (let position = 0; position < count.inFlight; position++) {
    if ((due[inFlight[position] ?? 0] ?? 0) > count.events) continue;
    if (!mayComplete(machine, position)) continue;
    complete(machine, position);
    return true;
  }
  return false;
}

/** The oldest queued request that is due goes to the device, if there is one. */
function dispatchDue(machine: Machine): boolean {
  const { count, due, queue } = machine.world;
  for (let position = 0; position < count.queue; position++) {
    if ((due[queue[position] ?? 0] ?? 0) > count.events) continue;
    if (!mayDispatch(machine, position)) continue;
    dispatch(machine, position);
    return true;
  }
  return false;
}

/**
 * All that is left is held back, or waits: what would be due first goes on. What is in flight goes
 * before what is queued, and the older before the younger. Returns false where nothing is left.
 */
function force(machine: Machine): boolean {
  const { count, due, inFlight, queue, threadDue } = machine.world;
  let first = Number.POSITIVE_INFINITY;
  let flying = -1;
  for (let position = 0; position < count.inFlight; position++) {
    const at = due[inFlight[position] ?? 0] ?? 0;
    if (at >= first || !mayComplete(machine, position)) continue;
    first = at;
    flying = position;
  }
  let queued = -1;
  for (let position = 0; position < count.queue; position++) {
    const at = due[queue[position] ?? 0] ?? 0;
    if (at >= first || !mayDispatch(machine, position)) continue;
    first = at;
    queued = position;
  }
  const thread = heldThread(machine);
  if (thread >= 0 && (threadDue[thread] ?? 0) < first) threadDue[thread] = count.events;
  else if (queued >= 0) dispatch(machine, queued);
  else if (flying >= 0) complete(machine, flying);
  else if (count.queue + count.inFlight === 0) return false;
  else throw new Error('the simulator is stuck with requests left');
  return true;
}
