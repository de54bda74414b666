import { settingsOn, usualDevice } from '../catalogue/device-properties.js';
import { refusalOf, unknownBecause } from '../catalogue/refusals.js';
import {
  type Configuration,
  type DeviceSettings,
  type FrontendId,
  fsyncErrorIds,
  type GuestKernelId,
  queueDepthIds,
  type WriteCacheId,
} from '../model/configuration.js';
import { distinct } from '../model/distinct.js';
import {
  type DiskSite,
  fsyncReaches,
  type GuestWriteCache,
  guestWriteCaches,
  siteDiskKinds,
  siteSystems,
} from '../model/site.js';
import type { VmDisk } from '../model/vm-disk.js';
import { missingMember, onDegradedArray } from './arrays.js';
import { backingsOf } from './backing.js';
import { deviceMissing, frontendsUsual } from './device-missing.js';
import { configWcesOf, dpofuasOf, policiesOf } from './device-settings.js';
import { valuesOf } from './facts.js';
import { nodesFlushSince } from './host-rows.js';
import { isBefore } from './kernel-release.js';
import { bareNodeDoubts } from './raw-driver.js';
import type { Runner } from './runner.js';
import { sizedCache } from './small-cache.js';
import { maySwitchCache, passedThrough, unmodelledOf } from './unmodelled.js';

/** Every configuration that a disk may be. */
export interface Candidates {
  readonly configurations: readonly Configuration[];
  /** What of it is not modelled; then it is not known to be safe. */
  readonly unmodelled: readonly string[];
  /** What is unsafe only by QEMU's code is not known to be: nobody knows that code. */
  readonly isOfUnknownRelease: boolean;
  /** What QEMU would refuse; '' where some configuration is possible. */
  readonly refused: string;
  /** It refuses the machine, whatever its disks are, and that is said of the machine. */
  readonly isMachineRefused: boolean;
}

/** Beyond this the settings of a disk are not known well enough to say anything. */
const configurationsMax = 512;

export function candidatesOf(disk: VmDisk, site: DiskSite, runner: Runner): Candidates {
  const passed = passedThrough(disk);
  // No cache mode and no flush of QEMU's has a part in it: what fails without it says nothing.
  if (passed.length > 0) return { ...nothing, unmodelled: passed };
  const { unknown = '', refused = '' } = runner;
  if (refused !== '') return { ...nothing, refused, isMachineRefused: true };
  const isOfUnknownRelease = unknown !== '';
  const missing = deviceMissing(disk, runner);
  if (missing !== '') return { ...nothing, refused: missing };
  const unmodelled = [
    ...unmodelledOf(disk, site),
    ...bareNodeDoubts(disk, runner),
    ...(unknown === '' ? [] : [unknown]),
  ];
  let all: readonly Configuration[] = [plainStack(runner)];
  for (const choices of choicesOf(disk, site, runner)) {
    if (all.length * choices.length > configurationsMax) return tooMany;
    all = all.flatMap((configuration) => choices.map((choice) => choice(configuration)));
  }
  const configurations = distinct(all.filter((each) => refusalOf(each) === ''));
  const [first] = all;
  const doubts = [...new Set(all.map(unknownBecause))].filter((because) => because !== '');
  const isRefused = configurations.length === 0 && doubts.length === 0;
  return {
    configurations,
    unmodelled: [...unmodelled, ...doubts],
    isOfUnknownRelease,
    refused: isRefused && first !== undefined ? refusalOf(first) : '',
    isMachineRefused: false,
  };
}

const nothing: Candidates = {
  configurations: [],
  unmodelled: [],
  isOfUnknownRelease: false,
  refused: '',
  isMachineRefused: false,
};

const tooMany: Candidates = {
  ...nothing,
  unmodelled: ['a disk with so many settings that are not known'],
};

/** One value of one thing that may differ, put into a configuration. */
type Choice = (configuration: Configuration) => Configuration;

function each<T>(
  values: readonly T[],
  put: (configuration: Configuration, value: T) => Configuration,
): readonly Choice[] {
  return [...new Set(values)].map((value) => (configuration) => put(configuration, value));
}

function choicesOf(disk: VmDisk, site: DiskSite, runner: Runner): readonly (readonly Choice[])[] {
  return [
    each(frontendsOf(disk), (all, frontend) => ({ ...all, frontend })),
    each(disk.caches, (all, cache) => ({ ...all, cache })),
    each(backingsOf(disk, site, runner), (all, { storage, image, aio }) => ({
      ...all,
      image,
      qemu: { ...all.qemu, aio },
      host: { ...all.host, storage },
    })),
    each(policiesOf(disk), (all, werror) => ({ ...all, qemu: { ...all.qemu, werror } })),
    ...deviceChoices(disk, site, runner),
    ...guestChoices(disk, site),
    ...belowChoices(site),
  ];
}

