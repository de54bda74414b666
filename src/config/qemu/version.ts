import { defaultProfile } from '../../catalogue/dimensions/profiles.js';
import { type LackedValue, lackedValues } from '../../catalogue/refusals/values-since.js';
import { isNamedAfterRelease } from '../../catalogue/releases/machine-types.js';
import { neverReleased } from '../../catalogue/releases/nearest-release.js';
import { cacheNameOf } from '../../model/cache-name.js';
import type { Position, VmAssumption, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { note, qemuDefaults } from '../draft.js';
import { byDefault, isKnown } from '../fact.js';
import { machineVersion } from './machine.js';

/**
 * The version of QEMU: what somebody says, else no older than the machine types ask for, else the one
 * that a run takes. The defaults that stand in for settings are the same in all since 1.2.
 */
export function versionAssumption(
  qemuVersion: string,
  definitions: readonly VmDefinition[],
): readonly VmAssumption[] {
  if (qemuVersion !== '') return [{ key: 'qemu', value: qemuVersion, by: 'it was given' }];
  let bound: readonly [number, number] = [0, 0];
  let by = '';
  const types = definitions.map(({ machineType }) =>
    machineType?.known === true ? machineType.value : '',
  );
  for (const type of types) {
    const version = neverMade(type) === '' ? machineVersion(type) : null;
    if (version === null || version[0] * 1000 + version[1] <= bound[0] * 1000 + bound[1]) continue;
    bound = version;
    by = `machine type ${type}`;
  }
  if (by === '' && types.some(neverMade)) return [];
  if (by === '')
    return [{ key: 'qemu', value: defaultProfile.qemu, by: 'no version is given: the profile' }];
  return [{ key: 'qemu', value: `${bound.join('.')} or later`, by }];
}

/** Why no version of QEMU starts a machine of this type; '' where one does, or may. */
export function neverMade(type: string): string {
  const because = neverReleased(machineVersion(type)?.join('.') ?? '');
  return because === '' || !isNamedAfterRelease(type)
    ? ''
    : `no QEMU has the machine type ${type}: ${because}`;
}

/**
 * usb-storage made its SCSI disk without its own properties when it was attached to a -blockdev.
 * Measured with 7.2; commit 3089637461 (9.0) hands them on.
 */
export function losesWriteCache(device: string, isDrive: boolean, qemuVersion: string): boolean {
  return device === 'usb-storage' && !isDrive && isBefore(qemuVersion, 9, 0);
}

export const lostWriteCache = 'usb-storage before QEMU 9.0 does not hand write-cache on';

export function isBefore(qemuVersion: string, major: number, minor: number): boolean {
  const [ownMajor = 0, ownMinor = 0] = qemuVersion.split('.').map(Number);
  return qemuVersion !== '' && ownMajor * 1000 + ownMinor < major * 1000 + minor;
}

/** A disk under a release whose defaults were others, or that lacks what the disk asks for. */
export function underVersion(disk: VmDisk, qemuVersion: string): VmDisk {
  const cached = isBefore(qemuVersion, 1, 2) ? withOldCache(disk, qemuVersion) : disk;
  const missing = missingUnder(cached, qemuVersion).map(({ message, at }) =>
    note('refused-by-qemu', message, at),
  );
  return missing.length === 0 ? cached : { ...cached, notes: [...cached.notes, ...missing] };
}

/** QEMU, docs/about/removed-features.rst: what was the device up to 5.2, and is since 6.0. */
const removed: Readonly<Record<string, string>> = { 'ide-drive': 'ide-hd', 'scsi-disk': 'scsi-hd' };

/** A disk on a device that is no more; a machine type alone is a lower bound for the version. */
export function withoutRemoved(
  machineType: VmDefinition['machineType'],
  qemuVersion: string,
): (disk: VmDisk) => VmDisk {
  const type = machineType?.known === true ? machineType.value : '';
  const version = qemuVersion || (machineVersion(type)?.join('.') ?? '');
  return (disk) => {
    const instead = Object.hasOwn(removed, disk.device) ? removed[disk.device] : undefined;
    if (instead === undefined || isBefore(version, 6, 0)) return disk;
    const message = `QEMU has no ${disk.device} since 6.0, but ${instead}: it does not start`;
    const refusal = note('refused-by-qemu', message, disk.frontend.origin.at);
    return { ...disk, notes: [...disk.notes, refusal] };
  };
}

interface Missing {
  readonly message: string;
  readonly at: Position;
}

/** Boards have an eMMC since 9.1; that a user may add one was asked for after 10.1, in 2025-10. */
function missingUnder(disk: VmDisk, version: string): readonly Missing[] {
  const { device, frontend } = disk;
  const message = `QEMU ${version} has no emmc that -device could add: it does not start`;
  const lacksCard = device === 'emmc' && isBefore(version, 10, 2);
  const lacked = version === '' ? [] : lackedValues('QEMU', version);
  return [
    ...lacked.flatMap((row) => {
      const at = placeOf(disk, row);
      return at === null ? [] : [{ message: row.because, at }];
    }),
    ...(lacksCard ? [{ message, at: frontend.origin.at }] : []),
  ];
}

/** Where a disk has the value of a row; null where it has not, or not for sure. */
function placeOf(disk: VmDisk, { key, id }: LackedValue): Position | null {
  const { aio, writeback, direct, noFlush } = disk;
  if (key === 'aio') return aio.known && aio.value === id ? aio.origin.at : null;
  if (key !== 'cache' || !writeback.known || !direct.known || !noFlush.known) return null;
  const flags = { writeback: writeback.value, direct: direct.value, noFlush: noFlush.value };
  if (cacheNameOf(flags) !== id) return null;
  return (noFlush.value ? noFlush : direct).origin.at;
}

/** writethrough up to 1.1, but for qcow2 in 0.10. Commits 0aa217e461, 1f212b9d3e, 4dc822d726. */
function withOldCache(disk: VmDisk, qemuVersion: string): VmDisk {
  const { origin } = disk.writeback;
  if (origin.kind !== 'default' || origin.of !== qemuDefaults.cache) return disk;
  const isQcow = isKnown(disk.format, 'qcow2') && isBefore(qemuVersion, 0, 11);
  const writeback = byDefault(isQcow, `QEMU ${qemuVersion}`, origin.at);
  const caches = disk.caches.map((each) => ({ ...each, writeback: isQcow }));
  return { ...disk, writeback, caches };
}
