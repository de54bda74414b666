import { fits } from '../config/site/glob.js';
import {
  type DiskVerdict,
  diskName,
  type GateResult,
  type WaivedFinding,
} from '../model/gate-result.js';
import type { Position } from '../model/vm-disk.js';
import type { AppliedWaiver, Waiver } from '../model/waiver.js';
import { allFailures } from './judge-disk.js';
import { type FailOn, summaryOf } from './summary.js';

/** How waivers are applied. */
export interface Waiving {
  readonly waivers: readonly Waiver[];
  /** As in 2026-01-31: the last day of a waiver counts. */
  readonly today: string;
  readonly failOn: FailOn;
}

/** The rule of a disk that is not decided. */
export const undecidedRule = 'inconclusive';

export function waived(result: GateResult, { waivers, today, failOn }: Waiving): GateResult {
  if (waivers.length === 0) return result;
  const matched = new Set<Waiver>();
  const waiverFor: WaiverFor = (disk, rule, places) => {
    const own = waivers.filter((each) => each.rule === rule && covers(each, disk, places));
    for (const each of own) matched.add(each);
    const [lasting] = own
      .filter(({ expires }) => expires >= today)
      .sort((one, other) => other.expires.localeCompare(one.expires));
    return lasting ?? null;
  };
  const disks = result.disks.map((disk) => without(disk, waivedOf(disk, waiverFor)));
  const lasting = longest(waivers);
  const applied = waivers.map((each): AppliedWaiver => {
    const isOver = each.expires < today;
    const isOfUse = matched.has(each) && (isOver || lasting.has(each));
    const state = isOver ? 'expired' : 'used';
    return { ...each, state: isOfUse ? state : 'unused' };
  });
  return { ...result, disks, waivers: applied, summary: summaryOf(disks, result, failOn) };
}

/** Where some disks are left out, a waiver that fits none of the others may be of use to these. */
export function ofPart(result: GateResult): GateResult {
  return { ...result, waivers: result.waivers.filter(({ state }) => state !== 'unused') };
}

/** null where nobody vouches for a rule of a disk, at one of some places, today. */
type WaiverFor = (disk: DiskVerdict, rule: string, places: readonly Position[]) => Waiver | null;

/** Each finding by its rule, then what is not decided: all that is left of an inconclusive disk. */
function waivedOf(disk: DiskVerdict, waiverFor: WaiverFor): readonly WaivedFinding[] {
  const { findings, verdict, undecided } = disk;
  const named = findings.flatMap((finding): WaivedFinding[] => {
    const by = waiverFor(disk, finding.rule, [finding.at]);
    return by === null ? [] : [{ finding, by }];
  });
  const left = findings.filter((finding) => !named.some((each) => each.finding === finding));
  const open = verdict === 'inconclusive' ? left : [];
  if (undecided === '' && open.length === 0) return named;
  const by = waiverFor(disk, undecidedRule, [disk.at, ...open.map(({ at }) => at)]);
  if (by === null) return named;
  return [...named, ...open.map((finding) => ({ finding, by })), { finding: null, by }];
}

/** Of waivers that say the same, the one that lasts longest, and the first of those: the rest does nothing. */
function longest(waivers: readonly Waiver[]): ReadonlySet<Waiver> {
  const best = new Map<string, Waiver>();
  for (const each of waivers) {
    const key = JSON.stringify([each.rule, each.disk]);
    const other = best.get(key);
    if (other === undefined || other.expires < each.expires) best.set(key, each);
  }
  return new Set(best.values());
}

function covers(
  { disk: pattern, isComment, at: { file, line }, scope }: Waiver,
  disk: DiskVerdict,
  places: readonly Position[],
): boolean {
  if (!isComment) return fits(pattern, diskName(disk));
  const { first, last, pattern: own } = scope ?? { first: line, last: line + 1, pattern: '' };
  const isHere = (at: Position) => at.file === file && first <= at.line && at.line <= last;
  return places.some(isHere) && (own === '' || fits(own, diskName(disk)));
}

/** Nothing left counts as safe, unless something is not decided for other reasons. */
export function without(disk: DiskVerdict, taken: readonly WaivedFinding[]): DiskVerdict {
  if (taken.length === 0) return disk;
  const gone = new Set(taken.map(({ finding }) => finding));
  const findings = disk.findings.filter((finding) => !gone.has(finding));
  const failures = allFailures(findings);
  const undecided = gone.has(null) ? '' : disk.undecided;
  const rest = { ...disk, findings, failures, undecided, waived: taken };
  if (findings.length > 0) return rest;
  return { ...rest, verdict: undecided === '' ? 'safe' : 'inconclusive', reason: undecided };
}
