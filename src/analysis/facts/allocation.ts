import { allocations, type FormatRow, formats } from '../../catalogue/dimensions/images.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { Reason } from '../reason.js';
import { after, arrived, type HostRows, inPageCache, type Reached } from './host.js';
import type { PlaceParts } from './storage.js';

/** Where a block is kept track of, when the image has any left to make. */
export interface Allocation {
  /** Sectors that are found, or not found, together. */
  readonly blockSectors: number;
  readonly completed: Reached;
  /** After a flush that ends in QEMU. */
  readonly handedOver: Reached;
}

const sectorBytes = 512;
const hostBlockSectors = 8;

function blockReason({ image }: PlaceParts): Reason {
  const { source, confidence } = rowOf(allocations, image.allocation);
  return {
    layer: 'image',
    says: `is ${image.allocation}: a first write changes metadata, which waits in host memory for a sync`,
    rule: '',
    row: `allocations.${image.allocation}`,
    source,
    confidence,
  };
}

const waits = {
  'in-memory': "waits in QEMU's memory for a flush",
  'in-file': 'is written with the first write to it, and not flushed',
  flushed: 'is written with the first write to it, whose flush is dropped',
} as const;

function clusterReason(
  { id, clusterBytes, source, confidence }: FormatRow,
  maps: keyof typeof waits,
): Reason {
  return {
    layer: 'image',
    says: `is sparse: the mapping of each ${clusterBytes / 1024} KiB ${waits[maps]}`,
    rule: '',
    row: `formats.${id}`,
    source,
    confidence,
  };
}

/** How the allocation of a block is kept; null where all were there before. */
export function allocationOf(parts: PlaceParts, rows: HostRows): Allocation | null {
  const { image, cache } = parts;
  const inFile = rows.host.isFile && image.allocation !== 'full';
  const format = formats.find(({ id }) => id === image.format) as FormatRow;
  const maps = image.allocation === 'sparse' ? format.maps : 'nothing';
  if (maps === 'in-memory') {
    const reason = clusterReason(format, maps);
    // The tables are data of the host's: they wait for metadata of a file, and for none of a device.
    const passed = inFile ? inPageCache() : arrived(rows, cache.direct);
    return {
      blockSectors: format.clusterBytes / sectorBytes,
      completed: { place: 'qemu-memory', reasons: [reason] },
      handedOver: after(reason, passed),
    };
  }
  if (maps === 'in-file' || maps === 'flushed') {
    if (maps === 'flushed' && !cache.noFlush) return null;
    const passed = inFile ? inPageCache() : arrived(rows, cache.direct);
    const written = after(clusterReason(format, maps), passed);
    const blockSectors = format.clusterBytes / sectorBytes;
    return { blockSectors, completed: written, handedOver: written };
  }
  if (!inFile) return null;
  const completed = after(blockReason(parts), inPageCache());
  return { blockSectors: hostBlockSectors, completed, handedOver: completed };
}
