import type { Extent, Script, VersionId } from '../../model/script.js';
import type { Answer, RecoveryStep } from './recovery.js';
import { countUpTo, writesTo } from './script-index.js';

/** A block that is written in place, and its writes in program order. */
export interface Block {
  readonly extent: Extent;
  readonly versions: readonly VersionId[];
  /** For each of `versions`, its rank. */
  readonly ranks: readonly number[];
}

export function blocksOf(script: Script, region: string, ranks: Int32Array): Block[] {
  const extents = script.regions.find(({ name }) => name === region)?.extents ?? [];
  const versions: VersionId[][] = extents.map(() => []);
  for (const { id, element } of writesTo(script, region)) versions[element]?.push(id);
  return extents.map((extent, element) => {
    const own = versions[element] ?? [];
    return { extent, versions: own, ranks: own.map((version) => ranks[version] ?? 0) };
  });
}

/** A block that shows `found` where it must not. */
export interface Misplaced {
  readonly lba: number;
  readonly found: VersionId;
  /** For a stale sector, the write that must be there; otherwise 0. */
  readonly missing: VersionId;
}

/**
 * Looks at the blocks one by one: first whether one is wholly what was last logged (the usual
 * answer), and only if not, sector by sector. A mixture is repaired by the log's whole blocks as
 * long as no sector is older than `floor` or newer than what the log holds.
 */
export interface Scan {
  readonly block: number;
  /** -1 while the block as a whole is in question. */
  readonly sector: number;
  readonly stale: Misplaced | null;
  readonly ahead: Misplaced | null;
}

export const scanStart: Scan = { block: 0, sector: -1, stale: null, ahead: null };

/** What a scan holds blocks against: both decided by the log before the scan begins. */
export interface ScanLimits {
  /** Ranks up to here are in the log or were checkpointed. */
  readonly rank: number;
  /** Writes before this operation were made sure by the checkpoint; 0 for no checkpoint. */
  readonly checkpoint: VersionId;
}

/** What the scan asks next; null at its end. */
export function scanNext(
  blocks: readonly Block[],
  scan: Scan,
  { rank }: ScanLimits,
): RecoveryStep<never> | null {
  const block = blocks[scan.block];
  if (block === undefined) return null;
  if (scan.sector >= 0) return { kind: 'read', lba: block.extent.lba + scan.sector };
  const version = block.versions[countUpTo(block.ranks, rank) - 1] ?? 0;
  return { kind: 'verify', extent: block.extent, version };
}

/** The last write to the block that the checkpoint covers; 0 for none. */
function floorOf({ versions }: Block, checkpoint: VersionId): VersionId {
  return versions[countUpTo(versions, checkpoint) - 1] ?? 0;
}

function look(block: Block, scan: Scan, limits: ScanLimits, found: VersionId): Scan {
  const lba = block.extent.lba + scan.sector;
  const rank = block.ranks[countUpTo(block.versions, found) - 1] ?? 0;
  if (rank > limits.rank) return { ...scan, ahead: scan.ahead ?? { lba, found, missing: 0 } };
  const missing = floorOf(block, limits.checkpoint);
  // Identity is order: two writes to one block are never in flight together.
  return found < missing ? { ...scan, stale: scan.stale ?? { lba, found, missing } } : scan;
}

function goOn({ stale, ahead }: Scan, block: number, sector: number): Scan {
  return { block, sector, stale, ahead };
}

export function scanResume(
  blocks: readonly Block[],
  scan: Scan,
  limits: ScanLimits,
  answer: Answer,
): Scan {
  const block = blocks[scan.block];
  if (block === undefined) return scan;
  if (answer === true) return goOn(scan, scan.block + 1, -1);
  if (answer === false) return goOn(scan, scan.block, 0);
  const seen = look(block, scan, limits, answer);
  if (scan.sector + 1 < block.extent.sectorCount) return goOn(seen, scan.block, scan.sector + 1);
  return goOn(seen, scan.block + 1, -1);
}
