import type { DiskSource } from '../../model/disk-source.js';
import type { Fact, VmDisk } from '../../model/vm-disk.js';
import { byDefault, unresolved, withOrigin, written } from '../fact.js';
import { type Option, option, positionOf, rawText } from '../qemu/options.js';
import { isUnknown } from '../shell/word.js';
import { sourceOfName } from '../sources.js';
import { type Reading, word } from './drive-reading.js';
import { hostOfStorage, looksLikeBlock, sourceOfStorage } from './storage.js';

/** From the volume's name: Proxmox VE takes the storage's word, and never probes. */
export function formatOf(reading: Reading): Fact<string> {
  const { options, file, at, storage } = reading;
  const given = option(options, 'format');
  if (given !== undefined) {
    return isUnknown(given.value)
      ? unresolved(rawText(given), positionOf(given))
      : written(given.value, positionOf(given));
  }
  if (file === undefined) return byDefault('raw', 'Proxmox VE', at);
  const where = positionOf(file);
  if (isUnknown(file.value)) return unresolved(rawText(file), where);
  const ending = /\.(raw|qcow2|vmdk|qed|cow|cloop|subvol)$/.exec(file.value)?.[1];
  if (ending !== undefined && !file.value.startsWith('/')) return written(ending, where);
  const isNew = /^[^/:\s]+:\d+(\.\d+)?$/.test(file.value);
  if (isNew && (storage === null || sourceOfStorage(storage) === 'file')) {
    return unresolved('the storage decides', where, ['raw', 'qcow2']);
  }
  return byDefault('raw', 'Proxmox VE', where);
}

export function sourceOf({ storage, at }: Reading, file: Option | undefined): DiskSource {
  if (file === undefined) return { kind: byDefault('file', 'Proxmox VE', at), name: '' };
  const where = positionOf(file);
  const name = isUnknown(file.value) ? rawText(file) : file.value;
  if (isUnknown(file.value.slice(0, 1))) return { kind: unresolved(name, where), name };
  if (file.value.startsWith('/') || /^(nbd|iscsi|rbd):/.test(file.value)) {
    return { kind: written(sourceOfName(file.value), where), name };
  }
  if (storage !== null) {
    const host = hostOfStorage(storage);
    const kind = written(sourceOfStorage(storage), where);
    return { kind, name, ...(host === null ? {} : { host }) };
  }
  return looksLikeBlock(file.value)
    ? { kind: unresolved('the storage decides', where, ['block', 'rbd', 'iscsi', 'file']), name }
    : { kind: written('file', where), name };
}

export function errorsOf(reading: Reading): Pick<VmDisk, 'werror' | 'rerror'> {
  const { at } = reading;
  return {
    werror: word(
      reading,
      'werror',
      ['enospc', 'ignore', 'report', 'stop'],
      byDefault('enospc', 'QEMU', at),
    ),
    rerror: word(reading, 'rerror', ['ignore', 'report', 'stop'], byDefault('report', 'QEMU', at)),
  };
}

export function discardOf(reading: Reading): Fact<'ignore' | 'unmap'> {
  const fallback = byDefault<'ignore' | 'on'>('ignore', 'Proxmox VE', reading.at);
  const fact = word(reading, 'discard', ['ignore', 'on'], fallback);
  if (fact.known) return { ...fact, value: fact.value === 'on' ? 'unmap' : 'ignore' };
  return { ...fact, values: ['ignore', 'unmap'] };
}

export function zeroesOf(
  reading: Reading,
  discard: Fact<'ignore' | 'unmap'>,
): VmDisk['detectZeroes'] {
  const { options, at } = reading;
  const { opaque } = options;
  if (opaque !== null)
    return unresolved(rawText(opaque), positionOf(opaque), ['off', 'on', 'unmap']);
  const given = option(options, 'detect_zeroes');
  if (given !== undefined && /^(0|off|no|false)$/.test(given.value)) {
    return written('off', positionOf(given));
  }
  if (!discard.known) return unresolved(discard.origin.text, discard.origin.at, ['on', 'unmap']);
  if (discard.value === 'ignore') return byDefault('on', 'Proxmox VE', at);
  return withOrigin(
    'unmap',
    discard.origin.kind === 'unresolved' ? { kind: 'file', at } : discard.origin,
  );
}
