import type { DiskChange, DiskVerdict, GateFinding, GateResult } from '../model/gate-result.js';
import { verdicts } from '../model/verdict.js';
import { goneChange, goneOf } from './gone.js';
import { pairsOf } from './pairs.js';
import { type FailOn, summaryOf } from './summary.js';

/** What a change made worse or better, disk by disk. What failed before and still does is counted. */
export function compared(
  now: GateResult,
  before: GateResult,
  base: string,
  failOn: FailOn,
): GateResult {
  const formerOf = pairsOf(now.disks, before.disks);
  const judged = now.disks.map((disk) => {
    const former = formerOf.get(disk);
    return { disk, former, change: changeOf(disk, former) };
  });
  const worse = judged.filter(({ change }) => isWorse(change));
  const gone = goneOf(now.disks, before.disks).map((disk) => goneChange(disk, now));
  const disks = worse.map(({ disk, former: old }) => (old ? onlyNew(disk, old) : disk));
  const changes = [...judged.map(({ change }) => change), ...gone];
  return {
    ...now,
    disks,
    comparison: {
      base,
      changes: changes.filter(({ change }) => change !== 'same'),
      alreadyFailing: judged.filter(
        ({ disk, change }) => disk.verdict !== 'safe' && !isWorse(change),
      ).length,
    },
    summary: summaryOf(disks, now, failOn),
  };
}

function isWorse({ change, newFailures }: DiskChange): boolean {
  return change === 'worse' || (change === 'new' && newFailures > 0);
}

function changeOf(disk: DiskVerdict, before: DiskVerdict | undefined): DiskChange {
  const { id, machine, failures } = disk;
  if (before === undefined) {
    const newFailures = disk.verdict === 'safe' ? 0 : Math.max(failures.length, 1);
    return { id, machine, change: 'new', settings: [], newFailures, reason: '' };
  }
  const fresh = failures.filter((failure) => !before.failures.includes(failure));
  const settings = Object.entries(disk.settings).flatMap(([field, after]) => {
    const old = before.settings[field] ?? '';
    return old === after ? [] : [{ field, before: old, after }];
  });
  const change = wordOf(disk, before, fresh.length);
  return { id, machine, change, settings, newFailures: fresh.length, reason: '' };
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
  const findings = disk.findings.filter((finding) =>
    failuresOf(finding, disk.failures).some((failure) => !known.has(failure)),
  );
  return findings.length === 0 ? disk : { ...disk, findings };
}

/** Those of a disk's failures that a finding is about. */
export function failuresOf(
  { rule, scenarios, faults, kinds }: GateFinding,
  failures: readonly string[],
): readonly string[] {
  const own =
    scenarios.length === 0
      ? [rule]
      : scenarios.flatMap((scenario) =>
          faults.flatMap((fault) => kinds.map((kind) => `${scenario}:${fault}:${kind}`)),
        );
  const wanted = new Set(own);
  return failures.filter((failure) => wanted.has(failure));
}
