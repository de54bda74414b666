import type { Fact, Position } from '../../model/vm-disk.js';
import { assumed, byDefault, unresolved, written } from '../fact.js';
import { isDistributionType, machineVersion } from './machine.js';
import { type Option, positionOf, rawText, truth } from './options.js';

export interface VersionHints {
  readonly machineType: Fact<string> | null;
  /** '' where nobody says. */
  readonly qemuVersion: string;
}

/** From these machine types on, scsi-hd says that it takes FUA (hw_compat_10_0 turns it off). */
const since: readonly [number, number] = [10, 1];

const isSince = ([major, minor]: readonly [number, number]): boolean =>
  major > since[0] || (major === since[0] && minor >= since[1]);

/** Whether a SCSI disk offers Force Unit Access; null for what is no SCSI disk of QEMU's own. */
export function dpofuaOf(
  given: Option | undefined,
  device: string,
  at: Position,
  hints: VersionHints,
): Fact<boolean> | null {
  if (!/^(scsi-hd|scsi-disk)$/.test(device)) return null;
  if (given !== undefined) {
    const value = truth(given.value);
    if (value === null) return unresolved(rawText(given), positionOf(given), [true, false]);
    return written(value, positionOf(given));
  }
  return defaultDpofua(hints, at);
}

export function defaultDpofua(
  { machineType, qemuVersion }: VersionHints,
  at: Position,
): Fact<boolean> {
  const type = machineType?.known === true ? machineType.value : '';
  const version = machineVersion(type);
  if (version !== null) return byDefault(isSince(version), `machine type ${type}`, at);
  const [major, minor] = qemuVersion.split('.').map(Number);
  const isGiven = major !== undefined && qemuVersion !== '';
  const isOffered = isGiven && isSince([major, minor ?? 0]);
  if (isOffered || !isGiven) {
    if (machineType?.known === false)
      return unresolved(machineType.origin.text, machineType.origin.at, [true, false]);
    if (isDistributionType(type))
      return unresolved(`which of QEMU's machine types ${type} is like`, at, [true, false]);
  }
  if (isGiven) return byDefault(isOffered, `machine types of QEMU ${qemuVersion}`, at);
  return assumed(true, 'a machine type of QEMU 10.1 or later', at);
}
