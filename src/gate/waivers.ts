import * as v from 'valibot';
import { fits } from '../config/site/glob.js';
import type { AppliedWaiver, DiskVerdict, GateResult } from '../model/gate-result.js';
import { type FailOn, summaryOf } from './summary.js';

const line = (description: string) =>
  v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(500), v.description(description));

const waiver = v.strictObject({
  rule: line('The rule that is waived, as in BLK011.'),
  disk: line('`machine/disk`, or a pattern: `*` is anything but a slash, `**` anything.'),
  reason: line('Why it may stay as it is.'),
  owner: line('Who answers for it.'),
  expires: v.pipe(
    v.string(),
    v.isoDate('expires is a date such as 2027-01-31'),
    v.description('The last day on which it holds.'),
  ),
});

/** A reviewed file of findings that somebody takes responsibility for. */
export const waiversSchema = v.pipe(
  v.strictObject({
    blkcheck: v.pipe(v.literal('waivers/1'), v.description('The version of this format.')),
    waivers: v.array(waiver),
  }),
  v.title('blkcheck waivers'),
  v.description('Findings that do not count, each with a reason, an owner and an end.'),
);

export type Waiver = v.InferOutput<typeof waiver>;

/** @param today - as in 2026-01-31: the last day counts */
export function waived(
  result: GateResult,
  waivers: readonly Waiver[],
  today: string,
  failOn: FailOn,
): GateResult {
  if (waivers.length === 0) return result;
  const used = new Set<Waiver>();
  const expired = new Set<Waiver>();
  const disks = result.disks.map((disk) => {
    const findings = disk.findings.filter(({ rule }) => {
      const own = waivers.filter((each) => each.rule === rule && fits(each.disk, nameOf(disk)));
      for (const each of own) (each.expires < today ? expired : used).add(each);
      return own.every((each) => each.expires < today);
    });
    return findings.length === disk.findings.length ? disk : without(disk, findings);
  });
  const count = disks.filter((disk, at) => disk !== result.disks[at]).length;
  const applied = waivers.map(
    (each): AppliedWaiver => ({ ...each, state: stateOf(each, used, expired) }),
  );
  const summary = { ...summaryOf(disks, result.summary, failOn), waived: count };
  return { ...result, disks, waivers: applied, summary };
}

function stateOf(
  each: Waiver,
  used: ReadonlySet<Waiver>,
  expired: ReadonlySet<Waiver>,
): AppliedWaiver['state'] {
  if (used.has(each)) return 'used';
  return expired.has(each) ? 'expired' : 'unused';
}

function nameOf({ id, machine }: DiskVerdict): string {
  return machine === '' || id.startsWith(`${machine}/`) ? id : `${machine}/${id}`;
}

/** A disk with nothing left counts as safe; one that may fail otherwise stays as it was. */
function without(disk: DiskVerdict, findings: DiskVerdict['findings']): DiskVerdict {
  if (findings.length > 0) return { ...disk, findings };
  return { ...disk, findings, verdict: 'safe', reason: '' };
}
