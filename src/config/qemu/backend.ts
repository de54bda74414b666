import type { CacheFlags } from '../../model/configuration.js';
import { type AioId, aioIds } from '../../model/configuration.js';
import { orMeant } from '../../model/nearest-word.js';
import type {
  ConfigNote,
  ErrorPolicy,
  Fact,
  Position,
  VmDisk,
  ZeroDetection,
} from '../../model/vm-disk.js';
import { errorPolicies, zeroDetections } from '../../model/vm-disk.js';
import { cacheFlagsOf, modeNames, namedModes, note, qemuDefaults } from '../draft.js';
import { byDefault, overriding, unresolved, written } from '../fact.js';
import { isUnknown } from '../shell/word.js';
import { flagOfMode, isEmpty, isReadOnly, snapshotOf, unknownMode } from './backend-drive.js';
import {
  driverWithoutName,
  formatOf,
  type NodeReading,
  rawDriverOf,
  sourceOf,
} from './backend-source.js';
import {
  type BlockNode,
  chainOf,
  dataNodeOf,
  inherited,
  type NamedNodes,
  nodeOption,
} from './node.js';
import { type Option, option, positionOf, rawText, truth } from './options.js';

type SettingOfBlockLayer =
  | 'direct'
  | 'noFlush'
  | 'aio'
  | 'format'
  | 'rawDriver'
  | 'source'
  | 'werror'
  | 'rerror'
  | 'discard'
  | 'detectZeroes';

/** What QEMU's block layer does for one disk, whatever the device above it is. */
export interface Backend extends Pick<VmDisk, SettingOfBlockLayer> {
  /** Of `-drive`; a `-blockdev` has none, and the device alone decides. */
  readonly writeback: Fact<boolean>;
  /** Combinations that an unknown `cache=` leaves; empty where it is known, or anything. */
  readonly caches: readonly CacheFlags[];
  readonly isReadOnly: boolean;
  readonly isEmpty: boolean;
  /** Made by `-drive`, which `-snapshot` reaches. */
  readonly isDrive: boolean;
  /** Where `snapshot=on` stands. */
  readonly snapshot: Position | null;
  readonly notes: readonly ConfigNote[];
}

interface Reading extends NodeReading {
  /** Of a qcow2 image with a data file; null for all others. */
  readonly data: BlockNode | null;
  readonly notes: ConfigNote[];
}

export function readBackend(top: BlockNode, named: NamedNodes): Backend {
  const chain = chainOf(top, named);
  const protocol = chain.at(-1) ?? top;
  const data = dataNodeOf(chain, named);
  const reading: Reading = { top, chain, protocol, data, at: positionOf(top.options), notes: [] };
  checkNode(reading);
  const { opaque } = top.options;
  const decided = opaque === null ? settings(reading) : opaqueSettings(rawText(opaque), reading);
  return {
    ...decided,
    format: formatOf(reading),
    rawDriver: rawDriverOf(reading),
    source: sourceOf(reading),
    isReadOnly: isReadOnly(reading),
    isEmpty: isEmpty(reading),
    isDrive: top.isDrive,
    caches: unknownMode(reading) ? namedModes : [],
    snapshot: snapshotOf(reading),
    notes: reading.notes,
  };
}

type Settings = Pick<
  Backend,
  'writeback' | 'direct' | 'noFlush' | 'aio' | 'werror' | 'rerror' | 'discard' | 'detectZeroes'
>;

function settings(reading: Reading): Settings {
  return {
    writeback: cacheFlag(reading, 'cache.writeback', 'writeback', true),
    direct: cacheFlag(ofData(reading), 'cache.direct', 'direct', false),
    noFlush: noFlushOf(reading),
    aio: aioOf(reading),
    werror: policyOf(reading, 'werror', 'enospc'),
    rerror: policyOf(reading, 'rerror', 'report'),
    discard: discardOf(reading),
    detectZeroes: zeroesOf(reading),
  };
}

/** Where the guest's data go by another way than the image itself. */
const ofData = (reading: Reading): Reading =>
  reading.data === null ? reading : { ...reading, protocol: reading.data };

/** A flush has to reach the data and the tables. */
function noFlushOf(reading: Reading): Fact<boolean> {
  const data = cacheFlag(ofData(reading), 'cache.no-flush', 'noFlush', false);
  const isKept = data.known && !data.value;
  return isKept && reading.data !== null
    ? cacheFlag(reading, 'cache.no-flush', 'noFlush', false)
    : data;
}

/** A part of the options is not known, and might set any of these. */
function opaqueSettings(text: string, reading: Reading): Settings {
  const { at } = reading;
  return {
    writeback: unresolved(text, at, [true, false]),
    direct: unresolved(text, at, [true, false]),
    noFlush: unresolved(text, at, [true, false]),
    aio: unresolved(text, at, aioIds),
    werror: unresolved(text, at, errorPolicies),
    rerror: unresolved(text, at, errorPolicies),
    discard: unresolved(text, at, ['ignore', 'unmap']),
    detectZeroes: unresolved(text, at, zeroDetections),
  };
}

function refuse(reading: Reading, at: Option, message: string): void {
  const whole = `${message}: QEMU does not start`;
  reading.notes.push(note('refused-by-qemu', whole, positionOf(at)));
}

