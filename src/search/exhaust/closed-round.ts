import { isWaitedFor, waitsForRequests } from '../../stack/guest/threads-ahead.js';
import type { Machine } from '../../stack/machine.js';
import { type Move, subjectOf } from '../../stack/moves.js';
import { isFua } from '../../stack/qemu/backend.js';
import { flushesAfter, phase } from '../../stack/world.js';

/**
 * Whether nobody goes on before all that is in flight has completed.
 *
 * @param completions - all that are possible, where nothing else is
 */
export function isClosed(machine: Machine, completions: readonly Move[]): boolean {
  const { program, world } = machine;
  if (world.count.queue > 0 || completions.length !== world.count.inFlight) return false;
  for (let thread = 0; thread < program.threadCount; thread++) {
    if (!waitsForRequests(machine, thread)) continue;
    if (!completions.every((move) => isWaitedFor(machine, thread, subjectOf(move)))) return false;
  }
  return true;
}

/**
 * A read, or a write that no flush follows; nor FUA where that commits the allocations of all that had
 * completed before.
 */
export function isPlain(machine: Machine, operation: number): boolean {
  const phases = machine.world.phases[operation] ?? 0;
  return phases === phase.read || (phases === phase.write && !commitsOthers(machine, operation));
}

/** FUA that commits the allocations of all that had completed before it. */
export function commitsOthers(machine: Machine, operation: number): boolean {
  return isFua(machine, operation) && machine.stack.image.allocatesOnWrite;
}

/** Whether the same is sure in the end, where no flush is left out: that of each write, or of none. */
export function endsAlike(machine: Machine, completions: readonly Move[]): boolean {
  const operations = completions.map(subjectOf);
  const isAlike =
    operations.every((operation) => isPlain(machine, operation)) ||
    operations.every((operation) => isFlushedAfter(machine, operation));
  return isAlike && isClosed(machine, completions);
}

/** A read, a write that a flush follows, or that flush. */
function isFlushedAfter({ world }: Machine, operation: number): boolean {
  const phases = world.phases[operation] ?? 0;
  if (phases === phase.read) return true;
  return (phases & flushesAfter) !== 0 && (phases & phase.preflush) === 0;
}
