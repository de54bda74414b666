import { disks } from '../../catalogue/dimensions/disks.js';
import { hosts } from '../../catalogue/dimensions/hosts.js';
import { formats } from '../../catalogue/dimensions/images.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { RuleId } from '../../catalogue/rules/rules.js';
import type { Configuration } from '../../model/configuration.js';
import type { DiskId } from '../../model/storage.js';
import type { DiskPart, ImagePart } from '../stack.js';

const sectorBytes = 512;

/** The host has nothing but FUA for a write that it is to make durable, and the disk ignores that. */
export function fuaAtDisk(configuration: Configuration): Pick<DiskPart, 'ignoresFua'> {
  const { cache, disk, host, qemu } = configuration;
  const { isRemote, trustsFua } = rowOf(hosts, host.storage);
  const row = rowOf(disks, disk.kind);
  const isIgnored = row.cache && row.honoursFlush && !row.honoursFua;
  const isPastCache = cache.direct || isRemote;
  if (!isIgnored || !trustsFua || !isPastCache || qemu.release === '0.11') return {};
  return { ignoresFua: 'BLK028' };
}

/** Another machine has the image, whatever its format is. */
export function isOnServer({ host, image }: Configuration): boolean {
  return rowOf(hosts, host.storage).isRemote || rowOf(formats, image.format).isOutsideNode;
}

/** What lies above the disk, as far as it makes several writes of one. */
export interface AboveDisk {
  /** What the device writes at once; 0 for whole writes. */
  readonly splitBytes: number;
  /** What the host hands on at once; 0 for whole writes. */
  readonly hostBytes: number;
  readonly image: ImagePart;
  readonly isOutsideNode: boolean;
  /** The rule where memory of the host's takes the place of the disk; '' where it does not. */
  readonly inMemory: RuleId | '';
}

interface Whole {
  readonly bytes: number;
  readonly rule: RuleId;
}

/** What each layer keeps whole, from the disk up; 0 for any write. */
function wholesOf(
  atomicBytes: number,
  { splitBytes, hostBytes, image }: AboveDisk,
): readonly Whole[] {
  const allocated = image.allocatesOnWrite ? image.sectorsPerAllocation * sectorBytes : 0;
  return [
    { bytes: atomicBytes, rule: 'BLK029' },
    { bytes: hostBytes, rule: 'BLK030' },
    { bytes: allocated, rule: 'BLK031' },
    { bytes: splitBytes, rule: 'BLK032' },
  ];
}

/** A write tears at the smallest unit of all layers; of equal ones the lowest is to blame. */
function tearingOf(
  atomicBytes: number,
  above: AboveDisk,
): Pick<DiskPart, 'sectorsPerAtomicUnit' | 'tornBy'> {
  const wholes = wholesOf(atomicBytes, above).filter(({ bytes }) => bytes > 0);
  const smallest = Math.min(...wholes.map(({ bytes }) => bytes));
  const rule = wholes.find(({ bytes }) => bytes === smallest)?.rule;
  return {
    sectorsPerAtomicUnit: smallest / sectorBytes,
    ...(rule !== undefined && rule !== 'BLK029' && { tornBy: rule }),
  };
}

export function buildDisk(
  settings: { readonly kind: DiskId; readonly atomicBytes: number },
  above: AboveDisk,
): DiskPart {
  return {
    ...(above.inMemory === '' ? diskOf(settings.kind) : memoryAsDisk(above.inMemory)),
    isOutsideNode: above.isOutsideNode,
    ...tearingOf(settings.atomicBytes, above),
  };
}

type KindOfDisk = Omit<DiskPart, 'isOutsideNode' | 'sectorsPerAtomicUnit' | 'tornBy'>;

function diskOf(kind: DiskId): KindOfDisk {
  const row = rowOf(disks, kind);
  return {
    cache: row.cache,
    cacheSparedByPowerLoss: row.cacheSparedByPowerLoss,
    controllerCache: row.controllerCache,
    honoursFlush: row.honoursFlush,
    ...(row.lostBecause !== '' && { lostBecause: row.lostBecause }),
  };
}

/** A completed write is where it stays, until the host stops. */
function memoryAsDisk(lostWithHost: RuleId): KindOfDisk {
  return {
    cache: false,
    cacheSparedByPowerLoss: false,
    controllerCache: false,
    honoursFlush: true,
    lostWithHost,
  };
}
