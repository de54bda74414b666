import type { Operation, Script } from '../../model/script.js';

/** How many requests of a script can be in flight together, at the most. */
export function requestsTogether({ operations, threads }: Script): number {
  const byId = new Map(operations.map((operation) => [operation.id, operation]));
  return threads.reduce((sum, ids) => sum + ofThread(ids.map((id) => byId.get(id))), 0);
}

/** A thread that waits has nothing in flight after it. */
function ofThread(operations: readonly (Operation | undefined)[]): number {
  let together = 0;
  let most = 0;
  for (const operation of operations) {
    if (operation === undefined || operation.kind === 'acknowledge') continue;
    if (waits(operation)) together = 0;
    if (operation.kind !== 'wait' && operation.kind !== 'parallel') together += 1;
    most = Math.max(most, together);
  }
  return most;
}

/** Whether what the thread submitted before is complete once the operation's own request is sent. */
function waits({ kind }: Operation): boolean {
  return kind === 'wait' || kind === 'fsync' || kind === 'fdatasync';
}
