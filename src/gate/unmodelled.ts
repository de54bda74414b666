import { judgedAs } from '../catalogue/devices/unnamed-devices.js';
import { localSources } from '../config/sources.js';
import type { DiskSite, SiteLayer } from '../model/site.js';
import type { SourceKind, VmDisk } from '../model/vm-disk.js';
import { hasParity, type MdLayer } from './arrays.js';
import { guessesUnseen, mappedFormats } from './backing.js';
import { valuesOf } from './facts.js';
import { fileSystemDoubts } from './file-systems.js';
import { fileHostDoubts } from './host-rows.js';
import { mayPrecede } from './kernel-release.js';
import { mayOutliveNode } from './node-loss.js';

const modelledFormats: ReadonlySet<string> = new Set(['raw', 'luks', 'probed', ...mappedFormats]);

const modelledSources: ReadonlySet<SourceKind> = new Set([
  ...localSources,
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'vhost-user',
]);

/** What of a disk, and of what lies below and above it, no layer here behaves like. */
export function unmodelledOf(disk: VmDisk, site: DiskSite): readonly string[] {
  return [
    ...ofDefinition(disk),
    ...below(site),
    ...above(site),
    ...unswitchable(disk, site),
    ...beside(disk, site),
  ];
}

/**
 * The guest's commands go to a device of the host's as they are. QEMU, hw/scsi/scsi-disk.c (00a17d803d):
 * scsi_block_dma_command keeps the byte with FUA for SG_IO, scsi_block_no_fua, and what is neither a read
 * nor a write, SYNCHRONIZE CACHE too, is of scsi-generic (scsi_block_is_passthrough).
 */
export function passedThrough({ device }: VmDisk): readonly string[] {
  return /^scsi-(block|generic)$/.test(device)
    ? [`${device}, which hands the guest's commands to the device as they are`]
    : [];
}

function ofDefinition(disk: VmDisk): readonly string[] {
  const { frontend, format, source } = disk;
  const formats = valuesOf(format, []).filter((each) => !modelledFormats.has(each));
  const kinds = valuesOf(source.kind, []).filter((each) => !modelledSources.has(each));
  const isOther = valuesOf(frontend, []).includes('other');
  return [
    ...(guessesUnseen(disk) ? ['an image whose format is not said (image_type=raw says it)'] : []),
    ...(isOther ? [judgedAs(disk)] : []),
    ...formats.map((each) => `the format ${each}`),
    ...kinds.map((each) => `a disk on ${each}`),
  ];
}

function below(site: DiskSite): readonly string[] {
  const { host, faults } = site;
  const isFile = valuesOf(host.storage, ['file']).includes('file');
  return [
    ...ofLayers(site),
    ...(host.doubt === '' ? [] : [host.doubt]),
    ...(host.layers.known ? [] : ['layers below that are not known']),
    ...(isFile ? fileHostDoubts(host) : []),
    ...(faults.known ? [] : ['faults that are not known']),
  ];
}

function ofLayers(site: DiskSite): readonly string[] {
  const { layers: said } = site.host;
  const layers = said.known ? said.value : [];
  const isOld = mayPrecede(site.host, layersFlushSince);
  const others = layers.filter((layer) => !passesFlushes(layer)).map(({ kind }) => `${kind} below`);
  const doubts = layers.flatMap((layer) => (layer.kind === 'lvm' ? ofVolume(layer, site) : []));
  const old = isOld && layers.length > 0 ? ['layers below in Linux before 2.6.37'] : [];
  return [...new Set([...others, ...doubts, ...old])];
}

/** Linux 2.6.37: device mapper, MD and loop devices hand every flush and FUA on. */
const layersFlushSince = [2, 6, 37] as const;

/**
 * A thin volume finds a new chunk again once a flush has committed its metadata, and a snapshot what
 * it was written on. Where the disk's cache may lose the write itself, that is nothing more to lose.
 */
function ofVolume(
  { segment }: Extract<SiteLayer, { kind: 'lvm' }>,
  { disk, faults }: DiskSite,
): readonly string[] {
  if (segment === 'raid') return ['an lvm raid volume, whose level is not said'];
  if (segment !== 'thin' && segment !== 'snapshot') return [];
  const isSubsumed =
    disk.kind.known &&
    (disk.kind.value === 'wce-honest' || disk.kind.value === 'wce-lying') &&
    faults.known &&
    faults.value.includes('power-loss');
  return isSubsumed ? [] : [`an lvm ${segment} volume on a disk that keeps its writes`];
}

/** What takes over from a node. */
function beside(disk: VmDisk, site: DiskSite): readonly string[] {
  const isWanted = site.faults.known && site.faults.value.includes('node-loss');
  const isOpen = isWanted && mayOutliveNode(disk, site);
  return isOpen ? ['what is left of this disk after a node-loss'] : [];
}

function above({ guest }: DiskSite): readonly string[] {
  const isVolatile = valuesOf(guest.mount.fsync, []).includes('nothing');
  return [
    ...(guest.other === '' ? [] : [`a guest of ${guest.other}`]),
    ...(isVolatile ? ['a guest file system whose fsync does nothing'] : []),
    ...fileSystemDoubts(guest).map((each) => `${each} in the guest`),
  ];
}

/** Whether virtio-blk takes it from the guest that its write cache is to be off. */
export function maySwitchCache({ configWce }: VmDisk): boolean {
  return configWce === null || valuesOf(configWce, [true]).includes(true);
}

function unswitchable(disk: VmDisk, { guest }: DiskSite): readonly string[] {
  const isOff = guest.writeCache.known && guest.writeCache.value === 'device-off';
  return isOff && !maySwitchCache(disk)
    ? ['a guest that switches a write cache off with config-wce=off']
    : [];
}

/**
 * An open write hole is modelled, a mirror has its data once more. A PPL saves what was not being
 * written; what was, and lay on a missing member, is neither old nor new.
 */
function isStartedAgain({ level, writeHole, degraded }: MdLayer): boolean {
  if (level === 0) return degraded !== true;
  if (!hasParity({ level }) || writeHole !== 'ppl') return true;
  return level === 5 && degraded !== true;
}

/** Layers that hand flushes on and keep nothing back (Linux 2.6.37 and later). */
function passesFlushes(layer: SiteLayer): boolean {
  switch (layer.kind) {
    case 'loop':
    case 'dm-crypt':
    case 'multipath':
    case 'lvm':
      return true;
    case 'md':
      return isStartedAgain(layer);
    // Written through, the disk below has it as without (bcache.rst, cache.rst of Linux 6.12).
    case 'bcache':
    case 'dm-cache':
      return layer.mode === 'writethrough';
    default:
      return false;
  }
}
