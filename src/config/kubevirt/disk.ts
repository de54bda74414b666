import type { AioId, CacheFlags } from '../../model/configuration.js';
import type { DiskSource } from '../../model/disk-source.js';
import { orMeant } from '../../model/nearest-word.js';
import type { ConfigNote, Fact, Position, VmDisk, VmFrontend } from '../../model/vm-disk.js';
import { isGiven } from '../document/blocks.js';
import { at, isThere, positionOf, textOf, type View } from '../document/view.js';
import { cacheFlagsOf, flagFact, libvirtDecides, note, plainDraft } from '../draft.js';
import { assumed, byDefault, mayBe, unresolved, written } from '../fact.js';
import { defaultDpofua } from '../qemu/dpofua.js';
import { isTemplate } from '../template.js';
import { blockModeOf, type Claim } from './claims.js';
import { errorsOf } from './errors.js';
import { misplacedNotes } from './misplaced.js';
import type { Preference } from './preference.js';
import { readVolume } from './volume.js';

/** What a machine gives to all its disks. */
export interface Surroundings {
  /** '' where it is not said. */
  readonly architecture: string;
  readonly machineType: Fact<string> | null;
  readonly qemuVersion: string;
  readonly preference: Preference | 'missing' | null;
  /** '' where none is named. */
  readonly namespace: string;
  readonly claims: readonly Claim[];
}

export type KubeDisk =
  | { readonly disk: VmDisk }
  | { readonly skipped: { readonly id: string; readonly reason: string; readonly at: Position } };

interface Reading extends Surroundings {
  readonly element: View;
  /** `disk` or `lun`, with its bus. */
  readonly target: View;
  readonly isLun: boolean;
  /** Where it is said that the volume is a block device. */
  readonly block: View | null;
  readonly at: Position;
  readonly notes: ConfigNote[];
}

/** @param volume - null for a disk without one */
export function readDisk(element: View, volume: View | null, around: Surroundings): KubeDisk {
  const id = textOf(at(element, 'name')) || 'disk';
  const where = positionOf(isThere(at(element, 'name')) ? at(element, 'name') : element);
  const skipped = (reason: string): KubeDisk => ({ skipped: { id, reason, at: where } });
  if (isThere(at(element, 'cdrom'))) return skipped('a CD-ROM');
  const isLun = isThere(at(element, 'lun'));
  const target = at(element, isLun ? 'lun' : 'disk');
  if (textOf(at(target, 'readonly')) === 'true') return skipped('read-only');
  if (volume === null) return skipped('no volume has its name');
  const kind = readVolume(volume);
  if (kind === null) return skipped('a kind of volume that is no disk');
  const block = blockModeOf(volume, around.namespace, around.claims);
  const reading: Reading = { ...around, element, target, isLun, block, at: where, notes: [] };
  const { source, disposable, format } = kind;
  const front = frontOf(reading);
  const cache = cacheOf(reading);
  const errors = errorsOf(element, where);
  const draft: VmDisk = {
    ...plainDraft(id, where, 'kubevirt'),
    ...front,
    ...cache,
    aio: ioOf(reading, cache.direct),
    format: byDefault(format, 'KubeVirt', positionOf(volume)),
    rawDriver: format === 'raw' ? libvirtDecides(positionOf(volume)) : null,
    source: block === null ? source : onDevice(source, positionOf(block)),
    ...errors.policies,
    discard: byDefault('unmap', 'KubeVirt', where),
    dpofua: front.device === 'scsi-hd' ? defaultDpofua(around, where) : null,
    configWce: front.device === 'virtio-blk' ? byDefault(true, 'QEMU', where) : null,
    shared: textOf(at(element, 'shareable')) === 'true',
    disposable,
  };
  const misplaced = misplacedNotes(element, isLun ? 'lun' : 'disk');
  const notes = [...reading.notes, ...errors.notes, ...misplaced, ...lunNotes(reading)];
  return { disk: { ...draft, notes } };
}

const onDevice = (source: DiskSource, where: Position): DiskSource => ({
  ...source,
  host: { at: where, storage: 'block-device' },
});

/** The view that sets something: the disk's own, else that of the preference; null for neither. */
function setting(reading: Reading, own: View, preferred: keyof Preference): View | null {
  // The API takes an empty text for none: validateCacheMode, validateIOMode.
  if (isGiven(own)) return own;
  const { preference } = reading;
  if (preference === null || preference === 'missing' || reading.isLun) return null;
  return isGiven(preference[preferred]) ? preference[preferred] : null;
}

const busFronts: Readonly<Record<string, readonly [VmFrontend, string, string]>> = {
  virtio: ['virtio-blk', 'virtio-blk', ''],
  sata: ['ahci', 'ide-hd', 'ahci'],
  scsi: ['virtio-scsi', 'scsi-hd', 'virtio-scsi'],
  usb: ['usb-storage', 'usb-storage', ''],
};

const notKnown = 'a preference that is not in the input, or is one of several there';

type Front = Pick<VmDisk, 'frontend' | 'device' | 'controller'>;

function frontOf(reading: Reading): Front {
  const { target, preference, architecture, at: where } = reading;
  const given = setting(reading, at(target, 'bus'), 'bus');
  if (given === null && preference === 'missing') {
    const frontend = unresolved<VmFrontend>(notKnown, where);
    return { frontend, device: '', controller: '' };
  }
  const bus = given === null ? defaultBus(architecture) : textOf(given);
  const row = Object.hasOwn(busFronts, bus) ? busFronts[bus] : undefined;
  if (row === undefined) {
    const text = given === null ? bus : textOf(given);
    if (!isTemplate(text))
      reading.notes.push(refused(`KubeVirt knows no bus \`${text}\``, given, where));
    const position = given === null ? where : positionOf(given);
    return { frontend: unresolved(text, position), device: '', controller: '' };
  }
  const [frontend, device, controller] = row;
  const named = reading.isLun && bus === 'scsi' ? 'scsi-block' : device;
  return { frontend: frontFact(frontend, given, reading), device: named, controller };
}

