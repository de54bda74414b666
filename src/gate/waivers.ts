import * as v from 'valibot';
import { closed, oneOf, quoted } from '../config/site/fields.js';
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

const line = (description: string) =>
  v.pipe(
    v.string(({ input }) => `text, not ${quoted(input)}`),
    v.regex(/\S/, 'it says nothing'),
    v.maxLength(500),
    v.description(description),
  );

const notADate = ({ input }: { readonly input: unknown }) =>
  `a date such as 2027-01-31, not ${quoted(input)}`;

/** A day that the calendar has: 30 and 31 where the month is so long, 29 February in leap years. */
const day =
  /^(?:\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|1\d|2[0-8]))|(?:\d\d(?:0[48]|[2468][048]|[13579][26])|(?:[02468][048]|[13579][26])00)-02-29)$/;

/** What somebody has to say to waive a finding, wherever it is said. */
export const waiverFields = {
  rule: line('The rule that is waived, as in BLK011; `inconclusive` for what is not decided.'),
  reason: line('Why it may stay as it is.'),
  owner: line('Who answers for it.'),
  expires: v.pipe(
    v.string(notADate),
    v.regex(day, notADate),
    v.description('The last day on which it holds.'),
  ),
};

/** A comment may name disks too: then it speaks of more than the next line. */
export const commentFields = {
  ...waiverFields,
  disk: v.optional(line('`machine/disk`, or a pattern, of disks in all that belongs to the line.')),
};

const waiver = closed('a waiver', {
  ...waiverFields,
  disk: line('`machine/disk`, or a pattern: `*` is anything but a slash, `**` anything.'),
});

/** A reviewed file of findings that somebody takes responsibility for. */
export const waiversSchema = v.pipe(
  closed('the file', {
    blkcheck: oneOf(['waivers/1'], 'The version of this format.'),
    waivers: v.pipe(
      v.array(waiver, 'a list of waivers'),
      v.description('One for each rule and disk.'),
    ),
  }),
  v.title('blkcheck waivers'),
  v.description('Findings that do not count, each with a reason, an owner and an end.'),
);

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
