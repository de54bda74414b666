import type { Edge, Entry, Timeline } from '../timeline/timeline.js';
import { isPast } from './past.js';
import { addDemands, type CutProblem, noDemands } from './problem.js';

/**
 * Only one request can be with a device that takes one at a time, and it is the newest there. What
 * else has begun is done. null where that is so; else the ways to make it so.
 */
export function openRequests(
  { entries }: Timeline,
  problem: CutProblem,
  cut: Uint8Array,
): readonly CutProblem[] | null {
  const begun = entries.filter(({ first }) => isPast(cut, first));
  const open = begun.filter(({ done }) => !isPast(cut, done));
  if (open.length === 0 || (open.length === 1 && isNewest(problem, begun, open[0]))) return null;
  const rest = (last: Entry | null): CutProblem => {
    const before = begun.filter((entry) => entry !== last);
    const edges = last === null ? [] : before.map(({ done }): Edge => [done, last.first]);
    const past = [...problem.past, ...before.map(({ done }) => done)];
    return { ...addDemands(problem, { ...noDemands, edges }), past };
  };
  return [null, ...open].map(rest);
}

/** Whether the problem says already that all others come before it. */
function isNewest(
  { edges }: CutProblem,
  begun: readonly Entry[],
  last: Entry | undefined,
): boolean {
  return begun.every(
    (entry) =>
      entry === last || edges.some(([from, to]) => from === entry.done && to === last?.first),
  );
}
