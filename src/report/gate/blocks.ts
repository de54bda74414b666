import {
  type DiskChange,
  type DiskVerdict,
  diskName,
  type GateFinding,
  type GateResult,
  passOf,
  type UnjudgedDisk,
} from '../../model/gate-result.js';
import type { ConfigNote, Position } from '../../model/vm-disk.js';
import type { Waiver } from '../../model/waiver.js';
import { inert } from '../text/inert.js';
import { extentOf } from './causes.js';

/** How bad a finding is, why, and what to do about it: what is known of these. */
export function factsOf(finding: GateFinding): readonly string[] {
  const { because } = finding;
  const change = changeOf(finding);
  return [
    extentOf(finding),
    because === '' ? '' : `because: ${because}`,
    change === '' ? '' : `change: ${change}`,
  ].filter((fact) => fact !== '');
}

/** What a reader has to do; '' for nothing that is known. */
function changeOf({ field, spelled, isDefault, change }: GateFinding): string {
  if (change === '') return '';
  // What the format has no word for is not set anywhere in it; what has a dot is the site's.
  const place = spelled === '' && field.includes('.') ? field : spelled;
  return !isDefault || place === '' ? change : `${change} (not set here: ${place})`;
}

/** The name of a disk and where it is defined, escaped. */
export function placed(disk: Pick<DiskVerdict, 'id' | 'machine' | 'at'>): string {
  return inert(`${diskName(disk)} (${placeText(disk.at)})`);
}

/** As compilers write it: `file:line:column`. */
export function placeText({ file, line, column }: Position): string {
  return `${file}:${line}:${column}`;
}

/** What verdicts depend on and nobody says, a line for each reason. */
export function assumptionLines({
  assumptions,
}: Pick<GateResult, 'assumptions'>): readonly string[] {
  const reasons = [...new Set(assumptions.map(({ by }) => by))];
  return reasons.map((reason) => {
    const own = assumptions.filter(({ by }) => by === reason);
    return inert(
      `assuming ${own.map(({ key, value }) => `${key}=${value}`).join(', ')} (${reason})`,
    );
  });
}

/** What verdicts rest on, for reports without a head: the profile, and the QEMU that was taken. */
export function groundLine({ profile, assumptions }: GateResult): string {
  const qemu = assumptions.filter(({ key }) => key === 'qemu');
  const said = qemu.map(({ value, by }) => `qemu=${value} (${by})`);
  return inert([`profile=${profile}`, ...said].join(', '));
}

/** What the name of a cache mode says. */
const cacheFlags: ReadonlySet<string> = new Set(['writeback', 'direct', 'noFlush']);

/** What a change made of disks, a line each; nothing where nothing was compared. */
export function changeLines({ comparison }: GateResult): readonly string[] {
  if (comparison === null) return [];
  const { alreadyFailing, alreadyWaived, outdated, base, changes } = comparison;
  const failing = alreadyFailing === 1 ? '1 disk fails' : `${alreadyFailing} disks fail`;
  const waived = alreadyWaived === 1 ? '1 disk is waived' : `${alreadyWaived} disks are waived`;
  return [
    inert(`compared with ${base}`),
    ...changes.map(changeLine),
    ...(alreadyFailing === 0 ? [] : [`${failing} as before`]),
    ...(alreadyWaived === 0 ? [] : [`${waived} as before`]),
    ...(outdated === 0 ? [] : [inert(outdatedLine(outdated, base))]),
  ];
}

/** What was mended could fail again unseen, and so could what comes back. */
function outdatedLine(count: number, base: string): string {
  const disks = count === 1 ? '1 disk is' : `${count} disks are`;
  return `${disks} better than ${base} says, gone, or not judged: add --write-base ${base}`;
}

function changeLine(each: DiskChange): string {
  const isNamed = each.settings.some(({ field }) => field === 'cache');
  const settings = each.settings
    .filter(({ field }) => !isNamed || !cacheFlags.has(field))
    .map(({ field, before, after }) => `${field} ${before} -> ${after}`);
  const reasons = each.reason === '' ? [] : [each.reason];
  const facts = [...settings, ...reasons, ...each.waivedBy.map(waiverWords)].join(', ');
  return inert(`${each.change} ${diskName(each)}${facts === '' ? '' : `: ${facts}`}`);
}

const waiverWords = ({ rule, reason, owner, expires }: Waiver) =>
  `waived by ${rule} because ${reason} (${owner}, until ${expires})`;

/** Disks that are not decided, that no waiver lets pass, and of which their findings do not say all. */
export function openOf({ disks }: Pick<GateResult, 'disks'>): readonly DiskVerdict[] {
  return disks.filter((disk) => passOf(disk) === 'inconclusive' && !isToldByFindings(disk));
}

function isToldByFindings({ findings, undecided }: DiskVerdict): boolean {
  return undecided === '' && findings.length > 0 && findings.every(({ when }) => when !== '');
}

/** What is wrong, and, where only some of what a disk may be is, of what. */
export function headlineOf({ title, when }: GateFinding): string {
  return when === '' ? title : `${when}: ${title}`;
}

