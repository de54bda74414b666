import type { Lba, Script, VersionId } from '../../model/script.js';
import { extentsOf, type Sequence, writesTo } from './transactions.js';
import { type Any, sampleSectors, shows, type View } from './view.js';

/** A block that a log's transactions are written back to. */
export interface Block {
  readonly sectors: readonly Lba[];
  /** Its writes, oldest first. */
  readonly versions: readonly VersionId[];
  readonly rankOf: (shown: VersionId) => number;
}

export function blocksOf(view: View, region: string, { rankOf }: Sequence): Block[] {
  const { script }: { script: Script } = view;
  const writes = writesTo(script, region);
  return extentsOf(script, region).map((extent, element) => {
    const versions = writes.filter((write) => write.element === element).map(({ id }) => id);
    return {
      sectors: sampleSectors(view, extent),
      versions,
      rankOf: (shown) => rankOf(versions.findLast((version) => version <= shown) ?? 0),
    };
  });
}

/** The ways in which a sector of the block shows a write that `allows` accepts. */
export function showsIn(
  view: View,
  { sectors }: Block,
  allows: (version: VersionId) => boolean,
): Any {
  return sectors.flatMap((lba) => shows(view, lba, allows));
}
