import type { DiskVerdict } from '../model/gate-result.js';

/** What makes two disks the same, the surest first; '' where it says nothing of this disk. */
const meanings: readonly ((disk: DiskVerdict) => string)[] = [
  (disk) => key(pathOf(disk), disk.machine, ownId(disk)),
  (disk) => key(nameOf(disk), disk.machine, ownId(disk)),
  // The file was renamed.
  (disk) => (disk.machine === '' ? '' : key(disk.machine, ownId(disk))),
  // The machine was renamed.
  (disk) => key(pathOf(disk), ownId(disk)),
  (disk) => key(nameOf(disk), ownId(disk)),
  // The disk hangs on another bus now, by another name.
  (disk) => (disk.source === '' ? '' : key(disk.machine, disk.source)),
];

/** The former self of each disk, wherever it stands now. No disk is the former self of two. */
export function pairsOf(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
): ReadonlyMap<DiskVerdict, DiskVerdict> {
  const pairs = new Map<DiskVerdict, DiskVerdict>();
  const taken = new Set<DiskVerdict>();
  for (const meaningOf of meanings) {
    const left = new Map<string, DiskVerdict[]>();
    for (const disk of before) {
      const meaning = meaningOf(disk);
      if (taken.has(disk) || meaning === '') continue;
      left.set(meaning, [...(left.get(meaning) ?? []), disk]);
    }
    for (const disk of now) {
      const former = pairs.has(disk) ? undefined : left.get(meaningOf(disk))?.shift();
      if (former === undefined) continue;
      pairs.set(disk, former);
      taken.add(former);
    }
  }
  return pairs;
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** As the format calls it, without the machine's name. */
function ownId({ machine, id }: DiskVerdict): string {
  return id.startsWith(`${machine}/`) ? id.slice(machine.length + 1) : id;
}

function pathOf({ file }: DiskVerdict): string {
  return file.replace(/^(\.\/)+/u, '');
}

function nameOf({ file }: DiskVerdict): string {
  return file.slice(file.lastIndexOf('/') + 1);
}