/** Waivers that have a day too many, or nothing to do, and rules that have nothing to do. */
export function staleLines({
  waivers,
  unusedRules,
}: Pick<GateResult, 'waivers' | 'unusedRules'>): readonly string[] {
  const stale = waivers
    .filter(({ state }) => state !== 'used')
    .map(({ state, rule, disk, expires, isComment, at }) => {
      const place = isComment ? '' : `${at.file}:${at.line}, `;
      return inert(`waiver ${state}: ${rule} of ${disk} (${place}until ${expires})`);
    });
  const unused = unusedRulesLine(unusedRules);
  return unused === '' ? stale : [...stale, unused];
}

/** Drives that nobody judges; what was judged before is told as a change. */
export function unjudgedIn({ unjudged, comparison }: GateResult): readonly UnjudgedDisk[] {
  const changes = comparison?.changes ?? [];
  const told = new Set(changes.filter(({ change }) => change === 'unjudged').map(diskName));
  return unjudged.filter((disk) => !told.has(diskName(disk)));
}

/** What a person took responsibility for is told as long as it is there, a line for each waiver. */
export function waivedLines(
  { disks }: Pick<GateResult, 'disks'>,
  disksMax: number,
): readonly string[] {
  const byWaiver = new Map<Waiver, Set<DiskVerdict>>();
  for (const disk of disks) {
    for (const { by } of disk.waived) byWaiver.set(by, (byWaiver.get(by) ?? new Set()).add(disk));
  }
  return [...byWaiver].map(([waiver, own]) => {
    const shown = [...own].slice(0, disksMax).map(placed).join(', ');
    const left = own.size - disksMax;
    return `${shown}${left > 0 ? ` and ${left} more` : ''}: ${waivedBecause(waiver)}`;
  });
}

/** `BLK014: made anew (ops@example.org, until 2027-01-31)`. */
export function waivedBecause({ rule, reason, owner, expires }: Waiver): string {
  return inert(`${rule}: ${reason} (${owner}, until ${expires})`);
}

/** One line, since only a part of the files may have been named; '' for none. */
export function unusedRulesLine(rules: readonly Position[]): string {
  if (rules.length === 0) return '';
  const shown = rules.slice(0, rulesMax).map(({ file, line }) => `${file}:${line}`);
  const left = rules.length - shown.length;
  const more = left > 0 ? ` and ${left} more` : '';
  return inert(
    `${rules.length === 1 ? 'rule' : 'rules'} for no disk here: ${shown.join(', ')}${more}`,
  );
}

const rulesMax = 5;

/** What a verdict cannot be about, so that nobody takes a disk for safe that nobody could read. */
const remarks: ReadonlySet<ConfigNote['rule']> = new Set([
  'unreadable',
  'passthrough',
  'no-effect',
  'next-start',
  'newer-qemu-differs',
]);

/** Notes that are no findings, and that a reader has to know; nothing where states are compared. */
export function remarksOf({
  notes,
  comparison,
}: Pick<GateResult, 'notes' | 'comparison'>): readonly ConfigNote[] {
  return comparison === null ? notes.filter(({ rule }) => remarks.has(rule)) : [];
}

type Unread = Pick<GateResult, 'templates' | 'strangers'>;

/** Files that nobody can read before they are filled in, and those of other programs: a line for all of each. */
export function unreadLines({ templates, strangers }: Unread): readonly string[] {
  const foreign = strangers.map(({ file, what }) => `${file} (${what})`);
  return [
    ...notRead(templates, ' (templates: render them, and check what comes out)'),
    ...notRead(foreign, ''),
  ];
}

const filesMax = 5;

function notRead(files: readonly string[], why: string): readonly string[] {
  if (files.length === 0) return [];
  const shown = files.slice(0, filesMax).join(', ');
  const left = files.length - filesMax;
  const more = left > 0 ? ` and ${left} more` : '';
  return [inert(`not read: ${shown}${more}${why}`)];
}

export function summaryLine(result: GateResult): string {
  return [countsOf(result), exitOf(result)].join(' · ');
}

/** The last line where it is the only one. */
export function loneSummary(result: GateResult): string {
  return [countsOf(result), `profile=${result.profile}`, exitOf(result)].join(' · ');
}

function exitOf({ summary }: GateResult): string {
  return `exit ${summary.exitCode}`;
}

function countsOf(result: GateResult): string {
  const { summary, disks, comparison, templates, strangers } = result;
  const parts = [
    ...(summary.safe > 0 ? [`${summary.safe} safe`] : []),
    ...(summary.unsafe > 0 ? [`${summary.unsafe} unsafe`] : []),
    ...(summary.inconclusive > 0 ? [`${summary.inconclusive} inconclusive`] : []),
    ...(summary.waived > 0 ? [`${summary.waived} waived`] : []),
  ];
  const what = disks.length === 1 ? 'disk' : 'disks';
  const counted = disks.length === 0 ? 'no disk' : `${parts.join(', ')} of ${disks.length} ${what}`;
  const made = comparison === null ? '' : ' made worse';
  const left = summary.unjudged > 0 ? `, ${summary.unjudged} not judged` : '';
  const unread = templates.length + strangers.length;
  const missed = unread === 0 ? '' : `, ${unread} not read`;
  return `${counted}${made}${left}${missed}`;
}