const viewedAs = {
  'as-reported': 'device',
  'queue-write-through': 'write-through',
  'sd-temporary': 'write-through',
  'device-off': 'device-off',
} as const satisfies Record<GuestWriteCache, WriteCacheId>;

function guestChoices(disk: VmDisk, { guest }: DiskSite): readonly (readonly Choice[])[] {
  const caches = valuesOf(guest.writeCache, guestWriteCaches).map((said) =>
    said === 'device-off' && !maySwitchCache(disk) ? viewedAs['as-reported'] : viewedAs[said],
  );
  const mounts = valuesOf(guest.mount.fsync, fsyncReaches).map((reach) =>
    reach === 'medium' ? ('barrier' as const) : ('nobarrier' as const),
  );
  return [
    each(kernelsOf(guest), (all, kernel) => ({ ...all, guest: { ...all.guest, kernel } })),
    each(caches, (all, writeCache) => ({ ...all, guest: { ...all.guest, writeCache } })),
    each(mounts, (all, mount) => ({ ...all, guest: { ...all.guest, mount } })),
    each(valuesOf(guest.fsyncError, fsyncErrorIds), (all, fsyncError) => ({
      ...all,
      guest: { ...all.guest, fsyncError },
    })),
  ];
}

function kernelsOf({ system, kernel, filesystem }: DiskSite['guest']): readonly GuestKernelId[] {
  return valuesOf(system, siteSystems).flatMap((name): readonly GuestKernelId[] => {
    // Which version of viostor it is nobody says.
    if (name === 'windows') return ['windows', 'windows-old-viostor'];
    if (name === 'freebsd') {
      const known = valuesOf(filesystem, ['ufs', 'zfs']);
      return known.map((each) => (each === 'zfs' ? 'freebsd-zfs' : 'freebsd-ufs'));
    }
    return valuesOf(kernel, ['current']).map((release) =>
      isBefore(release, barrierEra) ? '2.6.31' : '6.12',
    );
  });
}

function belowChoices({ disk, host }: DiskSite): readonly (readonly Choice[])[] {
  const kinds = valuesOf(disk.kind, siteDiskKinds).flatMap((kind) => sizedCache(kind, disk));
  const units = valuesOf(disk.atomicBytes, [512]);
  const isForgetful = valuesOf(host.kernel, ['current']).map((release) =>
    isBefore(release, nodesFlushSince),
  );
  return [
    each(kinds, (all, kind) => ({
      ...all,
      disk: { ...all.disk, kind },
    })),
    each(missingMember(host), (all, isMissing) => (isMissing ? onDegradedArray(all) : all)),
    each(units, (all, atomicBytes) => ({ ...all, disk: { ...all.disk, atomicBytes } })),
    each(isForgetful, (all, isOn) => ({
      ...all,
      host: { ...all.host, notes: { ...all.host.notes, 'block-node-no-flush': isOn } },
    })),
  ];
}

/** Most devices without a name here are SCSI controllers, in front of the same disks. */
const standIns = ['virtio-scsi', 'scsi'] as const;

function frontendsOf({ frontend }: VmDisk): readonly FrontendId[] {
  return valuesOf(frontend, frontendsUsual).flatMap((name) =>
    name === 'other' ? standIns : [name],
  );
}

/** What is set on the device itself; of the frontends that the disk may be, some may not know it. */
function deviceChoices(
  disk: VmDisk,
  { guest }: DiskSite,
  runner: Runner,
): readonly (readonly Choice[])[] {
  const set = (all: Configuration, device: Partial<DeviceSettings>): Configuration => ({
    ...all,
    device: settingsOn(all.frontend, { ...all.device, ...device }),
  });
  return [
    each(dpofuasOf(disk, runner), (all, dpofua) => set(all, { dpofua })),
    each(configWcesOf(disk), (all, configWce) => set(all, { configWce })),
    each(valuesOf(guest.queueDepth, queueDepthIds), (all, queueDepth) => set(all, { queueDepth })),
  ];
}

/** A current stack on an honest disk, before anything is said of it. */
function plainStack({ release, machine }: Runner): Configuration {
  return {
    guest: {
      kernel: '6.12',
      writeCache: 'device',
      mount: 'barrier',
      fsyncError: 'stops',
      elevator: 'cfq',
    },
    frontend: 'virtio-blk',
    device: usualDevice,
    qemu: { release, machine, aio: 'threads', werror: 'enospc' },
    cache: { writeback: true, direct: false, noFlush: false },
    image: { format: 'raw', allocation: 'full' },
    host: {
      storage: 'file',
      notes: { 'ext3-no-barrier': false, 'block-node-no-flush': false, 'odirect-no-flush': false },
    },
    disk: { kind: 'wce-honest', atomicBytes: 512 },
    patches: [],
  };
}

/** Linux 2.6.37 replaced barriers by flushes and FUA. */
const barrierEra = [2, 6, 37] as const;
