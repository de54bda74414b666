import type { QueueDepthId } from '../../model/configuration.js';
import type { SaidOfGuest } from '../../model/disk-source.js';
import type { FaultId } from '../../model/fault.js';
import {
  type DiskSite,
  type FirmwareTreatment,
  type SiteFilesystem,
  type SiteGuestFilesystem,
  type SiteLayer,
  type SiteNbdServer,
  type SiteQueueDepth,
  type SiteStorage,
  type SiteSystem,
  siteNbdServers,
  usualSiteFaults,
} from '../../model/site.js';
import type { Fact, SourceKind, VmDisk } from '../../model/vm-disk.js';
import { saidOfHost } from '../device-names.js';
import { assumed, mapped, unresolved, written } from '../fact.js';
import { layersOf } from './layers.js';
import { mountOf } from './mounted.js';
import type { Site } from './read.js';
import { type Ask, askerOf, type Said, type SiteSubject } from './rules.js';

const nobodySays = 'no blkcheck.config.yaml says it';

const askNobody: Ask = () => null;

/** What the site's file says of a disk; assumptions where it says nothing, or where there is none. */
export function siteOf(site: Site | null, subject: SiteSubject): DiskSite {
  const { disk } = subject;
  const ask = site === null ? askNobody : askerOf(site, subject);
  const orElse = <T>(value: Said<T> | null, fallback: T): Fact<T> =>
    value === null ? assumed(fallback, nobodySays, disk.at) : written(value.value, value.at);
  const disposable = ask((all) => all.disposable, 'disposable');
  return {
    allocation: allocationOf(
      ask(({ image }) => image?.allocation, 'image', 'allocation'),
      disk,
    ),
    host: hostOf(ask, orElse, disk),
    disk: {
      kind: orElse(
        ask((all) => all.disk?.kind, 'disk', 'kind'),
        'wce-honest',
      ),
      atomicBytes: orElse(
        ask((all) => all.disk?.atomicBytes, 'disk', 'atomicBytes'),
        512,
      ),
      cacheBytes: orElse<number | null>(
        ask((all) => all.disk?.cacheBytes, 'disk', 'cacheBytes'),
        null,
      ),
    },
    guest: guestOf(ask, orElse, subject.definition.guest),
    faults: orElse<readonly FaultId[]>(
      ask((all) => all.faults, 'faults'),
      usualSiteFaults,
    ),
    disposable: orElse(disposable, disk.disposable),
    firmware: orElse<FirmwareTreatment>(
      ask((all) => all.firmware, 'firmware'),
      'listed',
    ),
  };
}

type OrElse = <T>(value: Said<T> | null, fallback: T) => Fact<T>;

function hostOf(ask: Ask, orElse: OrElse, disk: VmDisk): DiskSite['host'] {
  const said = saidOfHost(disk.source);
  /** What a rule of the site's file says of the disk counts more than its definition; not what it says of all. */
  const inDefinition = <T>(found: Said<T> | null, value: T | undefined): Said<T> | null =>
    isOfDisk(found) || said === null || value === undefined
      ? found
      : { value, at: said.at, isCommon: false };
  const filesystem = orElse<SiteFilesystem>(
    inDefinition(
      ask(({ host }) => host?.filesystem, 'host', 'filesystem'),
      said?.filesystem,
    ),
    'ext4',
  );
  const kernel = orElse(asText(ask(({ host }) => host?.kernel, 'host', 'kernel')), 'current');
  const storage = ask(({ host }) => host?.storage, 'host', 'storage');
  const layers = layersOf(ask(({ host }) => host?.layers, 'host', 'layers'));
  return {
    storage: storageOf(storage, disk),
    nbdServer: nbdServerOf(
      ask(({ host }) => host?.nbdServer, 'host', 'nbdServer'),
      disk,
    ),
    iscsiDpofua: iscsiDpofuaOf(
      ask(({ host }) => host?.iscsiDpofua, 'host', 'iscsiDpofua'),
      disk,
    ),
    kernel,
    filesystem,
    mount: mountOf(
      inDefinition(
        ask(({ host }) => host?.mount, 'host', 'mount'),
        said?.mount,
      ),
      filesystem,
      kernel,
    ),
    layers: orElse<readonly SiteLayer[]>(inDefinition(layers, said?.layers), []),
    isShared: said?.isShared ?? false,
    // Who says what the device is answers it.
    doubt: isOfDisk(storage) || isOfDisk(layers) ? '' : (said?.doubt ?? ''),
  };
}

function isOfDisk(said: Said<unknown> | null): boolean {
  return said !== null && !said.isCommon;
}

