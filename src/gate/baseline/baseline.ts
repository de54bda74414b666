import type { DiskVerdict } from '../../model/gate-result.js';
import { bareFinding } from '../bare-finding.js';
import { evidenceOf } from '../evidence.js';
import { allFailures } from '../judge-disk.js';
import { byName, byUnits } from './order.js';
import type { Baseline, Examined } from './schema.js';

/** A short name of a text that no other has. */
export type Digest = (text: string) => string;

type Entry = Baseline['disks'][number];
type SharedFinding = Baseline['findings'][string];

/** What is known of a run beside its disks. */
interface RunFacts {
  readonly blkcheckVersion: string;
  readonly examined: Examined;
  /** A file's name without what it is only on this machine. */
  readonly fileOf: (file: string) => string;
  readonly digest: Digest;
}

/**
 * What of disks has to be kept so that another state of them can be compared: what they are called and lie on,
 * and how they were judged before waivers. No places in files, and no sentences, which change by themselves.
 */
export function baselineOf(
  disks: readonly DiskVerdict[],
  { blkcheckVersion, examined, fileOf, digest }: RunFacts,
): Baseline {
  const around = new Map<string, DiskVerdict['around']>();
  const findings = new Map<string, SharedFinding>();
  const entryOf = (disk: DiskVerdict): Entry => {
    const aroundKey = aroundKeyOf(disk.around, digest);
    around.set(aroundKey, disk.around);
    const own = disk.findings.map(({ rule, failures }) => {
      const finding = { rule, failures: [...failures] };
      const key = findingKeyOf(finding, digest);
      findings.set(key, finding);
      return key;
    });
    const { id, machine, qualified, counted, source, verdict, undecided, settings } = disk;
    return {
      file: fileOf(disk.file),
      machine,
      ...(qualified === machine ? {} : { qualified }),
      id,
      ...(counted.length === 0 ? {} : { counted: [...counted] }),
      source: sourceDigest(source, digest),
      verdict,
      ...(undecided === '' ? {} : { undecided: true }),
      settings,
      around: aroundKey,
      findings: own,
    };
  };
  const entries = disks.map(entryOf).sort(byNames);
  return {
    blkcheck: 'baseline/1',
    blkcheckVersion,
    examined,
    disks: entries,
    around: sorted(around),
    findings: sorted(findings),
  };
}

export function aroundKeyOf(around: DiskVerdict['around'], digest: Digest): string {
  return digest(JSON.stringify(around));
}

/** Begins with the rule, for whoever reads what a disk has. */
export function findingKeyOf({ rule, failures }: SharedFinding, digest: Digest): string {
  return `${rule}-${digest(JSON.stringify([rule, failures]))}`;
}

/** Paths of a machine, and what else stands in the name of an image, are nobody's business. */
export function sourceDigest(source: string, digest: Digest): string {
  return source === '' ? '' : digest(source);
}

const qualifiedOf = ({ machine, qualified = machine }: Entry) => qualified;

function byNames(one: Entry, other: Entry): number {
  return (
    byName(one.file, other.file) ||
    byName(qualifiedOf(one), qualifiedOf(other)) ||
    byName(one.id, other.id)
  );
}

function sorted<Value>(entries: ReadonlyMap<string, Value>): Record<string, Value> {
  return Object.fromEntries([...entries].sort(([one], [other]) => byUnits(one, other)));
}

/** What a baseline's names mean where it is read. */
interface Meaning {
  readonly fileOf: (file: string) => string;
  /** A source by its digest. */
  readonly sourceOf: (digest: string) => string;
}

/** The disks as they were, with all that a comparison asks of them. */
export function formerDisks(
  { disks, around, findings }: Pick<Baseline, 'disks' | 'around' | 'findings'>,
  { fileOf, sourceOf }: Meaning,
): readonly DiskVerdict[] {
  const aroundBy = new Map(Object.entries(around));
  // Nothing is told of what failed: it is compared.
  const findingBy = new Map(
    Object.entries(findings).map(([key, { rule, failures }]) => [
      key,
      bareFinding(rule, failures, nowhere),
    ]),
  );
  return disks.map((entry): DiskVerdict => {
    const { id, machine, source, verdict, settings } = entry;
    const own = entry.findings.flatMap((key) => findingBy.get(key) ?? []);
    const file = fileOf(entry.file);
    return {
      id,
      machine,
      qualified: qualifiedOf(entry),
      counted: entry.counted ?? [],
      file,
      at: { ...nowhere, file },
      source: sourceOf(source),
      verdict,
      reason: verdict === 'inconclusive' ? unsaid : '',
      undecided: entry.undecided === true ? unsaid : '',
      findings: own,
      waived: [],
      failures: allFailures(own),
      configurations: [],
      evidence: evidenceOf([], 0),
      settings,
      around: aroundBy.get(entry.around) ?? {},
    };
  });
}

const unsaid = 'it was not decided';
const nowhere = { file: '', line: 1, column: 1, endColumn: 1 };
