import { qemuReleases } from '../catalogue/releases.js';
import type { MachineId, QemuReleaseId } from '../model/configuration.js';

/** A version of QEMU as the catalogue has it. */
export interface NearestRelease {
  readonly release: QemuReleaseId;
  /** Nobody measured or read the version itself; '' or what it is taken for. */
  readonly takenFor: string;
}

const oldestToday = '7.2';

function numberOf(version: string): number {
  const [major = 0, minor = 0] = version.split('.').map(Number);
  return major * 1000 + minor;
}

/** The first release of the catalogue that is not older; the newest for what is newer than all. */
export function nearestRelease(version: string): NearestRelease {
  const today = qemuReleases.filter(({ id }) => id !== '0.11');
  const found = today.find(({ id }) => numberOf(id) >= numberOf(version)) ?? today.at(-1);
  const release: QemuReleaseId = found?.id ?? oldestToday;
  const isKnown = numberOf(version) >= 7000 && numberOf(version) <= numberOf('11.1');
  return { release, takenFor: isKnown ? '' : `QEMU ${version} is taken for ${release}` };
}

/** The machine type's version, where it is one that matters here. */
export function machineIdOf(version: string, release: QemuReleaseId): MachineId {
  if (version === '' || numberOf(version) >= numberOf(release)) return 'newest';
  const { release: machine } = nearestRelease(version);
  return machine === '0.11' || machine === release ? 'newest' : machine;
}
