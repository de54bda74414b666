import { standInsFor } from '../catalogue/devices/unnamed-devices.js';
import { settingsOn, usualDevice } from '../catalogue/dimensions/device-properties.js';
import type { UnknownCode } from '../catalogue/evidence.js';
import type { Refusal } from '../catalogue/refusals/refusal.js';
import { refusalOf, unknownBecause } from '../catalogue/refusals/refusals.js';
import {
  type Configuration,
  type DeviceSettings,
  type FrontendId,
  type QemuReleaseId,
  queueDepthIds,
} from '../model/configuration.js';
import { distinct } from '../model/distinct.js';
import { type DiskSite, siteDiskKinds } from '../model/site.js';
import type { VmDisk } from '../model/vm-disk.js';
import { missingMember, onDegradedArray } from './arrays.js';
import { backingsOf } from './backing.js';
import { configWcesOf, dpofuasOf, policiesOf } from './device-settings.js';
import { valuesOf } from './facts.js';
import { guestChoices } from './guest-choices.js';
import { nodesFlushSince } from './host-rows.js';
import { isBefore } from './kernel-release.js';
import { lackedBy } from './lacked.js';
import { each, type Possibility } from './possibility.js';
import { bareNodeDoubts } from './raw-driver.js';
import type { Runner } from './runner.js';
import { sizedCache } from './small-cache.js';
import { passedThrough, unmodelledOf } from './unmodelled.js';
import { unreadGuest, unreadHost } from './unread-linux.js';

/** Every configuration that a disk may be. */
export interface Candidates {
  readonly configurations: readonly Configuration[];
  /** What of it is not modelled; then it is not known to be safe. */
  readonly unmodelled: readonly string[];
  /** What is unsafe only by code that nobody knows is not known to be. */
  readonly unknownCode: readonly UnknownCode[];
  /** Of QEMU, also where it refuses the disk; none where no known one would run the machine. */
  readonly releases: readonly QemuReleaseId[];
  /** What QEMU would refuse; '' where some configuration is possible. */
  readonly refused: string;
  /** It refuses the machine, whatever its disks are, and that is said of the machine. */
  readonly isMachineRefused: boolean;
  /** What it is on each release, where the worst of them is assumed. */
  readonly byRelease?: readonly Candidates[];
}

/** Beyond this the settings of a disk are not known well enough to say anything. */
const configurationsMax = 512;

export function candidatesOf(disk: VmDisk, site: DiskSite, runner: Runner): Candidates {
  const { unknown = '', refused = '', version = '' } = runner;
  const releases = [runner.release];
  const passed = passedThrough(disk);
  // No cache mode and no flush of QEMU's has a part in it: what fails without it says nothing.
  if (passed.length > 0) return { ...nothing, releases, unmodelled: passed };
  // A version that somebody gives is one; a machine type that never was has none.
  if (refused !== '')
    return {
      ...nothing,
      releases: version === '' ? [] : releases,
      refused,
      isMachineRefused: true,
    };
  const guest = unreadGuest(site, runner);
  const unmodelled = [
    ...unmodelledOf(disk, site),
    ...bareNodeDoubts(disk, site, runner),
    ...[unknown, guest, unreadHost(site, runner)].filter((each) => each !== ''),
  ];
  let all: readonly Configuration[] = [plainStack(runner)];
  for (const choices of choicesOf(disk, site, runner)) {
    if (all.length * choices.length > configurationsMax) return { ...tooMany, releases };
    all = all.flatMap((configuration) => choices.map((choice) => choice(configuration)));
  }
  const lacked = lackedBy(disk, site, runner);
  const existing = all.filter((each) => !lacked.some(({ isSo }) => isSo(each)));
  const configurations = distinct(existing.filter((each) => refusalOf(each) === ''));
  const [first] = all;
  const doubts = [...new Set(existing.map(unknownBecause))].filter((because) => because !== '');
  const isRefused = configurations.length === 0 && doubts.length === 0;
  return {
    configurations,
    unmodelled: [...unmodelled, ...doubts],
    unknownCode: [
      ...(unknown === '' ? [] : (['qemu'] as const)),
      ...(guest === '' ? [] : (['guest-kernel'] as const)),
    ],
    releases,
    refused: isRefused && first !== undefined ? whyNot(first, lacked) : '',
    isMachineRefused: false,
  };
}

function whyNot(configuration: Configuration, lacked: readonly Refusal[]): string {
  const own = lacked.find(({ isSo }) => isSo(configuration));
  return own?.because ?? refusalOf(configuration);
}

const nothing: Candidates = {
  configurations: [],
  unmodelled: [],
  unknownCode: [],
  releases: [],
  refused: '',
  isMachineRefused: false,
};

const tooMany: Candidates = {
  ...nothing,
  unmodelled: ['a disk with so many settings that are not known'],
};

function choicesOf(
  disk: VmDisk,
  site: DiskSite,
  runner: Runner,
): readonly (readonly Possibility[])[] {
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

function belowChoices({ disk, host }: DiskSite): readonly (readonly Possibility[])[] {
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

/** What a frontend that nobody knows may be. */
const frontendsUsual = ['virtio-blk', 'virtio-scsi', 'ide', 'ahci', 'nvme', 'usb-storage'] as const;

function frontendsOf({ frontend, device }: VmDisk): readonly FrontendId[] {
  return valuesOf(frontend, frontendsUsual).flatMap((name) =>
    name === 'other' ? standInsFor(device) : [name],
  );
}

/** What is set on the device itself; of the frontends that the disk may be, some may not know it. */
function deviceChoices(
  disk: VmDisk,
  { guest }: DiskSite,
  runner: Runner,
): readonly (readonly Possibility[])[] {
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
