import * as v from 'valibot';
import { closed, oneOf, quoted } from '../config/site/fields.js';
import { fits } from '../config/site/glob.js';
import {
  type AppliedWaiver,
  type DiskVerdict,
  type GateFinding,
  type GateResult,
  passOf,
} from '../model/gate-result.js';
import { failuresOf } from './compare.js';
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

const waiver = closed('a waiver', {
  ...waiverFields,
  disk: line('`machine/disk`, or a pattern: `*` is anything but a slash, `**` anything.'),
});

/** A reviewed file of findings that somebody takes responsibility for. */
export const waiversSchema = v.pipe(
  closed('the file', {
    blkcheck: oneOf(['waivers/1'], 'The version of this format.'),
    waivers: v.array(waiver, 'a list of waivers'),
  }),
  v.title('blkcheck waivers'),
  v.description('Findings that do not count, each with a reason, an owner and an end.'),
);

export interface Waiver extends v.InferOutput<typeof waiver> {
  /** Where the comment stands that says it; null where a file of waivers does. */
  readonly comment: { readonly file: string; readonly line: number } | null;
}

/** How waivers are applied. */
export interface Waiving {
  readonly waivers: readonly Waiver[];
  /** As in 2026-01-31: the last day of a waiver counts. */
  readonly today: string;
  readonly failOn: FailOn;
}

/** The rule of a disk that is not decided for reasons of its own. */
export const undecidedRule = 'inconclusive';

export function waived(result: GateResult, { waivers, today, failOn }: Waiving): GateResult {
  if (waivers.length === 0) return result;
  const matched = new Set<Waiver>();
  const isWaived = (disk: DiskVerdict, rule: string, at: GateFinding['at']) => {
    const own = waivers.filter((each) => each.rule === rule && covers(each, disk, at));
    for (const each of own) matched.add(each);
    return own.some((each) => each.expires >= today);
  };
  const disks = result.disks.map((disk) => {
    const findings = disk.findings.filter(({ rule, at }) => !isWaived(disk, rule, at));
    const isAccepted = disk.undecided !== '' && isWaived(disk, undecidedRule, disk.at);
    const isSame = findings.length === disk.findings.length && !isAccepted;
    return isSame ? disk : without(disk, findings, isAccepted ? '' : disk.undecided);
  });
  const count = disks.filter((disk) => passOf(disk) === 'waived').length;
  const lasting = longest(waivers);
  const applied = waivers.map((each): AppliedWaiver => {
    const { rule, disk, reason, owner, expires } = each;
    const isOver = expires < today;
    const isOfUse = matched.has(each) && (isOver || lasting.has(each));
    const state = isOver ? 'expired' : 'used';
    return { rule, disk, reason, owner, expires, state: isOfUse ? state : 'unused' };
  });
  const summary = { ...summaryOf(disks, result, failOn), waived: count };
  return { ...result, disks, waivers: applied, summary };
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

/** A comment speaks of its own line and of the next. */
function covers({ disk: pattern, comment }: Waiver, disk: DiskVerdict, at: GateFinding['at']) {
  if (comment === null) return fits(pattern, nameOf(disk));
  const isNear = at.line === comment.line || at.line === comment.line + 1;
  return isNear && at.file === comment.file;
}

function nameOf({ id, machine }: DiskVerdict): string {
  return machine === '' || id.startsWith(`${machine}/`) ? id : `${machine}/${id}`;
}

/** Nothing left counts as safe, unless something is not decided for other reasons. */
function without(
  disk: DiskVerdict,
  findings: readonly GateFinding[],
  undecided: string,
): DiskVerdict {
  const failures = [...new Set(findings.flatMap((each) => failuresOf(each, disk.failures)))].sort();
  const left = new Set(findings);
  const gone = disk.findings.filter((finding) => !left.has(finding)).map(({ rule }) => rule);
  const open = undecided === disk.undecided ? [] : [undecidedRule];
  const rest = { ...disk, findings, failures, undecided, waived: [...new Set([...gone, ...open])] };
  if (findings.length > 0) return rest;
  return { ...rest, verdict: undecided === '' ? 'safe' : 'inconclusive', reason: undecided };
}
