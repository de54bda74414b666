import type { DiskChange, DiskVerdict, GateFinding } from '../model/gate-result.js';
import { verdicts } from '../model/verdict.js';

/** What a change made of a disk, waivers aside. */
export type PlainChange = Omit<DiskChange, 'waivedBy' | 'isWaived'>;

export function changeOf(disk: DiskVerdict, before: DiskVerdict | undefined): PlainChange {
  const { id, machine, failures } = disk;
  const known = new Set(before?.failures);
  const fresh = failures.filter((failure) => !known.has(failure));
  const change = before === undefined ? 'new' : wordOf(disk, before, fresh.length);
  const reason = change === 'worse' || change === 'new' ? whyWorse(disk, before, fresh) : '';
  const settings = before === undefined ? [] : differing(disk, before);
  return { id, machine, change, settings, newFailures: fresh.length, reason };
}

/** A new disk is worse than none, unless it is safe. */
export function isWorse({ verdict }: DiskVerdict, { change }: PlainChange): boolean {
  return change === 'worse' || (change === 'new' && verdict !== 'safe');
}

function differing(now: DiskVerdict, before: DiskVerdict): DiskChange['settings'] {
  const former: DiskVerdict['settings'] = { ...before.settings, ...before.around };
  return Object.entries({ ...now.settings, ...now.around }).flatMap(([field, after]) => {
    const old = former[field] ?? '';
    return old === after || isUnknown(field, old, after) ? [] : [{ field, before: old, after }];
  });
}

/** No release is known of a machine that none runs: that is no change of QEMU. */
const isUnknown = (field: string, ...values: readonly string[]) =>
  field === 'qemu' && values.includes('');

/** `BLK008: 90 new failures`, and of a disk that was or is inconclusive the two verdicts. */
function whyWorse(
  disk: DiskVerdict,
  before: DiskVerdict | undefined,
  fresh: readonly string[],
): string {
  const rules = newsOf(disk, before).map(({ rule }) => rule);
  const count =
    fresh.length === 0
      ? 'new, in what failed before'
      : `${fresh.length} new failure${fresh.length === 1 ? '' : 's'}`;
  const { verdict, reason } = disk;
  const was = before?.verdict;
  const isOpen = verdict === 'inconclusive' || was === 'inconclusive';
  const turned = was === undefined ? verdict : `${was} before, ${verdict} now`;
  const parts = [
    ...(rules.length === 0 ? [] : [`${[...new Set(rules)].join(', ')}: ${count}`]),
    ...(isOpen && was !== verdict ? [turned] : []),
  ];
  return parts.join(', ') || reason;
}

const rankOf = ({ verdict }: DiskVerdict) => verdicts.indexOf(verdict);

function wordOf(disk: DiskVerdict, before: DiskVerdict, fresh: number): DiskChange['change'] {
  if (fresh > 0 || rankOf(disk) > rankOf(before)) return 'worse';
  const isMended = disk.failures.length < before.failures.length || rankOf(disk) < rankOf(before);
  return isMended ? 'better' : wordByRules(disk, before);
}

/**
 * Where the same fails: a defect beside those that there were is worse. One in the place of another, which may
 * have hidden it, is neither.
 */
function wordByRules(disk: DiskVerdict, before: DiskVerdict): DiskChange['change'] {
  const isMore = ofNewRules(disk, before).length > 0;
  const isLess = ofNewRules(before, disk).length > 0;
  if (isMore === isLess) return 'same';
  return isMore ? 'worse' : 'better';
}

function ofNewRules({ findings }: DiskVerdict, before: DiskVerdict): readonly GateFinding[] {
  const known = new Set(before.findings.map(({ rule }) => rule));
  return findings.filter(({ rule }) => !known.has(rule));
}

/** What makes a disk worse: what fails anew, else rules that are new; nothing where it is only surer. */
export function newsOf(disk: DiskVerdict, before: DiskVerdict | undefined): readonly GateFinding[] {
  const known = new Set(before?.failures);
  const fresh = disk.findings.filter(({ failures }) =>
    failures.some((failure) => !known.has(failure)),
  );
  if (fresh.length > 0 || before === undefined || disk.verdict !== before.verdict) return fresh;
  return ofNewRules(disk, before);
}
