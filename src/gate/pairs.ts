import type { DiskVerdict } from '../model/gate-result.js';
import { groupBy } from '../model/group-by.js';

/**
 * What two disks have in common that are one, the surest first: the names that are written, then what
 * the disk lies on. A name that is a place among others says nothing as soon as something before it
 * is added, removed or moved.
 */
interface Meaning {
  /** '' where it says nothing of this disk. */
  readonly of: (disk: Named) => string;
  /** It means a disk only if there is just one of it before and now. */
  readonly isOfOne?: true;
}

const named = (disk: Named, ...where: readonly string[]) =>
  disk.id === '' || disk.isCounted ? '' : key(...where, disk.id);
const lying = (disk: Named, ...where: readonly string[]) =>
  disk.source === '' ? '' : key(...where, disk.source);
/** A place in a machine that is known by itself, as long as it has as many disks. */
const placed = (disk: Named, ...where: readonly string[]) =>
  disk.isCounted ? '' : key(...where, disk.place, `${disk.count}`);

const meanings: readonly Meaning[] = [
  { of: (disk) => named(disk, disk.path, disk.machine) },
  { of: (disk) => named(disk, disk.name, disk.machine) },
  // The file was renamed.
  { of: (disk) => (disk.machine === '' ? '' : named(disk, disk.machine)) },
  { of: (disk) => lying(disk, disk.path, disk.machine, disk.id) },
  { of: (disk) => lying(disk, disk.name, disk.machine, disk.id) },
  // The disk hangs on another bus now, by another name.
  { of: (disk) => lying(disk, disk.path, disk.machine) },
  { of: (disk) => lying(disk, disk.name, disk.machine) },
  { of: (disk) => lying(disk, disk.machine) },
  // The machine was renamed.
  { of: (disk) => lying(disk, disk.path, disk.id) },
  { of: (disk) => lying(disk, disk.name, disk.id) },
  { of: (disk) => lying(disk, disk.path) },
  { of: (disk) => lying(disk, disk.name) },
  // The machine was renamed, and its file after it.
  { of: (disk) => (disk.id === '' ? '' : lying(disk, disk.id)), isOfOne: true },
  { of: (disk) => named(disk, disk.path), isOfOne: true },
  { of: (disk) => named(disk, disk.name), isOfOne: true },
  // It lies on something else.
  { of: (disk) => placed(disk, disk.path, disk.machine), isOfOne: true },
  { of: (disk) => placed(disk, disk.name, disk.machine), isOfOne: true },
  // Nothing at all is known of it but how it is judged, and where it stands.
  { of: (disk) => (disk.source === '' ? key(disk.path, stateOf(disk.disk)) : '') },
  { of: (disk) => (disk.source === '' ? key(disk.path, disk.disk.id, `${disk.all}`) : '') },
];

/** A disk by the names that are written of it; '' for what is none. */
interface Named {
  readonly disk: DiskVerdict;
  readonly path: string;
  /** Of the file, without its folders. */
  readonly name: string;
  readonly machine: string;
  /** The machine is one of several of its file, and has no name. */
  readonly isCounted: boolean;
  readonly id: string;
  /** The id, even where it is a place. */
  readonly place: string;
  readonly source: string;
  /** Disks of its machine. */
  readonly count: number;
  /** Disks of its file. */
  readonly all: number;
}

/** The former self of each disk, wherever it stands now. No disk is the former self of two. */
export function pairsOf(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
): ReadonlyMap<DiskVerdict, DiskVerdict> {
  const pairs = new Map<DiskVerdict, DiskVerdict>();
  let left = { now: allNamed(now), before: allNamed(before) };
  for (const { of, isOfOne } of meanings) {
    const former = groupBy(left.before, of);
    const taken = new Set<DiskVerdict>();
    for (const [meaning, some] of groupBy(left.now, of)) {
      if (meaning === '') continue;
      const others = former.get(meaning) ?? [];
      if (isOfOne === true && (some.length > 1 || others.length > 1)) continue;
      for (const [one, old] of together(some.map(diskOf), others.map(diskOf))) {
        pairs.set(one, old);
        taken.add(old);
      }
    }
    left = {
      now: left.now.filter(({ disk }) => !pairs.has(disk)),
      before: left.before.filter(({ disk }) => !taken.has(disk)),
    };
  }
  return pairs;
}

const diskOf = ({ disk }: Named): DiskVerdict => disk;

/**
 * Disks of one meaning: those that are as they were, then by their order. Where some are gone, nobody
 * knows which, and what is left is held against the best of them.
 */
function together(
  now: readonly DiskVerdict[],
  before: readonly DiskVerdict[],
): readonly (readonly [DiskVerdict, DiskVerdict])[] {
  const pairs: (readonly [DiskVerdict, DiskVerdict])[] = [];
  const left = [...before];
  const others = now.filter((disk) => {
    const same = left.findIndex((old) => stateOf(old) === stateOf(disk));
    const [old] = same === -1 ? [] : left.splice(same, 1);
    if (old !== undefined) pairs.push([disk, old]);
    return old === undefined;
  });
  if (left.length > others.length) left.sort((a, b) => a.failures.length - b.failures.length);
  for (const [index, disk] of others.entries()) {
    const old = left[index];
    if (old !== undefined) pairs.push([disk, old]);
  }
  return pairs;
}

function stateOf({ source, verdict, failures, settings }: DiskVerdict): string {
  return JSON.stringify([source, verdict, failures, settings]);
}

function allNamed(disks: readonly DiskVerdict[]): readonly Named[] {
  const inMachine = countsBy(disks, (disk) => key(disk.file, disk.machine));
  const inFile = countsBy(disks, ({ file }) => file);
  return disks.map((disk) => {
    const isCounted = disk.counted.includes('machine');
    const place = ownId(disk);
    return {
      disk,
      path: disk.file.replace(/^(\.\/)+/u, ''),
      name: disk.file.slice(disk.file.lastIndexOf('/') + 1),
      machine: isCounted ? '' : disk.qualified,
      isCounted,
      id: disk.counted.includes('id') ? '' : place,
      place,
      source: disk.source,
      count: inMachine(disk),
      all: inFile(disk),
    };
  });
}

function countsBy(
  disks: readonly DiskVerdict[],
  of: (disk: DiskVerdict) => string,
): (disk: DiskVerdict) => number {
  const counts = new Map<string, number>();
  for (const disk of disks) counts.set(of(disk), (counts.get(of(disk)) ?? 0) + 1);
  return (disk) => counts.get(of(disk)) ?? 0;
}

function key(...parts: readonly string[]): string {
  return JSON.stringify(parts);
}

/** As the format calls it, without the machine's name. */
function ownId({ machine, counted, id }: DiskVerdict): string {
  if (machine === '' && counted.includes('machine')) return id.replace(/^vm\d+\//u, '');
  return id.startsWith(`${machine}/`) ? id.slice(machine.length + 1) : id;
}
