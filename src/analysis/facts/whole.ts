import { atomicUnitRows } from '../../catalogue/dimensions/atomic-units.js';
import { rowOf } from '../../catalogue/row-of.js';
import { ruleOf } from '../../catalogue/rules/rules.js';
import { type WholeWritesRow, wholeWrites } from '../../catalogue/whole-writes.js';
import type { AtomicBytes, Configuration } from '../../model/configuration.js';
import type { Reason } from '../reason.js';

type BelowQemu = Pick<Configuration, 'disk' | 'cache' | 'host'>;

function piecesOf({ cache, host }: Pick<BelowQemu, 'cache' | 'host'>): {
  readonly bytes: number;
  readonly row: WholeWritesRow;
} {
  const row = rowOf(wholeWrites, host.storage);
  return { bytes: cache.direct ? row.directBytes : row.bufferedBytes, row };
}

/**
 * The largest aligned unit that is whole or not there of a write to old blocks, once it has left QEMU: the
 * disk has one, and a host that writes pieces of its own may have a smaller one.
 */
export function wholeBytesOf(parts: BelowQemu): AtomicBytes {
  const { atomicBytes } = parts.disk;
  if (atomicBytes === 512) return atomicBytes;
  return piecesOf(parts).bytes === 4096 ? 4096 : atomicBytes;
}

interface Above {
  /** What the device writes at once; 0 for whole writes. */
  readonly splitBytes: number;
  /** What is allocated at once, where anything is. */
  readonly blockSectors: number | undefined;
}

/** What a write that is cut short may be torn into: said of the lowest layer that tears as small as any. */
export function tearingReason(parts: BelowQemu, { splitBytes, blockSectors }: Above): Reason {
  const { atomicBytes } = parts.disk;
  const below = wholeBytesOf(parts);
  const inImage = Math.min(below, (blockSectors ?? below) * 512);
  if (splitBytes !== 0 && splitBytes < inImage)
    return ofRule('BLK032', 'frontend', `tears a write between pieces of ${splitBytes} bytes`);
  if (inImage < below) return ofRule('BLK031', 'image', `tears a write between new blocks`);
  if (below < atomicBytes) {
    const { row } = piecesOf(parts);
    const { sentence: says, source, confidence } = row;
    return {
      layer: 'host',
      says,
      rule: 'BLK030',
      row: `wholeWrites.${row.id}`,
      source,
      confidence,
    };
  }
  const says = `keeps aligned units of ${atomicBytes} bytes whole where a write is cut short`;
  const row = `atomicUnits.${atomicBytes}`;
  const { source, confidence } = rowOf(atomicUnitRows, `${atomicBytes}`);
  return { layer: 'disk', says, rule: '', row, source, confidence };
}

function ofRule(rule: 'BLK031' | 'BLK032', layer: Reason['layer'], says: string): Reason {
  const { source, confidence } = ruleOf(rule);
  return { layer, says, rule, row: `rules.${rule}`, source, confidence };
}
