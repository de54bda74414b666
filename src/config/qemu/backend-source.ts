import type { DiskSource } from '../../model/disk-source.js';
import type { Fact, Position } from '../../model/vm-disk.js';
import { byDefault, unresolved, written } from '../fact.js';
import { isUnknown } from '../shell/word.js';
import { sourceOfDriver, sourceOfName } from '../sources.js';
import { type BlockNode, driverOf, isFilter, isProtocol, nodeOption } from './node.js';
import { type Option, option, positionOf, rawText } from './options.js';

/** The nodes of one disk, from the one that the device is attached to down to the protocol. */
export interface NodeReading {
  readonly top: BlockNode;
  readonly chain: readonly BlockNode[];
  readonly protocol: BlockNode;
  readonly at: Position;
}

export function formatOf(reading: NodeReading): Fact<string> {
  const { chain, top, at } = reading;
  const node = chain.find((each) => !isFilter(driverOf(each))) ?? top;
  const key = nodeOption(node, 'driver') ?? (top.isDrive ? nodeOption(node, 'format') : undefined);
  const { opaque } = top.options;
  if (key === undefined && opaque !== null) return unresolved(rawText(opaque), positionOf(opaque));
  if (key === undefined) {
    // A folder that QEMU shows as a FAT disk has no format to be probed.
    const { kind } = sourceOf(reading);
    const isFolder = kind.known && kind.value === 'dir';
    return byDefault(isFolder ? 'raw' : 'probed', 'QEMU', at);
  }
  if (isUnknown(key.value)) return unresolved(rawText(key), positionOf(key));
  return written(isProtocol(key.value) ? 'raw' : key.value, positionOf(key));
}

/** A device on the very node that does the I/O: no driver of a format, and no filter, between. */
export function rawDriverOf({ top }: NodeReading): Fact<boolean> | null {
  if (!isProtocol(driverOf(top))) return null;
  return written(false, positionOf(nodeOption(top, 'driver') ?? top.options));
}

const nameKeys = [
  'filename',
  'file',
  'image',
  'path',
  'export',
  'target',
  'device',
  'volume',
  'vdi',
];

export function sourceOf(reading: NodeReading): DiskSource {
  const { protocol, top, at } = reading;
  const driver = driverOf(protocol);
  const inDriver = isProtocol(driver);
  const own = nameKeys
    .map((key) => nodeOption(protocol, key) ?? nodeOption(protocol, `server.${key}`))
    .find((found) => found !== undefined);
  // `file=NAME,file.locking=off`: the name is that of the child, which has options of its own.
  const name = own ?? (top.isDrive ? option(top.options, 'file') : undefined);
  const text = name === undefined ? '' : isUnknown(name.value) ? rawText(name) : name.value;
  if (inDriver && driver !== 'file') {
    const kind = sourceOfDriver(driver);
    const position = positionOf(nodeOption(protocol, 'driver') ?? protocol.options);
    return { kind: written(kind, position), name: text };
  }
  const { opaque } = top.options;
  if (name === undefined && opaque !== null) {
    const unknown = rawText(opaque);
    return { kind: unresolved(unknown, positionOf(opaque)), name: unknown };
  }
  if (name === undefined) return { kind: byDefault('file', 'QEMU', at), name: '' };
  const position = positionOf(name);
  const unknownStart = isUnknown(name.value.slice(0, 1));
  if (unknownStart) return { kind: unresolved(text, position), name: text };
  const kind = sourceOfName(name.value);
  return {
    kind: written(inDriver && kind !== 'fd' && kind !== 'block' ? 'file' : kind, position),
    name: text,
  };
}

const driversOfFiles: ReadonlySet<string> = new Set(['file', 'host_device']);

/** The driver of a file that nothing names; undefined where one is, or may be. */
export function driverWithoutName({ top, protocol }: NodeReading): Option | undefined {
  const driver = nodeOption(protocol, 'driver');
  const isOpen = top.options.opaque !== null || protocol.options.opaque !== null;
  if (isOpen || driver === undefined || !driversOfFiles.has(driver.value)) return undefined;
  const ofDrive = top.isDrive ? option(top.options, 'file') : undefined;
  return (nodeOption(protocol, 'filename') ?? ofDrive) === undefined ? driver : undefined;
}
