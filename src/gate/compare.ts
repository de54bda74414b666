import type { DiskChange, DiskVerdict, GateResult } from '../model/gate-result.js';
import { verdicts } from '../model/verdict.js';
import { goneChange, goneOf } from './gone.js';
import { pairsOf } from './pairs.js';
import { type FailOn, summaryOf } from './summary.js';

/** What is compared with. */
export interface Base {
  readonly name: string;
  readonly result: GateResult;
  /** Whether a file is missed where it is no more. */
  readonly isSelected: (file: string) => boolean;
}

/** What a change made worse or better, disk by disk. What failed before and still does is counted. */
export function compared(
  now: GateResult,
  { name: base, result: before, isSelected }: Base,
  failOn: FailOn,
): GateResult {
  const formerOf = pairsOf(now.disks, before.disks);
  const judged = now.disks.map((disk) => {
    const former = formerOf.get(disk);
    return { disk, former, change: changeOf(disk, former) };
  });
  const worse = judged.filter(isWorse);
  const gone = goneOf(now.disks, before.disks)
    .filter(({ file }) => isSelected(file))
    .map((disk) => goneChange(disk, now));
  const disks = worse.map(({ disk, former: old }) => (old ? onlyNew(disk, old) : disk));
  const changes = [...judged.map(({ change }) => change), ...gone];
  return {
    ...now,
    disks,
    comparison: {
      base,
      changes: changes.filter(({ change }) => change !== 'same'),
      alreadyFailing: judged.filter((each) => each.disk.verdict !== 'safe' && !isWorse(each))
        .length,
    },
    summary: summaryOf(disks, now, failOn),
  };
}

function isWorse({ disk, change: { change } }: { disk: DiskVerdict; change: DiskChange }): boolean {
  return change === 'worse' || (change === 'new' && disk.verdict !== 'safe');
}

function changeOf(disk: DiskVerdict, before: DiskVerdict | undefined): DiskChange {
  const { id, machine, failures } = disk;
  const known = new Set(before?.failures);
  const fresh = failures.filter((failure) => !known.has(failure));
  const change = before === undefined ? 'new' : wordOf(disk, before, fresh.length);
  const reason = change === 'worse' || change === 'new' ? whyWorse(disk, before, fresh) : '';
  const settings = before === undefined ? [] : differing(disk, before);
  return { id, machine, change, settings, newFailures: fresh.length, reason };
}

function differing(now: DiskVerdict, before: DiskVerdict): DiskChange['settings'] {
  const former: DiskVerdict['settings'] = { ...before.settings, ...before.around };
  return Object.entries({ ...now.settings, ...now.around }).flatMap(([field, after]) => {
    const old = former[field] ?? '';
    return old === after ? [] : [{ field, before: old, after }];
  });
}

/** `BLK008: 90 new failures`, and of a disk that was or is inconclusive the two verdicts. */
function whyWorse(
  { verdict, findings, reason }: DiskVerdict,
  before: DiskVerdict | undefined,
  fresh: readonly string[],
): string {
  const isFresh = new Set(fresh);
  const rules = findings
    .filter(({ failures }) => failures.some((failure) => isFresh.has(failure)))
    .map(({ rule }) => rule);
  const count = `${fresh.length} new failure${fresh.length === 1 ? '' : 's'}`;
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
  return isMended ? 'better' : 'same';
}

/** What a disk failed in before is no news, unless it was not sure then. */
function onlyNew(disk: DiskVerdict, before: DiskVerdict): DiskVerdict {
  const known = new Set(before.failures);
  const findings = disk.findings.filter(({ failures }) =>
    failures.some((failure) => !known.has(failure)),
  );
  return findings.length === 0 ? disk : { ...disk, findings };
}
