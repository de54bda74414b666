import type { Extent, Lba, OperationId, Requirement, VersionId } from '../../model/script.js';

interface Change {
  readonly lba: Lba;
  readonly before: VersionId;
  readonly after: VersionId;
}

/**
 * What each sector must hold once everything submitted so far is durable: the last write to it that
 * the program's order puts before this point, or (an aftermath knows) one that was submitted later
 * or was in flight together with it.
 */
export interface Versions {
  readonly last: Int32Array;
  /** Changes since each open thread began, innermost last; empty outside `parallel`. */
  readonly open: Change[][];
}

export function createVersions(sectorCount: number): Versions {
  return { last: new Int32Array(sectorCount), open: [] };
}

export function setVersion(versions: Versions, lba: Lba, after: OperationId): void {
  const before = versions.last[lba] ?? 0;
  versions.open.at(-1)?.push({ lba, before, after });
  versions.last[lba] = after;
}

/** A thread begins; it sees what its parent had written. */
export function beginThread(versions: Versions): void {
  versions.open.push([]);
}

/** A thread ends; its siblings must not see what it wrote, as nothing orders them. */
export function endThread(versions: Versions): readonly Change[] {
  const changes = versions.open.pop() ?? [];
  for (const { lba, before } of changes.toReversed()) versions.last[lba] = before;
  return changes;
}

/** All threads have run, and what they wrote comes before what follows. */
export function joinThreads(versions: Versions, threads: readonly (readonly Change[])[]): void {
  for (const { lba, after } of threads.flat()) setVersion(versions, lba, after);
}

/** What must survive of these extents, in runs of one version. */
export function requirements(versions: Versions, extents: readonly Extent[]): Requirement[] {
  const found: { lba: Lba; sectorCount: number; version: VersionId }[] = [];
  for (const { lba, sectorCount } of extents) {
    for (let sector = lba; sector < lba + sectorCount; sector += 1) {
      const version = versions.last[sector] ?? 0;
      const run = found.at(-1);
      if (run?.version === version && run.lba + run.sectorCount === sector) {
        run.sectorCount += 1;
      } else if (version !== 0) {
        found.push({ lba: sector, sectorCount: 1, version });
      }
    }
  }
  return found;
}
