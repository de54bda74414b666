import type { Extent, Script, VersionId } from '../../model/script.js';
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

/** The last write to the block that the log or a checkpoint up to this rank holds; 0 for none. */
export function loggedVersion({ versions, ranks }: Block, rank: number): VersionId {
  return versions[countUpTo(ranks, rank) - 1] ?? 0;
}

/** What a block is held against: decided by the log before any block is looked at. */
export interface BlockLimits {
  /** Ranks up to here are in the log or were checkpointed. */
  readonly rank: number;
  /**
   * Writes before this operation, of ranks up to its own, were made sure by the checkpoint; 0 for no
   * checkpoint.
   */
  readonly checkpoint: VersionId;
  readonly checkpointRank: number;
}

/** How a sector of a block relates to the log. */
export type Placement =
  /** The log's whole block repairs whatever is there. */
  | { readonly kind: 'fine' }
  /** Older than what the checkpoint vouches for. */
  | { readonly kind: 'stale'; readonly missing: VersionId }
  /** Newer than anything that the log holds. */
  | { readonly kind: 'ahead' };

const fine: Placement = { kind: 'fine' };

export function placementOf(
  { versions, ranks }: Block,
  { rank, checkpoint, checkpointRank }: BlockLimits,
  found: VersionId,
): Placement {
  const foundRank = ranks[countUpTo(versions, found) - 1] ?? 0;
  if (foundRank > rank) return { kind: 'ahead' };
  const vouched = Math.min(countUpTo(versions, checkpoint), countUpTo(ranks, checkpointRank));
  const missing = versions[vouched - 1] ?? 0;
  // Identity is order: two writes to one block are never in flight together.
  return found < missing ? { kind: 'stale', missing } : fine;
}
