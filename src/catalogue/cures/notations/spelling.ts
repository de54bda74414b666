import type { Configuration } from '../../../model/configuration.js';
import type { NotationId } from '../../../model/notation.js';
import type { NotationRow, Property } from './notation.js';
import { notationsOfLibvirt } from './of-libvirt.js';
import { otherNotations } from './of-others.js';
import { notationsOfProxmox } from './of-proxmox.js';
import { notationsOfQemu } from './of-qemu.js';

export const notations: readonly NotationRow[] = [
  ...notationsOfQemu,
  ...notationsOfLibvirt,
  ...notationsOfProxmox,
  ...otherNotations,
];

export function notationOf(id: NotationId): NotationRow {
  const found = notations.find((row) => row.id === id);
  if (found === undefined) throw new Error(`no notation ${id}`);
  return found;
}

/**
 * Where a setting is made: the definition says it itself, or hands it on to QEMU, or something else has to
 * be changed: an image, a host, a guest, another file.
 */
export const placesOfSettings = ['definition', 'passthrough', 'outside'] as const;
export type PlaceOfSetting = (typeof placesOfSettings)[number];

export interface Spelled {
  readonly words: string;
  readonly place: PlaceOfSetting;
}

/** What definitions have no word for, whatever their format. */
const outside: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  host: {
    'nbd-other': 'an NBD server that keeps FUA',
    'block-device': 'a block device or logical volume',
  },
  'guest-write-cache': { device: 'its write cache left on' },
  'guest-kernel': { 'freebsd-zfs': 'ZFS in the guest' },
  'fsync-error': { stops: 'let the application stop (data_sync_retry=off)' },
};

const ofDefinitions: readonly string[] = [
  'frontend',
  'cache',
  'aio',
  'werror',
  'dpofua',
  'config-wce',
  'format',
];

/** Whether a definition could say it, were it of a format that can. */
export function isOfDefinitions(key: string): boolean {
  return ofDefinitions.includes(key);
}

/** A value in the words of a notation; null where it has none for it. */
export function spelled(
  id: NotationId,
  on: Configuration,
  key: string,
  to: string,
): Spelled | null {
  if (key === 'qemu') return { words: `QEMU ${to} or later`, place: 'outside' };
  const row = notationOf(id);
  if (key === 'format') return formatWords(row, on, to);
  const found = outside[key]?.[to];
  if (found !== undefined) return { words: found, place: 'outside' };
  return isServedElsewhere(row, on) ? ofServer(row, on, key, to) : ownWords(row, on, key, to);
}

function isOfQemuItself({ id }: NotationRow): boolean {
  return id === 'qemu-drive' || id === 'qemu-blockdev';
}

function ownWords(row: NotationRow, on: Configuration, key: string, to: string): Spelled | null {
  const words = row.together?.(key, to, on) ?? row.settings[key]?.[to];
  if (words !== undefined) return { words, place: 'definition' };
  const other = row.elsewhere?.[key]?.[to];
  if (other !== undefined) return { words: other, place: 'outside' };
  const property = propertyOf(key, to, on);
  if (property === null || row.passes === null) return null;
  const place = isOfQemuItself(row) ? 'definition' : 'passthrough';
  return { words: row.passes(property), place };
}

/** The disk within usb-storage is no device of its own, which a definition could name. */
function propertyOf(key: string, value: string, { frontend }: Configuration): Property | null {
  if (key === 'dpofua' && frontend === 'usb-storage') return null;
  if (key === 'dpofua') return { device: 'scsi-hd', name: key, value };
  return key === 'config-wce' ? { device: `${frontend}-pci`, name: key, value } : null;
}

/** Another process has the image: its cache is no setting of the disk. */
function isServedElsewhere({ id }: NotationRow, { frontend }: Configuration): boolean {
  return frontend === 'vhost-user-blk' && id !== 'no-settings';
}

function ofServer(row: NotationRow, on: Configuration, key: string, to: string): Spelled | null {
  if (key === 'cache') {
    return to === 'writethrough'
      ? { words: 'writethrough=on for the export', place: 'outside' }
      : null;
  }
  if (key === 'frontend')
    return { words: isOfQemuItself(row) ? to : `${to} of QEMU's own`, place: 'outside' };
  const property = propertyOf(key, to, on);
  return property === null
    ? null
    : { words: `${property.name}=${to} for the device`, place: 'passthrough' };
}

/** The image has to be converted for it, wherever its format is written. */
function formatWords(row: NotationRow, on: Configuration, to: string): Spelled | null {
  const isNode = on.image.format === 'protocol' && to === 'raw';
  if (isNode && !row.formats.includes('protocol')) return null;
  if (to === 'network')
    return { words: 'keep or replicate the image on another machine', place: 'outside' };
  if (!row.formats.some((format) => format === to)) return null;
  if (isNode) return { words: 'the raw driver', place: 'definition' };
  return { words: isOfQemuItself(row) ? to : `a ${to} image`, place: 'outside' };
}
