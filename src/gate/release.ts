import { removalOf } from '../catalogue/releases/machine-types.js';
import {
  machineMeant,
  nearestRelease,
  numberOf,
  unreadWords,
} from '../catalogue/releases/nearest-release.js';
import {
  hasOwnMachine,
  isOlder,
  machineRelease,
  neighboursOf,
  releasesOfToday,
} from '../catalogue/releases/releases.js';
import { isEarlier } from '../catalogue/releases/version-names.js';
import { machineVersion } from '../config/qemu/machine.js';
import { neverMade } from '../config/qemu/version.js';
import { type MachineId, machineIds, type QemuReleaseId } from '../model/configuration.js';
import type { VmDefinition } from '../model/vm-disk.js';
import type { Runner } from './runner.js';

/** Who runs a machine, and how that is known. */
export interface RunnerFound {
  readonly runner: Runner;
  readonly by: string;
  /** Only a lower bound: newer releases may run the machine as well. */
  readonly isLeast: boolean;
  /** Nobody ran or read the version of the machine type: it runs on one of those after it. */
  readonly isOpen: boolean;
  /** '' where none is known. */
  readonly machineType: string;
}

export type RunnerOf = (definition: Pick<VmDefinition, 'machineType'>) => RunnerFound;

/**
 * The version that somebody gives, else the machine type's as a lower bound, else the profile's.
 *
 * @param given - '' where nobody gives one
 * @param profile - its name and its release of QEMU
 * @param isAssumed - a version that nobody knows is taken for the nearest that is known
 */
export function runnerFor(
  given: string,
  profile: { readonly id: string; readonly qemu: QemuReleaseId },
  isAssumed = false,
): RunnerOf {
  return ({ machineType }) => {
    const type = machineType?.known === true ? machineType.value : '';
    const machine = machineVersion(type)?.join('.') ?? '';
    if (given === '' && machine === '') {
      const runner = { release: profile.qemu, machine: 'newest', isAssumed } as const;
      const by = `no version is given: profile ${profile.id}`;
      return { runner, by, isLeast: false, isOpen: false, machineType: type };
    }
    const isGiven = given !== '';
    const { release, takenFor } = nearestRelease(isGiven ? given : machine);
    const isItself = given === release || takenFor !== '';
    const asGiven = isItself ? 'it was given' : `${given} was given, which does the same`;
    const by = isGiven ? asGiven : 'at least, by the machine type';
    const unknown = takenFor === '' || isAssumed ? '' : unknownVersion(given, type);
    const refused = neverMade(type) || (isGiven ? machineMissing(given, type) : '');
    const machineId = machineIdOf(machine, release);
    const runner = { release, machine: machineId, version: given, unknown, isAssumed, refused };
    const isOpen = !isGiven && takenFor !== '' && unknown === '' && refused === '';
    const open = isOpen ? `nobody ran or read QEMU ${machine}` : takenFor;
    const judgedAs = takenFor === '' ? standInsFor(release) : open;
    return {
      runner,
      by: judgedAs === '' ? by : `${by}: ${judgedAs}`,
      isLeast: !isGiven,
      isOpen,
      machineType: type,
    };
  };
}

/** The version of the machine type is taken for the nearest that is known. */
export function asNearest(found: RunnerFound): RunnerFound {
  if (!found.isOpen) return found;
  return { ...found, isOpen: false, by: `by the machine type, taken for ${found.runner.release}` };
}

/** Of all that may run it, the worst is assumed to. */
export const isWorstOf = ({ isOpen, runner: { isAssumed = false } }: RunnerFound): boolean =>
  isOpen && isAssumed;

/** Why a version of QEMU does not start a machine of this type; '' where it does. */
function machineMissing(version: string, type: string): string {
  const removal = removalOf(type);
  if (removal !== null && !isEarlier(version, removal.since))
    return `QEMU ${version} has no machine type ${type}: it is gone since ${removal.since} (${removal.source})`;
  const own = machineVersion(type)?.join('.') ?? '';
  if (own === '' || !isEarlier(version, own)) return '';
  return `QEMU ${version} has no machine type ${type}: it came with ${own}`;
}

/**
 * A machine type says how old QEMU is at most. Its version is not one that somebody runs, unless no
 * release that is known has the type.
 */
function unknownVersion(given: string, machineType: string): string {
  if (given !== '') return unreadWords(`QEMU ${given}`);
  const newest = releasesOfToday.at(-1)?.id ?? '';
  const version = machineVersion(machineType)?.join('.') ?? '';
  const isNewer = numberOf(version) > numberOf(newest);
  if (!isNewer && !isOlderThanAll(machineType)) return '';
  return unreadWords(`the QEMU of ${machineType}`);
}

/** A machine type that no release which is known has any more. */
function isOlderThanAll(machineType: string): boolean {
  const removal = removalOf(machineType);
  const oldest = releasesOfToday[0]?.first ?? '';
  return removal !== null && !isEarlier(oldest, removal.since);
}

/** '' for a release that was run or read. */
function standInsFor(release: QemuReleaseId): string {
  const neighbours = neighboursOf(release);
  return neighbours.length === 0 ? '' : `judged as QEMU ${neighbours.join(' and ')}`;
}

/** The same machine on each newer release that is known, and has its type. */
export function newerRunners({ runner, isLeast, machineType }: RunnerFound): readonly Runner[] {
  if (!isLeast || runner.unknown !== '') return [];
  const machine = machineRelease(runner.release, runner.machine);
  // The last update of a release stands for it.
  return releasesOfToday
    .filter(hasOwnMachine)
    .filter(({ id }) => isOlder(runner.release, id) && neighboursOf(id).length === 0)
    .filter(({ id }) => machineMissing(id, machineType) === '')
    .map(({ id }) => ({
      ...runner,
      release: id,
      machine: machine === '0.11' ? 'newest' : machine,
    }));
}

/** The machine type's version, where it is one that matters here. */
function machineIdOf(version: string, release: QemuReleaseId): MachineId {
  if (version === '' || numberOf(version) >= numberOf(release)) return 'newest';
  const meant = machineMeant(version);
  return machineIds.find((id) => id === meant && id !== release) ?? 'newest';
}
