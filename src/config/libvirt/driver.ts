import { type AioId, aioIds } from '../../model/configuration.js';
import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, ErrorPolicy, Fact, Position, VmDisk } from '../../model/vm-disk.js';
import { cacheFlagsOf, flagFact, libvirtDecides, namedModes, note } from '../draft.js';
import { byDefault, unresolved, written } from '../fact.js';
import { isTemplate } from '../template.js';
import { positionAt, type SourceText } from '../text.js';
import { type Attribute, attribute, attributeText, child, type Element } from '../xml/element.js';

/** A disk's `<driver>` while it is read. */
export interface DriverReading {
  readonly source: SourceText;
  readonly element: Element;
  readonly driver: Element | undefined;
  readonly at: Position;
  readonly notes: ConfigNote[];
}

/** The cache mode's three settings. A LUN takes no `write-cache`: libvirt leaves it out. */
export function cacheOf(
  reading: DriverReading,
  isLun: boolean,
): Pick<VmDisk, 'writeback' | 'direct' | 'noFlush' | 'caches'> {
  const { source, element, driver, at } = reading;
  const where = driver === undefined ? at : positionAt(source, driver.span);
  const given = attribute(driver, 'cache');
  const mode =
    given === undefined || given.value === 'default'
      ? defaultMode(source, element, where)
      : writtenMode(reading, given);
  const flag = (key: 'writeback' | 'direct' | 'noFlush') =>
    mode.known || mode.values.length > 0
      ? flagFact(mode, (word) => cacheFlagsOf(word)?.[key] ?? false)
      : unresolved<boolean>(mode.origin.text, mode.origin.at, [true, false]);
  const writeback = isLun
    ? byDefault(true, 'scsi-block takes no write-cache', where)
    : flag('writeback');
  const caches = mode.known ? [] : namedModes;
  return { writeback, direct: flag('direct'), noFlush: flag('noFlush'), caches };
}

function defaultMode(source: SourceText, element: Element, where: Position): Fact<string> {
  const shareable = child(element, 'shareable');
  if (shareable === undefined) return byDefault('writeback', 'QEMU 1.2 and later', where);
  return byDefault('none', 'libvirt for a shareable disk', positionAt(source, shareable.span));
}

const cacheModes = ['none', 'writeback', 'writethrough', 'directsync', 'unsafe'];

function writtenMode(reading: DriverReading, given: Attribute): Fact<string> {
  const at = positionAt(reading.source, given.span);
  if (cacheModes.includes(given.value)) return written(given.value, at);
  if (!isTemplate(given.value)) {
    const message = `libvirt knows no cache mode \`${given.value}\`${orMeant(given.value, cacheModes)}: it refuses the domain`;
    reading.notes.push(note('refused-by-qemu', message, at));
  }
  return unresolved(given.value, at);
}

type DriverSettings = Pick<
  VmDisk,
  'aio' | 'format' | 'rawDriver' | 'werror' | 'rerror' | 'discard' | 'detectZeroes'
>;

export function driverOf(reading: DriverReading): DriverSettings {
  const { driver, at, source } = reading;
  const where = driver === undefined ? at : positionAt(source, driver.span);
  const word = <T extends string>(key: string, words: readonly T[], fallback: Fact<T>): Fact<T> => {
    const given = attribute(driver, key);
    if (given === undefined || given.value === 'default') return fallback;
    const position = positionAt(source, given.span);
    const known = words.find((each) => each === given.value);
    if (known !== undefined) return written(known, position);
    if (!isTemplate(given.value)) {
      const message = `libvirt knows no ${key} \`${given.value}\`${orMeant(given.value, words)}: it refuses the domain`;
      reading.notes.push(note('refused-by-qemu', message, position));
    }
    return unresolved(given.value, position, words);
  };
  const aio: Fact<AioId> = word('io', aioIds, byDefault('threads', 'QEMU', where));
  const discard = word('discard', ['ignore', 'unmap'], byDefault('ignore', 'QEMU', where));
  const zeroes = word('detect_zeroes', ['off', 'on', 'unmap'], byDefault('off', 'QEMU', where));
  const unmaps = discard.known && discard.value === 'unmap';
  const detectZeroes =
    zeroes.known && zeroes.value === 'unmap' && !unmaps
      ? { ...zeroes, value: 'on' as const }
      : zeroes;
  const format = formatOf(reading, where);
  const rawDriver = rawDriverOf(reading, format);
  return { aio, discard, detectZeroes, format, rawDriver, ...policies(word, where) };
}

/** Newer libvirt leaves the raw driver out where nothing needs it (commit 6eaf3614). */
function rawDriverOf(
  { element, driver }: DriverReading,
  format: Fact<string>,
): Fact<boolean> | null {
  // Nodes between the device and that of the file, which pass FUA on: QEMU block/copy-on-read.c, throttle.c.
  const isFiltered =
    attributeText(driver, 'copy_on_read') === 'on' ||
    child(element, 'throttlefilters') !== undefined;
  if (isFiltered) return null;
  const isRaw = format.known && format.value === 'raw';
  const isSliced = child(child(element, 'source') ?? element, 'slices') !== undefined;
  return isRaw && !isSliced ? libvirtDecides(format.origin.at) : null;
}

type WordReader = <T extends string>(
  key: string,
  words: readonly T[],
  fallback: Fact<T>,
) => Fact<T>;

/** `enospace` is libvirt's spelling; the policy for reads follows that for writes. */
function policies(word: WordReader, where: Position): Pick<VmDisk, 'werror' | 'rerror'> {
  const fallback = byDefault<'enospace'>('enospace', 'QEMU', where);
  const given = word('error_policy', ['stop', 'report', 'ignore', 'enospace'], fallback);
  const werror: Fact<ErrorPolicy> = given.known
    ? { ...given, value: given.value === 'enospace' ? 'enospc' : given.value }
    : unresolved(given.origin.text, given.origin.at, ['stop', 'report', 'ignore', 'enospc']);
  const follows =
    werror.known && werror.value === 'enospc'
      ? byDefault<ErrorPolicy>('report', 'QEMU', where)
      : werror;
  return { werror, rerror: word('rerror_policy', ['stop', 'report', 'ignore'], follows) };
}

function formatOf({ source, element, driver }: DriverReading, where: Position): Fact<string> {
  const given = attribute(driver, 'type');
  const isVolume = attributeText(element, 'type') === 'volume';
  const encryption =
    child(element, 'encryption') ?? child(child(element, 'source') ?? element, 'encryption');
  const format = given?.value ?? 'raw';
  if (isTemplate(format))
    return unresolved(format, positionAt(source, given?.span ?? element.span));
  const isQemus = attributeText(encryption, 'engine') !== 'librbd';
  if (format === 'raw' && isQemus && attributeText(encryption, 'format') === 'luks') {
    return written('luks', positionAt(source, encryption?.span ?? element.span));
  }
  if (given === undefined) {
    return isVolume
      ? unresolved('the volume decides', where)
      : byDefault('raw', 'libvirt, which never probes', where);
  }
  const at = positionAt(source, given.span);
  return written(qemuFormats.get(format) ?? format, at);
}

/**
 * Formats of which QEMU's driver has another name (libvirt 7.0.0, qemu_block.c,
 * qemuBlockStorageSourceGetBlockdevFormatProps). `aio` is an old word of Xen's.
 */
const qemuFormats: ReadonlyMap<string, string> = new Map([
  ['fat', 'raw'],
  ['iso', 'raw'],
  ['aio', 'raw'],
  ['ploop', 'parallels'],
  ['vhd', 'vhdx'],
]);
