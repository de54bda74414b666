import type { DiskChange, DiskVerdict, GateResult } from '../model/gate-result.js';
import { verdicts } from '../model/verdict.js';
import { type FailOn, summaryOf } from './summary.js';

/**
 * What a change made worse or better, disk by disk. Disks are the same by the name of their machine
 * and their own, wherever the file lies now.
 */
export function compared(
  now: GateResult,
  before: GateResult,
  base: string,
  failOn: FailOn,
): GateResult {
  const known = new Map(before.disks.map((disk) => [meaningOf(disk), disk]));
  const changes = now.disks.map((disk) => changeOf(disk, known.get(meaningOf(disk))));
  const worse = now.disks.filter((_, at) => isWorse(changes[at]));
  const gone = before.disks.filter((disk) => !now.disks.some((each) => isSame(each, disk)));
  const alreadyFailing = now.disks.filter(
    (disk, at) => disk.verdict === 'unsafe' && !isWorse(changes[at]),
  ).length;
  const disks = worse.map((disk) => onlyNew(disk, known.get(meaningOf(disk))));
  return {
    ...now,
    disks,
    comparison: {
      base,
      changes: [...changes, ...gone.map(goneOf)].filter(({ change }) => change !== 'same'),
      alreadyFailing,
    },
    summary: summaryOf(disks, now.summary, failOn),
  };
}

/** Machines without a name are told apart by their disks' files alone. */
function meaningOf({ machine, id }: DiskVerdict): string {
  return JSON.stringify([
    machine,
    id.startsWith(`${machine}/`) ? id.slice(machine.length + 1) : id,
  ]);
}

function isSame(one: DiskVerdict, other: DiskVerdict): boolean {
  return meaningOf(one) === meaningOf(other);
}

function isWorse(change: DiskChange | undefined): boolean {
  return change?.change === 'worse' || (change?.change === 'new' && change.newFailures > 0);
}

function changeOf(disk: DiskVerdict, before: DiskVerdict | undefined): DiskChange {
  const { id, machine, failures } = disk;
  if (before === undefined) {
    const newFailures = disk.verdict === 'safe' ? 0 : Math.max(failures.length, 1);
    return { id, machine, change: 'new', settings: [], newFailures };
  }
  const fresh = failures.filter((failure) => !before.failures.includes(failure));
  const settings = Object.entries(disk.settings).flatMap(([field, after]) => {
    const old = before.settings[field] ?? '';
    return old === after ? [] : [{ field, before: old, after }];
  });
  return {
    id,
    machine,
    change: wordOf(disk, before, fresh.length),
    settings,
    newFailures: fresh.length,
  };
}

function wordOf(disk: DiskVerdict, before: DiskVerdict, fresh: number): DiskChange['change'] {
  const rank = ({ verdict }: DiskVerdict) => verdicts.indexOf(verdict);
  if (fresh > 0 || rank(disk) > rank(before)) return 'worse';
  const isMended = disk.failures.length < before.failures.length || rank(disk) < rank(before);
  return isMended ? 'better' : 'same';
}

function goneOf({ id, machine }: DiskVerdict): DiskChange {
  return { id, machine, change: 'gone', settings: [], newFailures: 0 };
}

/** What a disk failed in before is no news. */
function onlyNew(disk: DiskVerdict, before: DiskVerdict | undefined): DiskVerdict {
  if (before === undefined) return disk;
  const isNew = ({ rule, scenarios, faults, kinds }: DiskVerdict['findings'][number]) =>
    scenarios.length === 0
      ? !before.failures.includes(rule)
      : scenarios.some((scenario) =>
          faults.some((fault) =>
            kinds.some((kind) => {
              const failure = `${scenario}:${fault}:${kind}`;
              return disk.failures.includes(failure) && !before.failures.includes(failure);
            }),
          ),
        );
  return { ...disk, findings: disk.findings.filter(isNew) };
}
