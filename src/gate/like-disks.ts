import type { FaultId } from '../model/fault.js';
import { groupBy } from '../model/group-by.js';
import type { Candidates } from './candidates.js';
import type { DiskSubject } from './judge-disk.js';
import { judgedFaults } from './node-loss.js';
import { standingOf } from './standing.js';
import { unreadOf } from './unread.js';

/** Disks of which the same is to be said. */
export interface LikeDisks {
  /** At least one; all written in one notation. */
  readonly subjects: readonly [DiskSubject, ...DiskSubject[]];
  readonly candidates: Candidates;
  /** The faults that are judged of them. */
  readonly faults: readonly FaultId[];
  /** What nobody can read, so that each may be another disk; '' for nothing. */
  readonly unread: string;
}

/** Disks that may be the same configurations, under the same faults, in the order of the first of each. */
export function likeDisks(subjects: readonly DiskSubject[]): readonly LikeDisks[] {
  const groups = groupBy(subjects, (subject) =>
    JSON.stringify([subject.disk.notation, standingWords(subject), sameOf(subject)]),
  );
  return [...groups.values()].flatMap(([first, ...others]) =>
    first === undefined ? [] : [{ subjects: [first, ...others], ...sameOf(first) }],
  );
}

/** What has to go of one disk stands in no other's way. */
function standingWords({ disk }: DiskSubject) {
  return standingOf(disk).map(({ flag, words, otherwise }) => [flag, words, otherwise]);
}

function sameOf(subject: DiskSubject): Omit<LikeDisks, 'subjects'> {
  const { candidates, disk, site } = subject;
  return { candidates, faults: judgedFaults(disk, site), unread: unreadOf(subject) };
}
