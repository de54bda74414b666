import type { CacheFlags } from '../../model/configuration.js';
import type { Fact, Position } from '../../model/vm-disk.js';
import { cacheFlagsOf } from '../draft.js';
import { unresolved, written } from '../fact.js';
import { isUnknown } from '../shell/word.js';
import { type NodeReading, sourceOf } from './backend-source.js';
import { nodeOption } from './node.js';
import { type Option, option, positionOf, rawText, truth } from './options.js';

export function isReadOnly(reading: NodeReading): boolean {
  const { top } = reading;
  const found = nodeOption(top, 'read-only') ?? nodeOption(top, 'readonly');
  return (found !== undefined && truth(found.value) === true) || isReadOnlyFolder(reading);
}

/** A folder shown as a FAT disk takes no write unless `rw` says so. QEMU block/vvfat.c, vvfat_open. */
function isReadOnlyFolder(reading: NodeReading): boolean {
  const { kind, name } = sourceOf(reading);
  if (!kind.known || kind.value !== 'dir' || snapshotOf(reading) !== null) return false;
  const rw = nodeOption(reading.protocol, 'rw');
  if (rw !== undefined) return truth(rw.value) === false;
  // What a variable fills in may have it.
  return !/:rw:|[$%{]/.test(name);
}

/** A drive that names nothing to read: an empty CD-ROM drive, a floppy drive without a floppy. */
export function isEmpty({ top, chain }: NodeReading): boolean {
  if (!top.isDrive || top.options.opaque !== null || chain.length > 1) return false;
  const file = option(top.options, 'file')?.value ?? '';
  return (
    file === '' && !top.options.list.some(({ key }) => /^(file\.|driver$|filename$)/.test(key))
  );
}

export function snapshotOf({ top }: NodeReading): Position | null {
  const found = top.isDrive ? option(top.options, 'snapshot') : undefined;
  return found !== undefined && truth(found.value) === true ? positionOf(found) : null;
}

/** `cache=` stands there, and what it says only a running shell knows. */
export function unknownMode({ top }: NodeReading): boolean {
  const mode =
    top.isDrive && top.options.opaque === null ? option(top.options, 'cache') : undefined;
  return mode !== undefined && isUnknown(mode.value);
}

/**
 * What `cache=` makes of one of the three settings that it stands for.
 *
 * @param otherwise - where there is no mode
 */
export function flagOfMode(
  mode: Option | undefined,
  flag: keyof CacheFlags,
  otherwise: Fact<boolean>,
): Fact<boolean> {
  if (mode === undefined) return otherwise;
  const flags = isUnknown(mode.value) ? null : cacheFlagsOf(mode.value);
  if (flags === null) return unresolved(rawText(mode), positionOf(mode), [true, false]);
  return written(flags[flag], positionOf(mode));
}
