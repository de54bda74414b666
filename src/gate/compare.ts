import type { DiskChange, DiskVerdict, GateFinding, GateResult } from '../model/gate-result.js';
import { passOf } from '../model/gate-result.js';
import type { Waiver } from '../model/waiver.js';
import { changeOf, isWorse, newsOf, type PlainChange } from './disk-change.js';
import { goneChange, goneOf } from './gone.js';
import { pairsOf } from './pairs.js';
import { summaryOf } from './summary.js';
import { type Waiving, waived, without } from './waivers.js';

/** What is compared with. */
export interface Base {
  readonly name: string;
  readonly result: GateResult;
  /** Whether a file is missed where it is no more. */
  readonly isSelected: (file: string) => boolean;
  /**
   * It is a baseline. Until it is written anew, what was mended counts as failing before, so that nobody sees it
   * fail again.
   */
  readonly isKept?: boolean;
}

/**
 * What a change made worse or better, disk by disk. What failed before and still does is counted. What was
 * found is compared, and waived afterwards: what somebody makes worse and waives at once is told.
 */
export function compared(
  now: GateResult,
  { name: base, result: before, isSelected, isKept = false }: Base,
  waiving: Waiving,
): GateResult {
  const pairs = pairsOf(now.disks, before.disks);
  const left = waived(now, waiving);
  const formerLeft = leftOf(before, waiving);
  const judged = now.disks.map((found, index): JudgedChange => {
    const former = pairs.get(found);
    const disk = left.disks[index] ?? found;
    return judgedOf({ found, disk }, former, former && formerLeft(former));
  });
  const gone = goneOf(now.disks, before.disks)
    .filter(({ file }) => isSelected(file))
    .map((disk) => unwaived(goneChange(disk, now)));
  const disks = judged.filter(({ isTold }) => isTold).map(({ disk }) => disk);
  const rest = judged.filter(({ isTold }) => !isTold).map(({ disk }) => disk);
  const old = judged.filter(
    ({ disk, isTold, change }) => isTold && change.isWaived && isOpen(disk),
  );
  const changes = [...judged.map(({ change }) => change), ...gone];
  return {
    ...left,
    disks,
    comparison: {
      base,
      changes: changes.filter(({ change }) => change !== 'same'),
      alreadyFailing: rest.filter(isOpen).length + old.length,
      alreadyWaived: rest.filter((disk) => passOf(disk) === 'waived').length,
      outdated: isKept ? changes.filter(isOutdated).length : 0,
    },
    summary: summaryOf(disks, now, waiving.failOn),
  };
}

/** What the file says of the disk holds no more, though the disk is no worse. */
const isOutdated = ({ change }: DiskChange) =>
  change === 'better' || change === 'gone' || change === 'unjudged';

const isOpen = ({ verdict }: DiskVerdict) => verdict !== 'safe';

interface JudgedChange {
  /** As it is told. */
  readonly disk: DiskVerdict;
  readonly change: DiskChange;
  /** It is worse, whether or not that is waived. */
  readonly isTold: boolean;
}

/** Each former disk, without what is waived of it by its name: a comment stands in one state of a file. */
function leftOf(before: GateResult, waiving: Waiving): (disk: DiskVerdict) => DiskVerdict {
  const waivers = waiving.waivers.filter(({ isComment }) => !isComment);
  const { disks } = waived(before, { ...waiving, waivers });
  const left = new Map(before.disks.map((disk, index) => [disk, disks[index] ?? disk]));
  return (disk) => left.get(disk) ?? disk;
}

/** @param found - and what is left of it without what is waived */
function judgedOf(
  { found, disk }: { readonly found: DiskVerdict; readonly disk: DiskVerdict },
  former: DiskVerdict | undefined,
  formerLeft: DiskVerdict | undefined,
): JudgedChange {
  const past = formerLeft && withoutCommented(formerLeft, disk);
  const plain = changeOf(found, former);
  const live = changeOf(disk, past);
  const waivedBy = newlyWaived(disk, newsOf(found, former));
  if (isWorse(disk, live)) {
    const told = past ? onlyNew(disk, past) : disk;
    return { disk: told, change: { ...live, waivedBy, isWaived: false }, isTold: true };
  }
  if (!isWorse(found, plain)) return { disk, change: unwaived(plain), isTold: false };
  const told: DiskVerdict = { ...disk, findings: [], isLeftAsBefore: true };
  return { disk: told, change: { ...plain, waivedBy, isWaived: true }, isTold: true };
}

function unwaived(change: PlainChange): DiskChange {
  return { ...change, waivedBy: [], isWaived: false };
}

/** What a comment waives now is no failure of before that another rule's could be hidden behind. */
function withoutCommented(former: DiskVerdict, { waived: taken, findings }: DiskVerdict) {
  const left = new Set(findings.map(({ rule }) => rule));
  const named = taken.filter(({ by }) => by.isComment && !left.has(by.rule));
  return without(
    former,
    former.findings.flatMap((finding) => {
      const own = named.find(({ by }) => by.rule === finding.rule);
      return own === undefined ? [] : [{ finding, by: own.by }];
    }),
  );
}

/** Waivers of what is new; where nothing is but how sure that is, all of them. */
function newlyWaived({ waived: taken }: DiskVerdict, news: readonly GateFinding[]) {
  const fresh = taken.filter(({ finding }) => finding !== null && news.includes(finding));
  const all = fresh.length === 0 ? taken : fresh;
  return [...new Set<Waiver>(all.map(({ by }) => by))];
}

/** What a disk failed in before is no news, unless it was not sure then. */
function onlyNew(disk: DiskVerdict, before: DiskVerdict): DiskVerdict {
  const findings = newsOf(disk, before);
  return findings.length === 0 ? disk : { ...disk, findings };
}
