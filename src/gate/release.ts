import { removalOf } from '../catalogue/machine-types.js';
import {
  hasOwnMachine,
  isOlder,
  machineRelease,
  neighboursOf,
  releasesOfToday,
} from '../catalogue/releases.js';
import { isEarlier, valueNamed } from '../catalogue/version-names.js';
import { machineVersion } from '../config/qemu/machine.js';
import type { MachineId, QemuReleaseId } from '../model/configuration.js';
import type { VmDefinition } from '../model/vm-disk.js';
import type { Runner } from './runner.js';

/** Who runs a machine, and how that is known. */
export interface RunnerFound {
  readonly runner: Runner;
  readonly by: string;
  /** Only a lower bound: newer releases may run the machine as well. */
  readonly isLeast: boolean;
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
      const runner = { release: profile.qemu, machine: 'newest' } as const;
      const by = `no version is given: profile ${profile.id}`;
      return { runner, by, isLeast: false, machineType: type };
    }
    const isGiven = given !== '';
    const { release, takenFor } = nearestRelease(isGiven ? given : machine);
    const named = given === release || takenFor !== '' ? 'it' : given;
    const by = isGiven ? `${named} was given` : 'at least, by the machine type';
    const unknown = takenFor === '' || isAssumed ? '' : unknownVersion(given, type);
    const refused = isGiven ? machineMissing(given, type) : '';
    const machineId = machineIdOf(machine, release);
    const runner = { release, machine: machineId, version: given, unknown, refused };
    const judgedAs = takenFor === '' ? standInsFor(release) : takenFor;
    return {
      runner,
      by: judgedAs === '' ? by : `${by}: ${judgedAs}`,
      isLeast: !isGiven,
      machineType: type,
    };
  };
}

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
  if (given !== '') return `QEMU ${given}, which nobody ran or read (see --assume)`;
  const newest = releasesOfToday.at(-1)?.id ?? '';
  const version = machineVersion(machineType)?.join('.') ?? '';
  const isNewer = numberOf(version) > numberOf(newest);
  if (!isNewer && !isOlderThanAll(machineType)) return '';
  return `the QEMU of ${machineType}, which nobody ran or read (see --assume)`;
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

/** A version of QEMU as the catalogue has it. */
interface NearestRelease {
  readonly release: QemuReleaseId;
  /** Nobody measured or read the version itself; '' or what it is taken for. */
  readonly takenFor: string;
}

function numberOf(version: string): number {
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
  const machine = machineRelease(nearestRelease(version).release, 'newest');
  return machine === '0.11' || machine === release ? 'newest' : machine;
}
