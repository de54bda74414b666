import { refusalOf } from '../catalogue/refusals.js';
import type {
  AllocationId,
  Configuration,
  FormatId,
  FrontendId,
  HostId,
  MachineId,
  QemuReleaseId,
} from '../model/configuration.js';
import type { DiskSite, SiteLayer } from '../model/site.js';
import type { Fact, SourceKind, VmDisk } from '../model/vm-disk.js';

/** Who runs the machine. */
export interface Runner {
  readonly release: QemuReleaseId;
  readonly machine: MachineId;
}

/** Every configuration that a disk may be. */
export interface Candidates {
  readonly configurations: readonly Configuration[];
  /** What of it is not modelled; then nothing is known for sure. */
  readonly unmodelled: readonly string[];
  /** What QEMU would refuse; '' where some configuration is possible. */
  readonly refused: string;
}

/** Beyond this the settings of a disk are not known well enough to say anything. */
const configurationsMax = 512;

export function candidatesOf(disk: VmDisk, site: DiskSite, runner: Runner): Candidates {
  const unmodelled = [...unmodelledOf(disk), ...unmodelledBelow(site)];
  let all: readonly Configuration[] = [startOf(disk, site, runner)];
  for (const choices of choicesOf(disk, site, runner))
    all = all.flatMap((configuration) => choices.map((choice) => choice(configuration)));
  if (all.length > configurationsMax) {
    return { configurations: [], unmodelled: ['too many of its settings are open'], refused: '' };
  }
  const configurations = distinct(all.filter((each) => refusalOf(each) === ''));
  const [first] = all;
  const refused = configurations.length === 0 && first !== undefined ? refusalOf(first) : '';
  return { configurations, unmodelled, refused };
}

type Choice = (configuration: Configuration) => Configuration;

function choicesOf(disk: VmDisk, site: DiskSite, { machine }: Runner): readonly Choice[][] {
  const isScsiWithoutFua = disk.dpofua?.known === true && !disk.dpofua.value;
  const aio = isLocal(disk) ? valuesOf(disk.aio, aioUsual) : (['threads'] as const);
  return [
    frontendsOf(disk).map(
      (frontend): Choice =>
        (c) => ({ ...c, frontend }),
    ),
    disk.caches.map(
      (cache): Choice =>
        (c) => ({ ...c, cache }),
    ),
    aio.map(
      (each): Choice =>
        (c) => ({ ...c, qemu: { ...c.qemu, aio: each } }),
    ),
    imagesOf(disk, site).map(
      (image): Choice =>
        (c) => ({ ...c, image }),
    ),
    valuesOf(site.disk.kind, ['wce-honest']).map(
      (kind): Choice =>
        (c) => ({ ...c, disk: { ...c.disk, kind } }),
    ),
    isScsiWithoutFua
      ? [(c: Configuration) => ({ ...c, qemu: { ...c.qemu, machine: withoutFua(machine) } })]
      : [],
  ].filter((choices) => choices.length > 0);
}

const aioUsual = ['threads', 'native', 'io_uring'] as const;

/** What a frontend that nobody knows may be. */
const frontendsUsual = ['virtio-blk', 'virtio-scsi', 'ide', 'ahci', 'nvme', 'usb-storage'] as const;

function frontendsOf({ frontend }: VmDisk): readonly FrontendId[] {
  const known = valuesOf(frontend, frontendsUsual);
  return known.flatMap((each) => (each === 'other' ? [] : [each]));
}

/** Up to machine type 10.0 a SCSI disk offers no FUA. */
function withoutFua(machine: MachineId): MachineId {
  return machine === 'newest' || machine === '10.1' || machine === '10.2' ? '10.0' : machine;
}

function imagesOf(disk: VmDisk, site: DiskSite): readonly Configuration['image'][] {
  const formats = valuesOf(disk.format, ['raw', 'qcow2']).flatMap((name) => formatsOf(name, disk));
  const isDevice = site.host.storage.known && site.host.storage.value !== 'file';
  return formats.flatMap((format) => {
    if (isDevice && format !== 'qcow2') return [{ format, allocation: 'full' } as const];
    return valuesOf(site.allocation, ['full', 'sparse']).map((allocation) => ({
      format,
      allocation: allocationIds[allocation],
    }));
  });
}

const allocationIds: Readonly<Record<'full' | 'falloc' | 'sparse', AllocationId>> = {
  full: 'full',
  falloc: 'unwritten',
  sparse: 'sparse',
};

