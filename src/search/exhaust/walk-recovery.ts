import type { Extent, VersionId } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { type Recovery, verify } from '../../scenario/recovery/recovery.js';
import {
  backTo,
  branchOver,
  type CrashTree,
  decided,
  force,
  hasWitness,
  isConsistent,
  open,
  peek,
  read,
} from './crash-tree.js';
import { branchOverSectors } from './like-sectors.js';

/**
 * Visits every outcome that a recovery can have on the crash states of a tree. It goes on from its
 * state wherever its disk may differ, so that what was read before is read once. What can only break
 * a promise that is known to break, `found`, is not gone into.
 */
export function walkRecovery<State, Outcome>(
  tree: CrashTree,
  recovery: Pick<Recovery<State, Outcome>, 'start' | 'next' | 'resume'>,
  checksums: boolean,
  found: ReadonlySet<ViolationKind>,
  visit: (outcome: Outcome) => void,
): void {
  const go = (from: State): void => {
    let state = from;
    for (;;) {
      const step = recovery.next(state);
      if (step.kind === 'done') {
        if (hasWitness(tree)) visit(step.outcome);
        return;
      }
      if (step.kind === 'each') {
        if (step.finds !== undefined && found.has(step.finds)) return;
        for (const each of step.states) if (!tree.isEnough) go(each);
        return;
      }
      const here = state;
      if (step.kind === 'read') {
        const seen = tree.sharesDecisions ? peek(tree, step.lba) : open;
        if (seen === open) {
          const readHere = () => read(tree, step.lba);
          return branchOver(tree, readHere, (value) => go(recovery.resume(here, value)));
        }
        state = recovery.resume(here, seen);
        continue;
      }
      const { extent, version } = step;
      const answer = checksumOf(tree, extent, version);
      if (answer === open) {
        const resume = (value: boolean) => go(recovery.resume(here, value));
        if (checksums && isOneQuestion(tree, version))
          return branchOverChecksum(tree, extent, version, resume);
        return tree.hasLikeSectors
          ? branchOverSectors(tree, extent, version, resume)
          : branchOver(tree, () => verify(tree.aftermath, extent, version), resume);
      }
      state = recovery.resume(here, answer);
    }
  };
  go(recovery.start());
}

/** Whether all sectors show the version, where that is decided. */
function checksumOf(tree: CrashTree, extent: Extent, version: VersionId): boolean | typeof open {
  let answer: boolean | typeof open = true;
  for (let sector = extent.lba; sector < extent.lba + extent.sectorCount; sector += 1) {
    const seen = peek(tree, sector);
    if (seen === open) answer = open;
    else if (seen !== version) return false;
  }
  return answer;
}

/**
 * A sector shows a certain write in one way only where units are sectors, no two writes to one are
 * in flight together, and no two have the same contents; what was there before the script may show in several.
 */
function isOneQuestion({ crash, overlaps }: CrashTree, version: VersionId): boolean {
  const { contentOf, unitShift } = crash.machine.program;
  return version !== 0 && unitShift === 0 && contentOf === null && !overlaps;
}

/** All of the extent is this write's; or not all is, and which sector is not stays open. */
function branchOverChecksum(
  tree: CrashTree,
  extent: Extent,
  version: VersionId,
  visit: (answer: boolean) => void,
): void {
  const before = decided(tree);
  if (force(tree, extent, version)) {
    if (isConsistent(tree)) visit(true);
    backTo(tree, before);
    if (tree.isEnough) return;
  } else {
    backTo(tree, before);
    return visit(false);
  }
  tree.unlike.push({ extent, version });
  visit(false);
  tree.unlike.pop();
}
