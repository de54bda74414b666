import type { Extent, Lba, Script, VersionId } from '../../model/script.js';
import type { CutCondition } from '../cut/condition.js';
import type { Model } from '../cut/demands.js';
import { blockOf, unitOf } from '../cut/sectors.js';

/** Conditions that hold together, and the ways in which something can come about. */
export type All = readonly CutCondition[];
export type Any = readonly All[];

/** A script on a behaviour, as weak points are looked for in it. */
export interface View {
  readonly script: Script;
  readonly model: Model;
}

/** What the sector may show, oldest first; 0 is what was there before the script. */
export function versionsAt({ model }: View, lba: Lba): readonly VersionId[] {
  return [0, ...(model.sectors.columns.get(lba) ?? []).map(({ operation }) => operation.id)];
}

/**
 * Sectors that stand for all of the extent. Those with the same writes, in the same unit and the
 * same host block, can show the same; two of them are enough where each is decided for itself.
 */
export function sampleSectors(view: View, { lba, sectorCount }: Extent): readonly Lba[] {
  const { behaviour, sectors } = view.model;
  const isWhole = behaviour.unitSectors > 1;
  const seen = new Map<string, number>();
  const sample: Lba[] = [];
  for (let sector = lba; sector < lba + sectorCount; sector += 1) {
    const unit = isWhole ? unitOf(sectors, sector) : -1;
    const block = behaviour.allocation === behaviour.data ? -1 : blockOf(sectors, sector);
    const key = [unit, block, ...versionsAt(view, sector)].join();
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    if (count <= (isWhole ? 1 : 2)) sample.push(sector);
  }
  return sample;
}

function missing(lba: Lba, versions: readonly VersionId[]): All {
  return versions.map((write) => ({ is: 'missing', write, lba }));
}

/** The ways in which the sector shows exactly this write, where others may be in flight with it. */
export function showsAmongOthers(view: View, lba: Lba, version: VersionId): Any {
  const others = versionsAt(view, lba).filter((other) => other !== 0 && other !== version);
  if (version === 0) return [missing(lba, others)];
  const beneath = others.map(
    (write): Any => [
      [{ is: 'landed-before', write, other: version }],
      [{ is: 'missing', write, lba }],
    ],
  );
  return both([[{ is: 'present', write: version, lba }]], ...beneath);
}

/** The ways in which the sector shows a version that `allows` accepts. */
export function shows(view: View, lba: Lba, allows: (version: VersionId) => boolean): Any {
  const versions = versionsAt(view, lba);
  if (view.script.overlapDeclared) {
    return versions.filter(allows).flatMap((version) => showsAmongOthers(view, lba, version));
  }
  const ways: All[] = [];
  // Where those begin that follow one another and are all accepted.
  let from = 0;
  for (const [at, version] of versions.entries()) {
    if (!allows(version)) {
      from = at + 1;
      continue;
    }
    const next = versions[at + 1];
    if (next !== undefined && allows(next)) continue;
    const reached: All = from === 0 ? [] : [{ is: 'present', write: versions[from] ?? 0, lba }];
    ways.push([...reached, ...missing(lba, versions.slice(at + 1))]);
  }
  return ways;
}

/** The ways in which not all of the extent shows this version. */
export function notWhole(view: View, extent: Extent, version: VersionId): Any {
  return sampleSectors(view, extent).flatMap((lba) =>
    shows(view, lba, (shown) => shown !== version),
  );
}

/** The ways in which all of the extent shows this version: one, or none. */
export function whole(view: View, extent: Extent, version: VersionId): Any {
  return both(
    ...sampleSectors(view, extent).map((lba) => shows(view, lba, (shown) => shown === version)),
  );
}

/** All ways to have one way of each. */
export function both(...parts: readonly Any[]): Any {
  return parts.reduce<Any>(
    (ways, part) => ways.flatMap((way) => part.map((more) => [...way, ...more])),
    [[]],
  );
}

export function hasRun(operation: number): Any {
  return [[{ is: 'run', operation }]];
}

/** Of acknowledgements, those that are not surely after another one of them. */
export function earliest(view: View, acknowledges: readonly number[]): readonly number[] {
  const { predecessors, begun } = view.model.timeline;
  const moments = acknowledges.map((operation) => begun.get(operation) ?? 0);
  // One thread does one thing after the other, and its moments are numbered in that order.
  if (view.script.threads.length === 1) {
    const first = Math.min(...moments);
    return acknowledges.filter((_, at) => moments[at] === first).slice(0, 1);
  }
  return acknowledges.filter((_, at) => {
    const before = new Set<number>();
    const stack = [...(predecessors[moments[at] ?? 0] ?? [])];
    for (let moment = stack.pop(); moment !== undefined; moment = stack.pop()) {
      if (before.has(moment)) continue;
      before.add(moment);
      stack.push(...(predecessors[moment] ?? []));
    }
    return !moments.some((moment) => before.has(moment));
  });
}
