import type { DiskVerdict, GateResult, UnjudgedDisk } from '../model/gate-result.js';
import type { PlainChange } from './disk-change.js';
import { evidenceOf } from './evidence.js';
import { pairsOf } from './pairs.js';

/** A file that had disks, is there, and is read as no definition. */
interface LostFile {
  /** As it is called now. */
  readonly file: string;
  readonly reason: string;
}

/** null where a file is no more, or is read. */
export type LostFileOf = (before: string) => LostFile | null;

/**
 * What was judged before and is in a file that nobody can read any more. Whoever misspells a `kind` has not
 * removed a disk.
 */
export function lostDisks(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
  lostFileOf: LostFileOf,
): readonly DiskVerdict[] {
  return goneOf(now, before).flatMap((disk) => {
    const lost = lostFileOf(disk.file);
    return lost === null ? [] : [lostDisk(disk, lost)];
  });
}

/** Disks without a later self. */
export function goneOf(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
): readonly DiskVerdict[] {
  const former = new Set(pairsOf(now, before).values());
  return before.filter((disk) => !former.has(disk));
}

/** The rule is among its failures, so that it is worse even than one that was unsafe. */
function lostDisk(disk: DiskVerdict, { file, reason }: LostFile): DiskVerdict {
  return {
    ...disk,
    file,
    at: { file, line: 1, column: 1, endColumn: 1 },
    verdict: 'inconclusive',
    reason,
    undecided: reason,
    findings: [],
    waived: [],
    failures: ['unreadable'],
    configurations: [],
    evidence: evidenceOf([], 0),
  };
}

/** What became of a disk that nobody judges any more. */
export function goneChange(
  disk: DiskVerdict,
  { unjudged }: Pick<GateResult, 'unjudged'>,
): PlainChange {
  const { id, machine } = disk;
  const still = unjudged.find((each) => isSame(each, disk));
  const change = still === undefined ? 'gone' : 'unjudged';
  return { id, machine, change, settings: [], newFailures: 0, reason: still?.reason ?? '' };
}

function isSame(one: UnjudgedDisk, { id, machine, file }: DiskVerdict): boolean {
  return one.id === id && one.machine === machine && (one.file === file || machine !== '');
}
