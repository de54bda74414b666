import type { ConfigNote, Fact, Position, VmDisk } from '../../model/vm-disk.js';
import { finishDisk, plainDraft } from '../draft.js';
import { assumed, byDefault, mayBe, unresolved, written } from '../fact.js';
import { type Option, type Options, option, positionOf } from '../qemu/options.js';
import { sourceOfName } from '../sources.js';
import { type Drive, isKnownText, isOn, servedElsewhere, textOf, worded } from './drive.js';

const of = 'Cloud Hypervisor';

const toggles = { on: true, true: true, off: false, false: false } as const;
const discards = { on: 'unmap', true: 'unmap', off: 'ignore', false: 'ignore' } as const;

/**
 * A disk of Cloud Hypervisor ae44c29, vmm/src/config.rs, virtio-devices/src/block.rs: FLUSH and
 * CONFIG_WCE are offered always, and the cache is one that writes back.
 */
export function cloudHypervisorDisk(options: Options, index: number): Drive {
  const given = option(options, 'id');
  const id = given === undefined ? `_disk${index}` : textOf(given);
  const at = positionOf(options);
  if (isOn(options, 'readonly')) return { skipped: { id, reason: 'read-only', at } };
  const notes: ConfigNote[] = [];
  const flag = (key: string, fallback: boolean): Fact<boolean> => {
    const found = options.opaque ?? option(options, key);
    return found === undefined ? byDefault(fallback, of, at) : worded(found, toggles, notes, of);
  };
  const sparse = options.opaque ?? option(options, 'sparse');
  const path = option(options, 'path');
  const draft: VmDisk = {
    ...plainDraft(id, at, 'cloud-hypervisor'),
    ...(given === undefined ? { isCounted: true } : {}),
    frontend: byDefault('cloud-hypervisor', of, at),
    device: 'virtio-blk',
    writeback: byDefault(true, of, at),
    direct: flag('direct', false),
    noFlush: byDefault(false, of, at),
    aio: aioOf(options, at),
    format: formatOf(options, at),
    source: sourceOf(path, at),
    werror: byDefault('report', of, at),
    rerror: byDefault('report', of, at),
    discard:
      sparse === undefined
        ? assumed('unmap', 'Cloud Hypervisor 51 or later', at)
        : worded(sparse, discards, notes, of),
    detectZeroes: byDefault('off', of, at),
    configWce: byDefault(true, of, at),
    notes,
  };
  const socket = option(options, 'socket') ?? option(options, 'vhost_socket');
  const isElsewhere = socket !== undefined && mayBe(flag('vhost_user', false), true);
  return { disk: finishDisk(isElsewhere ? servedElsewhere(draft, socket) : draft) };
}

function sourceOf(path: Option | undefined, at: Position): VmDisk['source'] {
  if (path === undefined) return { kind: byDefault('file', of, at), name: '' };
  const where = positionOf(path);
  return {
    kind: isKnownText(path)
      ? written(sourceOfName(path.value), where)
      : unresolved(textOf(path), where, ['file', 'block']),
    name: textOf(path),
  };
}

/** Looked at when the machine starts, unless it is said. */
function formatOf(options: Options, at: Position): VmDisk['format'] {
  const given = options.opaque ?? option(options, 'image_type');
  if (given === undefined) return byDefault('probed', of, at);
  const where = positionOf(given);
  return isKnownText(given)
    ? written(given.value.toLowerCase(), where)
    : unresolved(textOf(given), where);
}

/** io_uring, else Linux AIO, else neither, as the host has them. */
function aioOf(options: Options, at: Position): VmDisk['aio'] {
  const has = (key: string) => isOn(options, `_${key}`) || isOn(options, key);
  if (!has('disable_io_uring')) return assumed('io_uring', 'a host that has io_uring', at);
  return byDefault(has('disable_aio') ? 'threads' : 'native', of, at);
}
