import { type AioId, aioIds } from '../../model/configuration.js';
import { orMeant } from '../../model/nearest-word.js';
import type { Fact, Position, VmDisk } from '../../model/vm-disk.js';
import { cacheFlagsOf, modeNames, namedModes, note } from '../draft.js';
import { assumed, byDefault, isKnown, unresolved, written } from '../fact.js';
import { option, positionOf, rawText } from '../qemu/options.js';
import { isUnknown } from '../shell/word.js';
import { type Reading, word } from './drive-reading.js';
import { looksLikeBlock, type Storage } from './storage.js';

type Cache = Pick<VmDisk, 'writeback' | 'direct' | 'noFlush' | 'caches'>;

/** Written back always: reading and writing flash in small pieces is slow otherwise (#3329). */
export function efiCache(at: Position): Cache {
  const of = 'Proxmox VE for EFI disks';
  return {
    writeback: byDefault(true, of, at),
    direct: byDefault(false, of, at),
    noFlush: byDefault(false, of, at),
    caches: [],
  };
}

export function cacheOf(reading: Reading): Cache {
  const { options, at, notes } = reading;
  const given = option(options, 'cache');
  if (given === undefined && options.opaque === null) return defaultCache(reading);
  const flags = given === undefined ? null : cacheFlagsOf(given.value);
  if (given !== undefined && flags !== null && options.opaque === null) {
    const where = positionOf(given);
    return {
      writeback: written(flags.writeback, where),
      direct: written(flags.direct, where),
      noFlush: written(flags.noFlush, where),
      caches: [],
    };
  }
  const unknown = options.opaque ?? given;
  if (given !== undefined && !isUnknown(given.value) && flags === null) {
    const message = `Proxmox VE knows no cache=${given.value}${orMeant(given.value, modeNames)}`;
    notes.push(note('refused-by-qemu', message, positionOf(given)));
  }
  const where = unknown === undefined ? at : positionOf(unknown);
  const either = unresolved(unknown === undefined ? '' : rawText(unknown), where, [true, false]);
  const caches = options.opaque === null ? namedModes : [];
  return { writeback: either, direct: either, noFlush: either, caches };
}

/** `none`, but on Btrfs with copy on write, where O_DIRECT breaks checksums. */
function defaultCache({ storage, storages, file, at }: Reading): Cache {
  const of = 'Proxmox VE';
  const writeback = byDefault(true, of, at);
  const noFlush = byDefault(false, of, at);
  if (storage !== null) {
    const isCow = storage.type === 'btrfs' && !storage.nocow;
    const whose = isCow ? 'Proxmox VE for Btrfs with copy on write' : of;
    return { writeback, noFlush, direct: byDefault(!isCow, whose, at), caches: [] };
  }
  const isVolume = /^[^/:\s]+:/.test(file?.value ?? '');
  if (storages !== null || !isVolume || looksLikeBlock(file?.value ?? '')) {
    return { writeback, noFlush, direct: byDefault(true, of, at), caches: [] };
  }
  const by = 'a storage that is not Btrfs (no storage.cfg is given)';
  return { writeback, noFlush, direct: assumed(true, by, at), caches: [] };
}

/** io_uring, but on storages where it hangs; before QEMU 6.0 never. */
export function aioOf(reading: Reading, direct: Fact<boolean>): Fact<AioId> {
  const { storage, storages, machine, file, at } = reading;
  const of = 'Proxmox VE';
  const [major] = machine.qemuVersion.split('.').map(Number);
  const isOld = machine.qemuVersion !== '' && (major ?? 0) < 6;
  const without: Fact<AioId> = !direct.known
    ? unresolved(direct.origin.text, direct.origin.at, ['native', 'threads'])
    : byDefault(direct.value ? 'native' : 'threads', of, at);
  let fallback: Fact<AioId> = byDefault('io_uring', of, at);
  if (isOld) fallback = without;
  else if (storage !== null && hangsWithUring(storage, direct)) fallback = without;
  else if (storage === null && storages === null && /^[^/:\s]+:/.test(file?.value ?? '')) {
    const by = 'a storage that is neither LVM nor CIFS nor krbd (no storage.cfg is given)';
    fallback = assumed('io_uring', by, at);
  }
  return word(reading, 'aio', aioIds, fallback);
}

function hangsWithUring({ type, krbd }: Storage, direct: Fact<boolean>): boolean {
  if (type === 'lvm' || type === 'cifs') return true;
  return type === 'rbd' && krbd && !isKnown(direct, true);
}
