import { distinct } from '../model/distinct.js';
import type { Candidates } from './candidates.js';

/**
 * All that a disk may be on one release or another; refused where it is on each.
 *
 * @param isWorst - it is taken for what it is on the worst of them
 */
export function eitherOf(all: readonly [Candidates, ...Candidates[]], isWorst = false): Candidates {
  const possible = all.filter(({ refused }) => refused === '');
  const releases = [...new Set(all.flatMap((each) => each.releases))];
  if (possible.length === 0) return { ...all[0], releases };
  return {
    configurations: distinct(possible.flatMap(({ configurations }) => configurations)),
    unmodelled: [...new Set(possible.flatMap(({ unmodelled }) => unmodelled))],
    unknownCode: [...new Set(possible.flatMap(({ unknownCode }) => unknownCode))],
    releases,
    refused: '',
    isMachineRefused: false,
    ...(isWorst ? { byRelease: possible } : {}),
  };
}