/** QEMU guesses a probed format by the image's first bytes. */
function formatsOf(name: string, disk: VmDisk): readonly FormatId[] {
  const raw = isLocal(disk) ? 'raw' : 'network';
  if (name === 'probed') return [raw, 'qcow2'];
  return name === 'qcow2' ? ['qcow2'] : [raw];
}

const remote: ReadonlySet<SourceKind> = new Set(['nbd', 'rbd', 'iscsi', 'nfs', 'gluster', 'ssh']);

function isLocal({ source }: VmDisk): boolean {
  return !source.kind.known || !remote.has(source.kind.value);
}

function startOf(disk: VmDisk, site: DiskSite, { release, machine }: Runner): Configuration {
  const { guest, host } = site;
  const [cache] = disk.caches;
  return {
    guest: {
      kernel: isBarrierKernel(guest.kernel) ? '2.6.31' : '6.12',
      writeCache: isKnownAs(guest.writeCache, 'as-reported') ? 'device' : 'write-through',
      mount: isKnownAs(guest.mount.fsync, 'medium') ? 'barrier' : 'nobarrier',
      elevator: 'cfq',
    },
    frontend: 'virtio-blk',
    qemu: { release, machine, aio: 'threads' },
    cache: cache ?? { writeback: true, direct: false, noFlush: false },
    image: { format: 'raw', allocation: 'full' },
    host: { storage: hostOf(host), notes: noNotes },
    disk: { kind: 'wce-honest', atomicBytes: atomicOf(site) },
    patches: [],
  };
}

const noNotes = {
  'ext3-no-barrier': false,
  'block-node-no-flush': false,
  'odirect-no-flush': false,
} as const;

function hostOf({ storage, mount }: DiskSite['host']): HostId {
  if (storage.known && storage.value !== 'file') return 'block-device';
  return isKnownAs(mount.fsync, 'medium') ? 'file' : 'file-nobarrier';
}

/** What is never torn in 16 KiB is never torn in 4: the smaller unit is no easier on anybody. */
function atomicOf({ disk }: DiskSite): 512 | 4096 {
  return disk.atomicBytes.known && disk.atomicBytes.value !== 512 ? 4096 : 512;
}

function isBarrierKernel(kernel: Fact<string>): boolean {
  if (!kernel.known) return false;
  const [major = 0, minor = 0, patch = 0] = kernel.value.split('.').map(Number);
  return major === 2 && (minor < 6 || (minor === 6 && patch < 37));
}

function isKnownAs<T>(fact: Fact<T>, value: T): boolean {
  return fact.known && fact.value === value;
}

function valuesOf<T>(fact: Fact<T>, any: readonly NoInfer<T>[]): readonly T[] {
  if (fact.known) return [fact.value];
  return fact.values.length > 0 ? fact.values : any;
}

const modelledFormats: ReadonlySet<string> = new Set(['raw', 'qcow2', 'probed']);

const modelledSources: ReadonlySet<SourceKind> = new Set([
  'file',
  'block',
  'fd',
  'volume',
  'persistent-volume',
  'ephemeral',
  'nbd',
  'rbd',
  'iscsi',
  'nfs',
  'gluster',
  'vhost-user',
]);

function unmodelledOf({ frontend, device, format, source }: VmDisk): readonly string[] {
  const { kind } = source;
  return [
    ...(isKnownAs(frontend, 'other') ? [`the device ${device || 'of this kind'}`] : []),
    ...(format.known && !modelledFormats.has(format.value) ? [`the format ${format.value}`] : []),
    ...(kind.known && !modelledSources.has(kind.value) ? [`a disk on ${kind.value}`] : []),
  ];
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
      return (layer.level < 4 || layer.level > 6 || layer.writeHole !== 'open') && !layer.degraded;
    case 'bcache':
    case 'dm-cache':
      return layer.mode === 'writethrough';
    default:
      return false;
  }
}

function unmodelledBelow({ host }: DiskSite): readonly string[] {
  const layers = host.layers.known ? host.layers.value : [];
  const others = layers.filter((layer) => !passesFlushes(layer)).map(({ kind }) => `${kind} below`);
  return isKnownAs(host.mount.fsync, 'nothing')
    ? [...others, 'a host file system whose fsync does nothing']
    : others;
}

function distinct(configurations: readonly Configuration[]): readonly Configuration[] {
  const byText = new Map(configurations.map((each) => [JSON.stringify(each), each]));
  return [...byText.values()];
}