/** KubeVirt, pkg/defaults: arm64 and s390x have no SATA. */
function defaultBus(architecture: string): string {
  return /^(arm64|aarch64|s390x)$/.test(architecture) ? 'virtio' : 'sata';
}

function frontFact(frontend: VmFrontend, given: View | null, reading: Reading): Fact<VmFrontend> {
  if (given !== null) return written(frontend, positionOf(given));
  const where = positionOf(reading.target);
  const { architecture } = reading;
  return architecture === ''
    ? assumed(frontend, 'a cluster whose default architecture is amd64', where)
    : byDefault(frontend, `KubeVirt on ${architecture}`, where);
}

const refused = (message: string, view: View | null, where: Position): ConfigNote =>
  note('refused-by-qemu', message, view === null ? where : positionOf(view));

type Cache = Pick<VmDisk, 'writeback' | 'direct' | 'noFlush' | 'caches'>;

/** pkg/storage/admitters/disks.go, validateCacheMode. */
const cacheModes = ['none', 'writethrough', 'writeback'];

function cacheOf(reading: Reading): Cache {
  const { element, at: where, isLun } = reading;
  const mode = modeOf(reading);
  const flag = (key: keyof CacheFlags): Fact<boolean> =>
    mode.known || mode.values.length > 0
      ? flagFact(mode, (word) => cacheFlagsOf(word)?.[key] ?? false)
      : unresolved<boolean>(mode.origin.text, mode.origin.at, [true, false]);
  const names = mode.known ? [mode.value] : mode.values;
  const flags = names.map(cacheFlagsOf).filter((each) => each !== null);
  const noFlush = byDefault(
    false,
    'KubeVirt, which has no mode without flushes',
    positionOf(element),
  );
  const writeback = isLun
    ? byDefault(true, 'scsi-block takes no write-cache', where)
    : flag('writeback');
  const caches = isLun ? flags.map((each) => ({ ...each, writeback: true })) : flags;
  return {
    writeback,
    direct: flag('direct'),
    noFlush: mode.known || names.length > 0 ? noFlush : flag('noFlush'),
    caches,
  };
}

/** Of a LUN KubeVirt asks it not. storage/disk.go, convert_v1_Disk_To_api_Disk. */
function isShareable({ element, isLun }: Reading): boolean {
  return !isLun && textOf(at(element, 'shareable')) === 'true';
}

/** What KubeVirt finds of a block device: O_DIRECT works, and so does native I/O (SetOptimalIOMode). */
const ofDevices = 'KubeVirt for block devices';

/** `none` where the file system takes O_DIRECT, else `writethrough`: only the node knows. */
function modeOf(reading: Reading): Fact<string> {
  const { element, preference, block, at: where } = reading;
  const given = setting(reading, at(element, 'cache'), 'cache');
  if (given !== null) {
    const mode = textOf(given);
    if (mode !== 'none' && isShareable(reading) && !isTemplate(mode)) {
      reading.notes.push(
        refused('KubeVirt takes a shareable disk with cache: none only', given, where),
      );
    }
    if (cacheModes.includes(mode)) return written(mode, positionOf(given));
    if (!isTemplate(mode)) {
      const meant = orMeant(mode, cacheModes);
      reading.notes.push(refused(`KubeVirt knows no cache mode \`${mode}\`${meant}`, given, where));
    }
    return unresolved(mode, positionOf(given), cacheModes);
  }
  if (isShareable(reading)) {
    return byDefault('none', 'KubeVirt for shareable disks', positionOf(at(element, 'shareable')));
  }
  if (block !== null && preference !== 'missing')
    return byDefault('none', ofDevices, positionOf(block));
  const text =
    preference === 'missing' ? notKnown : 'whether the file system of the volume takes O_DIRECT';
  const modes = preference === 'missing' ? cacheModes : ['none', 'writethrough'];
  return unresolved(text, where, modes);
}

/** `native` where O_DIRECT meets a block device or a preallocated file, else QEMU's threads. */
function ioOf(reading: Reading, direct: Fact<boolean>): Fact<AioId> {
  const { element, preference, block, at: where } = reading;
  const given = setting(reading, at(element, 'io'), 'io');
  if (given !== null) {
    const engine = textOf(given);
    const known = (['native', 'threads'] as const).find((name) => name === engine);
    if (known !== undefined) return written(known, positionOf(given));
    if (!isTemplate(engine)) {
      reading.notes.push(refused(`KubeVirt knows no io \`${engine}\``, given, where));
    }
    return unresolved(engine, positionOf(given), ['native', 'threads']);
  }
  if (!mayBe(direct, true)) return byDefault('threads', 'QEMU', where);
  const isDirect = !mayBe(direct, false);
  if (block !== null && isDirect && preference !== 'missing')
    return byDefault('native', ofDevices, positionOf(block));
  return unresolved('whether the volume is a block device or preallocated', where, [
    'native',
    'threads',
  ]);
}

function lunNotes({ isLun, at: where }: Reading): readonly ConfigNote[] {
  if (!isLun) return [];
  const message = 'lun: the guest talks to the device itself, whose own write cache counts';
  return [note('passthrough', message, where)];
}
