import type { Extent, Lba, Script, VersionId } from '../../model/script.js';
import type { World } from '../../stack/world.js';
import { branchOver, type CrashTree, open, peek, read } from './crash-tree.js';

/**
 * Decides sector for sector whether all of the extent shows the version. Of sectors that nothing tells
 * apart the first stands for the others: where one of them shows something else, it does.
 */
export function branchOverSectors(
  tree: CrashTree,
  extent: Extent,
  version: VersionId,
  visit: (answer: boolean) => void,
): void {
  const others = stoodFor(tree, extent);
  const end = extent.lba + extent.sectorCount;
  const go = (from: Lba): void => {
    let sector = from;
    while (sector < end && peek(tree, sector) === version) sector += 1;
    if (sector === end) return visit(true);
    branchOverSector(tree, sector, (shown) => {
      if (shown === version) go(sector + 1);
      else if (!others.has(sector)) visit(false);
    });
  };
  go(extent.lba);
}

/** After the last fault it does not matter in which way a sector comes to show what it shows. */
function branchOverSector(tree: CrashTree, lba: Lba, visit: (shown: VersionId) => void): void {
  const before = new Set<VersionId>();
  branchOver(
    tree,
    () => read(tree, lba),
    (shown) => {
      if (tree.fault === 'second' && before.has(shown)) return;
      before.add(shown);
      visit(shown);
    },
  );
}

/**
 * Open sectors of the extent with another before them that had the same writes, of which as much is
 * known. The extent's first sector is none of them, because recoveries read it alone.
 */
function stoodFor(tree: CrashTree, extent: Extent): ReadonlySet<Lba> {
  const { program, world } = tree.crash.machine;
  const others = new Set<Lba>();
  if (isCut(program.script, extent)) return others;
  let standIn = -1;
  for (let lba = extent.lba + 1; lba < extent.lba + extent.sectorCount; lba += 1) {
    if (peek(tree, lba) !== open) continue;
    if (standIn === -1) standIn = lba;
    else if (areAlike(world, standIn, lba)) others.add(lba);
  }
  return others;
}

function areAlike(world: World, one: Lba, other: Lba): boolean {
  const { entryDoubted, entryFate, entryOlder, entryWrite, unitHead } = world;
  let [left, right] = [unitHead[one] ?? 0, unitHead[other] ?? 0];
  while (left !== 0 && right !== 0) {
    for (const field of [entryWrite, entryDoubted, entryFate])
      if (field[left] !== field[right]) return false;
    [left, right] = [entryOlder[left] ?? 0, entryOlder[right] ?? 0];
  }
  return left === right;
}

const edges = new WeakMap<Script, ReadonlySet<Lba>>();

/** Whether somebody writes, or is promised, some sectors of the extent behind its first and not others. */
function isCut(script: Script, { lba, sectorCount }: Extent): boolean {
  const known = edges.get(script) ?? edgesOf(script);
  edges.set(script, known);
  for (let at = lba + 2; at < lba + sectorCount; at += 1) if (known.has(at)) return true;
  return false;
}

function edgesOf({ atomics, obligations, operations, orderings, regions }: Script): Set<Lba> {
  const extents: readonly Extent[] = [
    ...operations,
    ...regions.flatMap((region) => region.extents),
    ...obligations.flatMap(({ requires }) => requires),
    ...orderings.flatMap(({ first }) => first),
    ...atomics.flatMap(({ ranges }) => ranges),
  ];
  return new Set(extents.flatMap(({ lba, sectorCount }) => [lba, lba + sectorCount]));
}
