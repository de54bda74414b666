import { changeOf, spelledCures } from '../catalogue/cures/cure-words.js';
import type { NotationRow } from '../catalogue/cures/notations/notation.js';
import { notationOf } from '../catalogue/cures/notations/spelling.js';
import { judgedAs } from '../catalogue/devices/unnamed-devices.js';
import { holdsWhatever, type UnknownCode } from '../catalogue/evidence.js';
import { wordsOf } from '../catalogue/rules/rule-words.js';
import { type RuleId, rules } from '../catalogue/rules/rules.js';
import type { Configuration } from '../model/configuration.js';
import { distinct } from '../model/distinct.js';
import type { FaultId } from '../model/fault.js';
import type { Finding } from '../model/finding.js';
import type { DiskVerdict, GateFinding } from '../model/gate-result.js';
import type { ResultRow } from '../model/result.js';
import type { DiskSite } from '../model/site.js';
import { type ViolationKind, violationKinds, worstOf } from '../model/verdict.js';
import type { ConfigNote, VmDisk } from '../model/vm-disk.js';
import { blamedField } from './blamed-field.js';
import type { Candidates } from './candidates.js';
import { doubtfulRules, doubtsOf, type JudgedCandidate, rulesOf, withoutRules } from './certain.js';
import { conditionOf } from './conditions.js';
import { differenceBetween } from './difference.js';
import { evidenceOf } from './evidence.js';
import { judgedFaults } from './node-loss.js';
import { asOneCause } from './one-cause.js';
import { refusalsOf } from './refused.js';
import { aroundOf, settingsOf } from './settings.js';
import { smallCacheOf } from './small-cache.js';
import { standingOf } from './standing.js';
import { unreadOf } from './unread.js';

/** A disk with all that is needed to judge it. */
export interface DiskSubject {
  readonly file: string;
  readonly machine: string;
  readonly qualified: string;
  readonly counted: DiskVerdict['counted'];
  /** Of the machine as a whole. */
  readonly machineNotes: readonly ConfigNote[];
  readonly disk: VmDisk;
  readonly site: DiskSite;
  readonly candidates: Candidates;
}

/** The rows of each configuration, by its text. */
export type RowsByConfiguration = ReadonlyMap<string, readonly ResultRow[]>;

export function keyOf(configuration: Configuration): string {
  return JSON.stringify(configuration);
}

/** What the rows say of a disk: on the worst of its releases, where that is assumed. */
export function judgeDisk(subject: DiskSubject, rowsOf: RowsByConfiguration): DiskVerdict {
  const { byRelease = [] } = subject.candidates;
  const all = byRelease.map((candidates) => judgeTogether({ ...subject, candidates }, rowsOf));
  return worstOf(all, ({ verdict }) => verdict) ?? judgeTogether(subject, rowsOf);
}

/** What the rows of all configurations that a disk may be say of it together. */
function judgeTogether(subject: DiskSubject, rowsOf: RowsByConfiguration): DiskVerdict {
  const { file, machine, qualified, counted, disk, site, candidates } = subject;
  const faults: ReadonlySet<string> = new Set(judgedFaults(disk, site));
  const judged = candidates.configurations.map((configuration) => {
    const rows = (rowsOf.get(keyOf(configuration)) ?? []).filter(
      ({ fault }) => fault === 'none' || faults.has(fault),
    );
    return { configuration, rows, verdict: verdictOf(rows, candidates) };
  });
  const definition = refusalsOf(subject);
  const doubtful = doubtfulRules(judged, definition.length > 0);
  const unsafe = withoutRules(
    judged.filter(({ verdict }) => verdict === 'unsafe').flatMap(({ rows }) => rows),
    doubtful,
  );
  const found = findingsOf(unsafe, subject, judged);
  const { own, proved } = asOneCause(definition, found);
  return {
    id: disk.id,
    machine,
    qualified,
    counted,
    file,
    at: disk.at,
    source: disk.source.name,
    ...together(judged, subject, { isRefused: definition.length > 0, doubtful }),
    findings: [...own, ...proved],
    waived: [],
    failures: allFailures([...own, ...proved]),
    configurations: candidates.configurations,
    evidence: evidenceOf(
      judged.flatMap(({ rows }) => rows),
      judged.length,
    ),
    settings: settingsOf(disk),
    around: aroundOf(subject),
  };
}

/** What fails in findings, each once. */
export function allFailures(findings: readonly GateFinding[]): readonly string[] {
  return [...new Set(findings.flatMap(({ failures }) => failures))].sort();
}

function verdictOf(rows: readonly ResultRow[], { unknownCode }: Candidates): ResultRow['verdict'] {
  const verdicts = rows.map(({ verdict }) => verdict);
  if (verdicts.includes('unsafe'))
    return holdsWhatever(unknownCode, rulesOf(rows)) ? 'unsafe' : 'inconclusive';
  return rows.length === 0 || verdicts.includes('inconclusive') ? 'inconclusive' : 'safe';
}

/** Nothing that is missing in the model makes a disk safe that fails in every configuration. */
function together(
  judged: readonly JudgedCandidate[],
  subject: DiskSubject,
  { isRefused, doubtful }: { isRefused: boolean; doubtful: ReadonlySet<string> },
): Pick<DiskVerdict, 'verdict' | 'reason' | 'undecided'> {
  const cacheBytes = smallCacheOf(subject.site.disk);
  const doubts = doubtsOf(judged, doubtful, cacheBytes);
  const other = isRefused ? '' : undecidedBecause(judged, subject);
  const undecided = [doubts, other].filter((each) => each !== '').join('; ');
  const unsafe = judged.filter(({ verdict }) => verdict === 'unsafe');
  if (isRefused || (unsafe.length > 0 && unsafe.length === judged.length))
    return { verdict: 'unsafe', reason: '', undecided };
  const reasons = [
    ...(unsafe.length > 0 ? [differenceBetween(judged, cacheBytes)] : []),
    undecided,
  ];
  const reason = reasons.filter((each) => each !== '').join('; ');
  return { verdict: reason === '' ? 'safe' : 'inconclusive', reason, undecided };
}

