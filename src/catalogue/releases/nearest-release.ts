import type { QemuReleaseId } from '../../model/configuration.js';
import {
  hasOwnMachine,
  machineRelease,
  machines,
  neighboursOf,
  releasesOfToday,
} from './releases.js';
import { isEarlier, valueNamed } from './version-names.js';

/** A version of QEMU as the catalogue has it. */
export interface NearestRelease {
  readonly release: QemuReleaseId;
  /** Nobody measured or read the version itself; '' or what it is taken for. */
  readonly takenFor: string;
}

/** As somebody may give one: `6.2`, `10.0.3`. */
export function isQemuVersion(text: string): boolean {
  return /^\d{1,3}\.\d{1,3}(\.\d{1,3})?$/u.test(text);
}

export function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** The first release of the catalogue that is not older; the newest for what is newer than all. */
export function nearestRelease(version: string): NearestRelease {
  const known = releasesOfToday.filter(({ id }) => neighboursOf(id).length !== 1);
  const name = valueNamed('qemu', version);
  const named = known.find(({ id }) => id === name);
  if (named !== undefined) return { release: named.id, takenFor: '' };
  // What is between two releases may be as either. An update that mended something is the kinder.
  const unmended = known.filter(hasOwnMachine);
  const found = unmended.find(({ id }) => numberOf(id) >= numberOf(version)) ?? unmended.at(-1);
  if (found === undefined) throw new Error('the catalogue has no release');
  const { id: release } = found;
  return { release, takenFor: `QEMU ${version} is taken for ${release}` };
}

/**
 * The machine type that a version is taken for, as definitions have it: one older than all that were told
 * apart is as the first of these. What is no version stays what it is.
 */
export function machineMeant(name: string): string {
  const known = valueNamed('machine', name);
  if (known !== name || machines.some(({ id }) => id === name) || !isQemuVersion(name))
    return known;
  return machineRelease(nearestRelease(name).release, 'newest');
}

/**
 * Why there is no such version, between two releases of which one came right after the other; '' for one that
 * was released, and for one that is older or newer than all that are known.
 */
export function neverReleased(version: string): string {
  const [oldest] = releasesOfToday;
  const newest = releasesOfToday.at(-1);
  if (oldest === undefined || newest === undefined || !isQemuVersion(version)) return '';
  if (isEarlier(version, oldest.first) || isEarlier(newest.id, version)) return '';
  if (releaseMeant(version)?.takenFor === '') return '';
  const before = releasesOfToday.findLast(({ id }) => isEarlier(id, version));
  const after = releasesOfToday.find(({ first }) => isEarlier(version, first));
  return `there is no QEMU ${version}: after ${before?.id} came ${after?.first}`;
}

/** What is said of a QEMU with a neighbour on one side at most. */
export function unreadWords(qemu: string): string {
  return `${qemu}, which nobody ran or read (see --assume)`;
}

/**
 * The release that a name means, of which the mail's is one; null for what is no version.
 *
 * @param name - a version, or anything else that somebody wrote
 */
export function releaseMeant(name: string): NearestRelease | null {
  if (valueNamed('qemu', name) === mailsRelease) return { release: mailsRelease, takenFor: '' };
  return isQemuVersion(name) ? nearestRelease(name) : null;
}

const mailsRelease = '0.11' satisfies QemuReleaseId;