/** What QEMU checks before it opens anything. */
function checkNode(reading: Reading): void {
  const { top } = reading;
  const nameless = driverWithoutName(reading);
  if (nameless !== undefined)
    refuse(reading, nameless, `the driver \`${nameless.value}\` has no file name`);
  const caches = top.options.list.filter(({ key }) => key === `${top.prefix}cache`);
  const [first, second] = caches;
  if (first === undefined) return;
  if (!top.isDrive)
    refuse(reading, first, '-blockdev takes no cache=, only cache.direct and cache.no-flush');
  else if (second !== undefined) refuse(reading, second, 'cache= is given twice');
  else if (!isUnknown(first.value) && cacheFlagsOf(first.value) === null) {
    refuse(reading, first, `QEMU knows no cache=${first.value}${orMeant(first.value, modeNames)}`);
  }
}

/** `cache.x` of the node itself or of what it is written inside, else what `cache=` makes of it. */
function cacheFlag(
  reading: Reading,
  key: string,
  flag: 'writeback' | 'direct' | 'noFlush',
  fallback: boolean,
): Fact<boolean> {
  const { top, protocol, at } = reading;
  const node = flag === 'writeback' ? top : protocol;
  if (flag === 'writeback' && !top.isDrive) {
    const written = nodeOption(top, key);
    if (written !== undefined) refuse(reading, written, '-blockdev takes no cache.writeback');
    return byDefault(true, 'QEMU', at);
  }
  const specific = inherited(node, key);
  const mode = top.isDrive && inheritsFrom(node, top) ? option(top.options, 'cache') : undefined;
  const ofMode = flagOfMode(mode, flag, byDefault(fallback, qemuDefaults.cache, at));
  if (specific === undefined) return ofMode;
  const fact = booleanFact(reading, specific);
  // Of a node of its own it is the only setting that there is.
  return top.isDrive ? overriding(fact, `${specific.key}=${specific.value}`, ofMode) : fact;
}

function inheritsFrom(node: BlockNode, top: BlockNode): boolean {
  for (let at: BlockNode | null = node; at !== null; at = at.parent) if (at === top) return true;
  return false;
}

export function booleanFact(reading: { notes: ConfigNote[] }, found: Option): Fact<boolean> {
  const value = truth(found.value);
  if (value !== null) return written(value, positionOf(found));
  if (!isUnknown(found.value)) {
    const message = `${found.key} is on or off, not \`${found.value}\`: QEMU does not start`;
    reading.notes.push(note('refused-by-qemu', message, positionOf(found)));
  }
  return unresolved(rawText(found), positionOf(found), [true, false]);
}

/** One of a list of words; what is neither known nor one of them is unresolved. */
function wordFact<T extends string>(reading: Reading, found: Option, words: readonly T[]): Fact<T> {
  const known = words.find((word) => word === found.value);
  if (known !== undefined) return written(known, positionOf(found));
  if (!isUnknown(found.value))
    refuse(
      reading,
      found,
      `QEMU knows no ${found.key}=${found.value}${orMeant(found.value, words)}`,
    );
  return unresolved(rawText(found), positionOf(found), words);
}

function aioOf(reading: Reading): Fact<AioId> {
  const { protocol, top, at } = reading;
  const own = nodeOption(protocol, 'aio');
  const found = own ?? (top.isDrive ? option(top.options, 'aio') : undefined);
  return found === undefined
    ? byDefault('threads', qemuDefaults.aio, at)
    : wordFact(reading, found, aioIds);
}

function policyOf(reading: Reading, key: string, fallback: ErrorPolicy): Fact<ErrorPolicy> {
  const found = reading.top.isDrive ? option(reading.top.options, key) : undefined;
  return found === undefined
    ? byDefault(fallback, qemuDefaults.errors, reading.at)
    : wordFact(reading, found, errorPolicies);
}

/** A discard gets through only where every node lets it; inner children do unless told otherwise. */
function discardOf(reading: Reading): Fact<'ignore' | 'unmap'> {
  const { chain, at } = reading;
  let last: Fact<'ignore' | 'unmap'> = byDefault('ignore', qemuDefaults.discard, at);
  for (const node of chain) {
    const found = nodeOption(node, 'discard');
    if (found === undefined) {
      if (node.parent === null) return byDefault('ignore', qemuDefaults.discard, at);
      continue;
    }
    const words = { on: 'unmap', off: 'ignore' } as Readonly<Record<string, string>>;
    const value = Object.hasOwn(words, found.value) ? (words[found.value] ?? '') : found.value;
    last = wordFact(reading, { ...found, value }, ['ignore', 'unmap']);
    if (!last.known || last.value === 'ignore') return last;
  }
  return last;
}

function zeroesOf(reading: Reading): Fact<ZeroDetection> {
  for (const node of reading.chain) {
    const found = nodeOption(node, 'detect-zeroes');
    if (found === undefined) continue;
    const fact = wordFact(reading, found, zeroDetections);
    if (!fact.known || fact.value !== 'off') return fact;
  }
  return byDefault('off', qemuDefaults.discard, reading.at);
}
