import { addEdge, type Builder, type SyncMoments } from './builder.js';
import { areConcurrent } from './program.js';
import type { Disjunction, Edge, Entry, WriteMoments } from './timeline.js';

/** What follows for the device where one entry is in the queue before another. */
function linksBetween({ behaviour }: Builder, earlier: Entry, later: Entry): Edge[] {
  if (earlier.isFence || later.isFence) return [[earlier.done, later.first]];
  if (!behaviour.inOrder) return [];
  // One at a time, the next starts when the last is done: the flush after a write that asked for
  // one takes the write's place at the head of the queue.
  return [[behaviour.oneAtATime ? earlier.done : earlier.first, later.first]];
}

function orderChoice(builder: Builder, a: Entry, b: Entry): Disjunction | null {
  const [ab, ba] = [linksBetween(builder, a, b), linksBetween(builder, b, a)];
  // Where one order links nothing, the other does not either.
  if (ab.length === 0) return null;
  return {
    when: [a.enqueued, b.enqueued],
    alternatives: [
      [[a.enqueued, b.enqueued], ...ab],
      [[b.enqueued, a.enqueued], ...ba],
    ],
  };
}

/** Whether everything further back is before `earlier` as well, and linked to it. */
function hidesTheRest({ behaviour }: Builder, earlier: Entry, later: Entry): boolean {
  if (earlier.path.length > 0) return false;
  return earlier.isFence || (behaviour.inOrder && !later.isFence);
}

/** Orders the queue: by edges where the program orders it, by choices between sibling threads. */
export function orderQueue(builder: Builder): Disjunction[] {
  const choices: Disjunction[] = [];
  for (const [at, later] of builder.entries.entries()) {
    for (let back = at - 1; back >= 0; back -= 1) {
      const earlier = builder.entries[back] as Entry;
      if (areConcurrent(earlier.path, later.path)) {
        const choice = orderChoice(builder, earlier, later);
        if (choice !== null) choices.push(choice);
        continue;
      }
      for (const [from, to] of linksBetween(builder, earlier, later)) addEdge(builder, from, to);
      if (hidesTheRest(builder, earlier, later)) break;
    }
  }
  return choices;
}

/** A write of a sibling thread was submitted before the fsync, which then waits for it, or after. */
function syncChoice({ begun, waited }: SyncMoments, write: WriteMoments): Disjunction {
  return {
    when: [begun, write.enqueued],
    alternatives: [
      [[begun, write.enqueued]],
      [
        [write.enqueued, begun],
        [write.done, waited],
      ],
    ],
  };
}

/** The choices between an fsync and the writes of sibling threads. */
export function orderSyncs({ syncs, writes }: Builder): Disjunction[] {
  return syncs.flatMap((sync) => {
    const beside = writes.filter(({ path }) => areConcurrent(path, sync.path));
    return beside.map((write) => syncChoice(sync, write));
  });
}
