import { hosts } from '../catalogue/dimensions/hosts.js';
import { rowOf } from '../catalogue/row-of.js';
import type { AioId, AllocationId, Configuration, FormatId } from '../model/configuration.js';
import type { DiskSite } from '../model/site.js';
import type { HostId } from '../model/storage.js';
import type { SourceKind, VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';
import { devicesOf, fileHostsOf } from './host-rows.js';
import { rawFormatsOf } from './raw-driver.js';
import type { Runner } from './runner.js';

/** What QEMU opens, and how it does I/O on it. These hang together. */
export interface Backing {
  readonly storage: HostId;
  readonly image: Configuration['image'];
  readonly aio: AioId;
}

/** Every backing that a disk may have. */
export function backingsOf(disk: VmDisk, site: DiskSite, runner: Runner): readonly Backing[] {
  const formats = guessesUnseen(disk) ? ['raw'] : valuesOf(disk.format, ['raw', 'qcow2']);
  const onFiles = rawFormatsOf(disk, runner);
  return placesOf(disk, site).flatMap(({ storage, isRemote }) => {
    const images = formats
      .flatMap((name) => formatsOf(name, isRemote ? ['network'] : onFiles))
      .flatMap((format) => imagesOf(format, storage, site));
    const engines = isRemote ? (['threads'] as const) : valuesOf(disk.aio, aioUsual);
    return images.flatMap((image) => engines.map((aio) => ({ storage, image, aio })));
  });
}

/** Cloud Hypervisor guesses what the image is, and only its raw images are modelled. */
export function guessesUnseen({ frontend, format }: VmDisk): boolean {
  return (
    valuesOf(frontend, []).includes('cloud-hypervisor') && valuesOf(format, []).includes('probed')
  );
}

const aioUsual = ['threads', 'native', 'io_uring'] as const;

interface StoragePlace {
  readonly storage: HostId;
  readonly isRemote: boolean;
}

function placesOf({ source }: VmDisk, { host }: DiskSite): readonly StoragePlace[] {
  const { kind } = source;
  const isFar = kind.known && remote.has(kind.value);
  return valuesOf(host.storage, ['file', 'block-device', 'remote']).flatMap(
    (storage): readonly StoragePlace[] => {
      // The server of an export is not seen; what it keeps on is taken for a device that flushes.
      if (storage !== 'file') {
        const isRemote = isFar || (storage === 'remote' && !isExport(kind));
        return devicesOf(source, host, isRemote).map((each) => ({ storage: each, isRemote }));
      }
      return fileHostsOf(host).map((each) => ({ storage: each, isRemote: isFar }));
    },
  );
}

const remote: ReadonlySet<SourceKind> = new Set([
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'ssh',
  'http',
  'sheepdog',
  'vxhs',
]);

/** Another process of the same host has the image. */
function isExport(kind: VmDisk['source']['kind']): boolean {
  return kind.known && /^(vhost-user|vhost-vdpa|blkio)$/u.test(kind.value);
}

/** QEMU guesses a probed format by the image's first bytes. */
function formatsOf(name: string, raw: readonly FormatId[]): readonly FormatId[] {
  if (name === 'probed') return [...raw, 'qcow2'];
  // A driver of its own, so never the bare node. QEMU block/crypto.c: a write goes to the file as one, with its FUA,
  // and so does a flush; up to 1 MiB, in sectors that are encrypted by themselves.
  if (name === 'luks') return [...new Set(raw.map((each) => (each === 'protocol' ? 'raw' : each)))];
  const mapped = mappedFormats.find((format) => format === name);
  return mapped === undefined ? raw : [mapped];
}

/** Formats with tables of their own, on files and on devices. */
export const mappedFormats = ['qcow2', 'qed', 'vdi', 'vmdk'] as const satisfies FormatId[];

function isMapped(format: FormatId): boolean {
  return mappedFormats.some((mapped) => mapped === format);
}

/** A device has all of its blocks; a format's image on it may still lack some of its own. */
function imagesOf(
  format: FormatId,
  storage: HostId,
  { allocation }: DiskSite,
): readonly Configuration['image'][] {
  if (!isFile(storage) && !isMapped(format)) return [{ format, allocation: 'full' }];
  return valuesOf(allocation, ['full', 'sparse']).map((each) => {
    const isReserved = each === 'falloc' && isMapped(format) && format !== 'qcow2';
    // QEMU cannot reserve the blocks of such an image, so some are not there yet.
    return { format, allocation: isReserved ? 'sparse' : allocationIds[each] };
  });
}

function isFile(storage: HostId): boolean {
  return rowOf(hosts, storage).isFile;
}

const allocationIds: Readonly<Record<'full' | 'falloc' | 'sparse', AllocationId>> = {
  full: 'full',
  falloc: 'unwritten',
  sparse: 'sparse',
};
