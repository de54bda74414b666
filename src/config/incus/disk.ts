import type { AioId } from '../../model/configuration.js';
import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, Fact, Position, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { at, givenText, isThere, positionOf, textOf, type View } from '../document/view.js';
import { cacheFlagsOf, flagFact, note, plainDraft } from '../draft.js';
import { assumed, byDefault, isKnown, unresolved, written } from '../fact.js';
import { defaultDpofua } from '../qemu/dpofua.js';
import { type Backing, hostBacking, type Pools, poolBacking } from './pool.js';

/** What an instance gives to all its disks. */
export interface Surroundings {
  readonly pools: Pools;
  readonly qemuVersion: string;
  /** '' for an instance that stays. */
  readonly disposable: string;
}

export type IncusDisk =
  | { readonly disk: VmDisk }
  | { readonly skipped: { readonly id: string; readonly reason: string; readonly at: Position } };

/** A device of type `disk`. Incus be7afc5, device/disk.go (startVM), drivers/driver_qemu.go. */
export function readDisk(id: string, device: View, around: Surroundings): IncusDisk {
  const where = positionOf(device);
  const reason = reasonToSkip(device);
  if (reason !== '') return { skipped: { id, reason, at: where } };
  const pool = at(device, 'pool');
  const source = at(device, 'source');
  const backing = isThere(pool) ? poolBacking(pool, around.pools) : hostBacking(source);
  const notes: ConfigNote[] = [];
  const front = frontOf(device, notes);
  const mode = modeOf(device, backing, notes);
  const draft: VmDisk = {
    ...plainDraft(id, where, 'incus'),
    ...front,
    ...cacheOf(mode, where),
    aio: aioOf(mode, backing, where),
    format: isThere(pool)
      ? assumed('raw', 'a volume without `block.type: qcow2`', where)
      : isKnown(backing.kind, 'file')
        ? unresolved('the image decides', positionOf(source), ['raw', 'qcow2'])
        : byDefault('raw', 'Incus', where),
    source: { kind: backing.kind, name: nameOf(device) },
    discard: byDefault('unmap', 'Incus', where),
    dpofua:
      front.device === 'scsi-hd'
        ? defaultDpofua({ machineType: null, qemuVersion: around.qemuVersion }, where)
        : null,
    configWce: front.device === 'virtio-blk' ? byDefault(true, 'QEMU', where) : null,
    disposable: around.disposable,
  };
  return { disk: { ...draft, notes } };
}

function nameOf(device: View): string {
  const source = textOf(at(device, 'source'));
  const pool = textOf(at(device, 'pool'));
  return pool === '' ? source : `${pool}/${source === '' ? 'root' : source}`;
}

function reasonToSkip(device: View): string {
  const source = textOf(at(device, 'source'));
  const path = textOf(at(device, 'path'));
  if (/^(cloud-init|agent):config$/.test(source)) return 'a CD-ROM with settings for the guest';
  if (/^(cephfs|tmpfs)/.test(source) || (path !== '' && path !== '/')) return 'a shared folder';
  if (/\.iso$/.test(source)) return 'a CD-ROM';
  if (textOf(at(device, 'readonly')) === 'true') return 'read-only';
  if (textOf(at(device, 'attached')) === 'false') return 'not attached';
  return path !== '/' && source === '' ? 'it has no source' : '';
}

type Front = Pick<VmDisk, 'frontend' | 'device' | 'controller'>;

const fronts: Readonly<Record<string, readonly [VmFrontend, string, string]>> = {
  'virtio-scsi': ['virtio-scsi', 'scsi-hd', 'virtio-scsi-pci'],
  'virtio-blk': ['virtio-blk', 'virtio-blk', ''],
  nvme: ['nvme', 'nvme', ''],
  usb: ['usb-storage', 'scsi-hd', 'usb-bot'],
};

function frontOf(device: View, notes: ConfigNote[]): Front {
  const bus = at(device, 'io.bus');
  const fact = givenText(bus);
  const word = fact === null ? 'virtio-scsi' : fact.known ? fact.value : '';
  const row = Object.hasOwn(fronts, word) ? fronts[word] : undefined;
  const where = positionOf(bus);
  if (row === undefined) {
    if (fact?.known === true)
      notes.push(refused(`Incus has no io.bus \`${word}\` for disks`, where));
    const text = fact?.known === false ? fact.origin.text : word;
    return { frontend: unresolved(text, where), device: '', controller: '' };
  }
  const [frontend, name, controller] = row;
  return {
    frontend: fact === null ? byDefault(frontend, 'Incus', where) : written(frontend, where),
    device: name,
    controller,
  };
}

const refused = (message: string, where: Position): ConfigNote =>
  note('refused-by-qemu', message, where);

const cacheModes = ['none', 'writeback', 'unsafe'];

/** `io.cache`, else what carries the disk decides. */
function modeOf(device: View, backing: Backing, notes: ConfigNote[]): Fact<string> {
  const given = at(device, 'io.cache');
  const fact = givenText(given);
  if (fact === null) return backing.cache;
  if (fact.known && cacheModes.includes(fact.value)) return fact;
  const where = positionOf(given);
  if (fact.known)
    notes.push(
      refused(
        `Incus has no io.cache \`${fact.value}\` for disks${orMeant(fact.value, cacheModes)}`,
        where,
      ),
    );
  const text = fact.known ? fact.value : fact.origin.text;
  return unresolved(text, where, cacheModes);
}

type Cache = Pick<VmDisk, 'writeback' | 'direct' | 'noFlush' | 'caches'>;

/** The device's own write cache is never set: it is on. */
function cacheOf(mode: Fact<string>, where: Position): Cache {
  const modes = mode.known ? [mode.value] : mode.values;
  return {
    writeback: byDefault(true, 'QEMU', where),
    direct: flagFact(mode, (word) => cacheFlagsOf(word)?.direct ?? false, 'Incus'),
    noFlush: flagFact(mode, (word) => cacheFlagsOf(word)?.noFlush ?? false, 'Incus'),
    caches: modes.map(cacheFlagsOf).filter((each) => each !== null),
  };
}

function aioOf(mode: Fact<string>, backing: Backing, where: Position): Fact<AioId> {
  const of = 'Incus without O_DIRECT';
  if (mode.known) return mode.value === 'none' ? backing.aio : byDefault('threads', of, where);
  const direct = backing.aio.known ? [backing.aio.value] : backing.aio.values;
  const values: AioId[] = [...new Set<AioId>([...direct, 'threads'])];
  return unresolved(mode.origin.text, where, values);
}