function undecidedBecause(judged: readonly JudgedCandidate[], subject: DiskSubject): string {
  const { unmodelled, unknownCode } = subject.candidates;
  if (unmodelled.length > 0)
    return `not modelled: ${unmodelled.join(', ')}${asKnown(judged, unknownCode)}`;
  if (judged.length === 0) return 'no configuration of it is possible';
  const unread = unreadOf(subject);
  if (unread !== '') return unread;
  const open = judged.find(({ verdict }) => verdict === 'inconclusive');
  if (open === undefined) return '';
  if (open.rows.length === 0) return 'none of the scenarios exists for its guest';
  const reasons = open.rows.filter(({ reason }) => reason !== '');
  const [first] = reasons;
  if (first === undefined) return 'nothing was proved of it';
  const others = new Set(reasons.map(({ scenario }) => scenario)).size - 1;
  const more = others === 0 ? '' : ` (and ${others} more scenario${others === 1 ? '' : 's'})`;
  const basis = first.basis === 'sampled' ? ', sampled' : '';
  return `${first.scenario} at ${first.fault}${basis}: ${first.reason}${more}`;
}

/** What is unsafe as the releases that unknown ones are nearest to. */
function asKnown(judged: readonly JudgedCandidate[], unknown: readonly UnknownCode[]): string {
  const open = judged.filter(({ verdict }) => verdict === 'inconclusive');
  const rules = rulesOf(open.flatMap(({ rows }) => rows));
  const [first] = open;
  if (first === undefined || rules.length === 0) return '';
  const { qemu, guest } = first.configuration;
  const names = unknown.map((code) =>
    code === 'qemu' ? `QEMU ${qemu.release}` : `Linux ${guest.kernel}`,
  );
  return `; unsafe (${rules.join(', ')})${names.length === 0 ? '' : ` as ${names.join(' and ')}`}`;
}

function findingsOf(
  rows: readonly ResultRow[],
  { disk, site }: DiskSubject,
  judged: readonly JudgedCandidate[],
): readonly GateFinding[] {
  const cacheBytes = smallCacheOf(site.disk);
  const standing = standingOf(disk);
  const found = rows.flatMap((row) => row.findings.map((finding) => ({ row, finding })));
  return rules.flatMap(({ id }): GateFinding[] => {
    const own = found.filter(({ finding }) => finding.rule === id);
    const [first] = own;
    if (first === undefined) return [];
    const kinds = new Set<ViolationKind>(own.map(({ finding }) => finding.kind));
    const asked = [id as RuleId, disk.notation, blamedIn(own), standing] as const;
    const blamed = blamedField(id as RuleId, disk, site, spelledCures(...asked)[0]?.taken[0]);
    const isStruck = (fault: ResultRow['fault']): fault is FaultId => fault !== 'none';
    return [
      {
        rule: id,
        // Of configurations that differ in these the file tells none apart: the first one's.
        ...wordsOnStandIn(id as RuleId, first.row.configuration, disk),
        when: conditionOf(id, judged, cacheBytes),
        change: changeOf(...asked),
        kinds: violationKinds.filter((kind) => kinds.has(kind)),
        faults: [...new Set(own.map(({ row }) => row.fault).filter(isStruck))],
        scenarios: [...new Set(own.map(({ row }) => row.scenario))].sort(),
        failures: failuresIn(own),
        ...blamed,
        spelled: fieldWords(disk, blamed.field),
        example: shortest(own.map(({ finding }) => finding)),
      },
    ];
  });
}

/** Each once, the one first that is told of. */
function blamedIn(found: readonly { readonly row: ResultRow }[]): readonly Configuration[] {
  return distinct(found.map(({ row }) => row.configuration));
}

const fieldOf: Readonly<Record<string, keyof NotationRow['fields']>> = {
  writeback: 'cache',
  direct: 'cache',
  noFlush: 'cache',
  aio: 'aio',
  frontend: 'frontend',
};

/** What the definition calls a field; '' where it has no such word, or several. */
function fieldWords({ notation, source: { kind } }: VmDisk, field: string): string {
  const isServed = kind.known && /^vhost-(?:user|vdpa)$/u.test(kind.value);
  // Who serves such a disk has its cache and its engine.
  const key = isServed && field !== 'frontend' ? undefined : fieldOf[field];
  return key === undefined ? '' : (notationOf(notation).fields[key] ?? '');
}

/** What is found of another device than the disk's own says so. */
function wordsOnStandIn(rule: RuleId, configuration: Configuration, disk: VmDisk) {
  const words = wordsOf(rule, configuration);
  const isOther = disk.frontend.known && disk.frontend.value === 'other';
  return isOther ? { ...words, because: `${words.because} (${judgedAs(disk)})` } : words;
}

function failuresIn(
  found: readonly { readonly row: ResultRow; readonly finding: Finding }[],
): readonly string[] {
  const failing = found.map(
    ({ row: { scenario, fault }, finding: { kind } }) => `${scenario}:${fault}:${kind}`,
  );
  return [...new Set(failing)].sort();
}

function shortest(findings: readonly Finding[]): Finding | null {
  const [first] = [...findings].sort((a, b) => a.trace.length - b.trace.length);
  return first ?? null;
}