function nbdServerOf(said: Said<SiteNbdServer> | null, disk: VmDisk): Fact<SiteNbdServer> {
  if (said === null) return unresolved(nobodySays, disk.at, siteNbdServers);
  return written(said.value, said.at);
}

function iscsiDpofuaOf(said: Said<boolean> | null, disk: VmDisk): Fact<boolean> {
  if (said === null) return unresolved(nobodySays, disk.at, [true, false]);
  return written(said.value, said.at);
}

function guestOf(ask: Ask, orElse: OrElse, defined: SaidOfGuest | undefined): DiskSite['guest'] {
  const ofSite = ask(({ guest }) => guest?.system, 'guest', 'system');
  const inDefinition = isOfDisk(ofSite) ? undefined : defined;
  const system = inDefinition?.system ?? orElse<SiteSystem>(ofSite, 'linux');
  const release = asText(ask(({ guest }) => guest?.kernel, 'guest', 'kernel'));
  const named = inDefinition?.kernel ?? '';
  const kernel =
    !isOfDisk(release) && named !== ''
      ? written(named, system.origin.at)
      : orElse(release, 'current');
  const said = ask(({ guest }) => guest?.filesystem, 'guest', 'filesystem');
  const usual = inDefinition === undefined ? usualFilesystem(system) : assumedFilesystem(system);
  const filesystem = said === null ? usual : written(said.value, said.at);
  return {
    system,
    other: inDefinition?.other ?? '',
    kernel,
    filesystem,
    mount: mountOf(
      ask(({ guest }) => guest?.mount, 'guest', 'mount'),
      filesystem,
      kernel,
    ),
    writeCache: orElse(
      ask(({ guest }) => guest?.writeCache, 'guest', 'writeCache'),
      'as-reported',
    ),
    fsyncError: orElse(
      ask(({ guest }) => guest?.fsyncError, 'guest', 'fsyncError'),
      'stops',
    ),
    queueDepth: orElse(
      depthIn(ask(({ guest }) => guest?.queueDepth, 'guest', 'queueDepth')),
      'device',
    ),
  };
}

const filesystems = { linux: 'ext4', windows: 'ntfs', freebsd: 'ufs' } as const;

function usualFilesystem(system: Fact<SiteSystem>): Fact<SiteGuestFilesystem> {
  return mapped(system, (each) => filesystems[each]);
}

/** A definition that names a system says nothing of its file systems: FreeBSD has two that are usual. */
function assumedFilesystem(system: Fact<SiteSystem>): Fact<SiteGuestFilesystem> {
  if (!system.known) return usualFilesystem(system);
  const { at } = system.origin;
  if (system.value === 'freebsd') return unresolved(nobodySays, at, ['ufs', 'zfs']);
  return assumed(filesystems[system.value], nobodySays, at);
}

function asText(said: Said<string | number> | null): Said<string> | null {
  return said === null ? null : { ...said, value: String(said.value) };
}

function depthIn(said: Said<SiteQueueDepth> | null): Said<QueueDepthId> | null {
  return said === null ? null : { ...said, value: `${said.value}` };
}

function allocationOf(
  said: Said<'full' | 'falloc' | 'sparse' | 'unknown'> | null,
  disk: VmDisk,
): DiskSite['allocation'] {
  const bothWays = ['full', 'sparse'] as const;
  if (said === null) return unresolved(nobodySays, disk.at, bothWays);
  if (said.value === 'unknown') return unresolved('it is said to be unknown', said.at, bothWays);
  return written(said.value, said.at);
}

const stored: Partial<Readonly<Record<SourceKind, SiteStorage>>> = {
  file: 'file',
  dir: 'file',
  fd: 'file',
  ephemeral: 'file',
  block: 'block-device',
  'nvme-host': 'block-device',
  volume: 'file',
  'persistent-volume': 'file',
  null: 'file',
  other: 'file',
};

/** What the definition says, unless the site knows better: a pool's volume may be either. */
function storageOf(said: Said<SiteStorage> | null, { source, at }: VmDisk): Fact<SiteStorage> {
  if (said !== null) return written(said.value, said.at);
  const { kind, host } = source;
  if (host?.storage !== undefined) return written(host.storage, host.at);
  if (kind.known && /^(volume|persistent-volume)$/.test(kind.value)) {
    return assumed('file', nobodySays, at);
  }
  if (!kind.known && kind.values.length === 0) return assumed('file', nobodySays, at);
  return mapped(kind, (each) => stored[each] ?? 'remote');
}
