import type { ConfigNote, Position, VmDisk } from '../../model/vm-disk.js';
import { note, plainDraft } from '../draft.js';
import { byDefault, written } from '../fact.js';
import { defaultDpofua } from '../qemu/dpofua.js';
import { type Options, option, positionOf, readOptions } from '../qemu/options.js';
import { unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { aioOf, cacheOf, efiCache } from './drive-cache.js';
import type { Reading, Surroundings } from './drive-reading.js';
import { discardOf, errorsOf, formatOf, sourceOf, zeroesOf } from './drive-values.js';
import { frontOf } from './machine.js';
import type { Setting } from './settings.js';

export type Drive =
  | { readonly disk: VmDisk }
  | { readonly skipped: { readonly id: string; readonly reason: string; readonly at: Position } };

export function isDriveKey(key: string): boolean {
  return /^(ide[0-3]|sata[0-5]|scsi([12]?\d|30)|virtio(\d|1[0-5])|efidisk0|tpmstate0|unused\d+)$/.test(
    key,
  );
}

/** One drive of a VM. Proxmox VE, src/PVE/QemuServer/Drive.pm, Blockdev.pm, DriveDevice.pm. */
export function readDrive(setting: Setting, around: Surroundings): Drive {
  const { key, value, isCounted = false } = setting;
  const { source, storages } = around;
  const at = positionAt(source, value);
  const options = setting.options ?? optionsOf(source, value);
  const file = option(options, 'file') ?? option(options, 'volume');
  const name = /^([^/:\s]+):/.exec(file?.value ?? '')?.[1] ?? '';
  const storage = storages?.get(name) ?? null;
  const reading: Reading = { ...around, key, isCounted, options, at, file, storage, notes: [] };
  const reason = reasonToSkip(reading);
  if (reason !== '') return { skipped: { id: key, reason, at } };
  return { disk: diskOf(reading) };
}

/** A variable that is all of a value may hold a volume and any options. */
function optionsOf(source: SourceText, value: Word): Options {
  const options = readOptions(source, value, 'file');
  const opaque =
    value.text.replaceAll(unknownMark, '') === '' ? (option(options, 'file') ?? null) : null;
  return { ...options, opaque: options.opaque ?? opaque };
}

function text({ options }: Reading, key: string): string {
  return option(options, key)?.value ?? '';
}

function reasonToSkip(reading: Reading): string {
  const { key, machine, file } = reading;
  const volume = file?.value ?? '';
  if (key.startsWith('unused')) return 'not attached to the VM';
  if (key.startsWith('tpmstate')) return 'kept by swtpm, not by QEMU';
  if (/[:/](vm-\d+-)?cloudinit(\.[a-z0-9]+)?$/.test(volume)) return 'the cloud-init image';
  if (text(reading, 'media') === 'cdrom') return 'a CD-ROM';
  if (volume === 'none' || volume === '') return 'nothing is inserted';
  if (key === 'efidisk0' && machine.isConfidential) return 'a confidential VM takes no EFI disk';
  if (machine.isTemplate && !isOverlaid(reading)) return 'of a template, which is never started';
  return /^(1|on|yes|true)$/.test(text(reading, 'ro')) ? 'read-only' : '';
}

/** No IDE disk can be read-only: before -blockdev a template's had a temporary overlay instead. */
function isOverlaid({ key, machine }: Reading): boolean {
  return machine.isTemplate && !machine.usesBlockdev && /^(sata|ide)/.test(key);
}

function diskOf(reading: Reading): VmDisk {
  const { key, at, source, machine, file, notes } = reading;
  const isEfi = key === 'efidisk0';
  const isPassthrough = /^(1|on)$/.test(text(reading, 'scsiblock'));
  const front = frontOf({ key, source, span: reading.options.span, isPassthrough }, machine);
  const plain = plainDraft(key, at, key === 'efidisk0' ? 'no-settings' : 'proxmox');
  const cache = isEfi ? efiCache(at) : cacheOf(reading);
  const draft: VmDisk = {
    ...plain,
    ...(reading.isCounted ? { isCounted: true } : {}),
    ...front,
    ...cache,
    aio: aioOf(reading, cache.direct),
    format: formatOf(reading),
    source: sourceOf(reading, file),
    ...errorsOf(reading),
    discard: discardOf(reading),
    shared: /^(1|on)$/.test(text(reading, 'shared')),
    dpofua: front.device === 'scsi-hd' ? defaultDpofua(machine, at) : null,
    configWce: front.device === 'virtio-blk' ? byDefault(true, 'QEMU', at) : null,
  };
  const detectZeroes = zeroesOf(reading, draft.discard);
  checkIso(reading);
  // Before -blockdev, Proxmox VE left all but the format of an EFI disk to QEMU.
  const { aio } = plain;
  const isOldEfi = isEfi && !machine.usesBlockdev;
  const whole = isOldEfi ? { ...draft, aio } : { ...draft, detectZeroes };
  const disk = snapshotted(whole, reading);
  return { ...disk, notes: [...notes, ...passthroughNotes(isPassthrough, at)] };
}

/** Before -blockdev a temporary overlay; since then the VM does not start. */
function snapshotted(disk: VmDisk, reading: Reading): VmDisk {
  if (isOverlaid(reading)) {
    return overlaid(disk, reading.at, 'of a template: everything is dropped when it stops');
  }
  const given = option(reading.options, 'snapshot');
  if (given === undefined || !/^(1|on|yes|true)$/.test(given.value)) return disk;
  const where = positionOf(given);
  if (reading.machine.usesBlockdev) {
    const message = 'snapshot=1 is not supported with machine types from 10.0 on';
    reading.notes.push(note('refused-by-qemu', message, where));
    return disk;
  }
  return overlaid(disk, where, 'snapshot=1: everything is dropped when the VM stops');
}

/** Written to a temporary file. */
export function overlaid(disk: VmDisk, at: Position, disposable: string): VmDisk {
  const aio = byDefault('threads' as const, 'QEMU for a snapshot', at);
  return { ...disk, disposable, aio, direct: written(false, at), noFlush: written(true, at) };
}

function checkIso({ file, options, notes }: Reading): void {
  if (file === undefined || option(options, 'media') !== undefined) return;
  if (!/:iso\/.*\.iso$/i.test(file.value)) return;
  const message = 'an ISO image needs media=cdrom: Proxmox VE refuses it since 2025-03';
  notes.push(note('refused-by-qemu', message, positionOf(file)));
}

function passthroughNotes(isPassthrough: boolean, at: Position): readonly ConfigNote[] {
  if (!isPassthrough) return [];
  const message = 'scsiblock=1: the guest talks to the device itself, whose own write cache counts';
  return [note('passthrough', message, at)];
}
