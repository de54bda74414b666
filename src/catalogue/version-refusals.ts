import { devicesSince, missingIn } from './device-since.js';
import { releaseMeant } from './nearest-release.js';
import type { Refusal } from './refusal.js';
import { qemuReleases } from './releases.js';
import { isEarlier, valueNamed } from './version-names.js';

/** The versions that somebody names, as they stand there: what a series of releases hides. */
export interface NamedVersions {
  readonly qemu: readonly string[];
  readonly machine: readonly string[];
}

function idMeant(key: keyof NamedVersions, name: string): string {
  return key === 'qemu' ? (releaseMeant(name)?.release ?? name) : valueNamed(key, name);
}

/** The versions that are named of a row, or for which it is looked at. */
function namedOf(key: keyof NamedVersions, id: string, named: NamedVersions): readonly string[] {
  return named[key].filter((name) => idMeant(key, name) === id);
}

function lackedDevices(version: string, release: string): readonly Refusal[] {
  return devicesSince
    .filter(({ id }) => missingIn(version, id) !== undefined)
    .map(({ id, since, source }) => ({
      because: `QEMU ${version} has no ${id}: it came with ${since} (${source})`,
      isSo: ({ frontend, qemu }) => qemu.release === release && frontend === id,
    }));
}

function lacksMachine(version: string, release: string, named: NamedVersions): Refusal {
  return {
    because: `QEMU ${version} does not have this machine type: it came with a later release`,
    isSo: ({ qemu: { release: own, machine } }) => {
      if (own !== release || machine === 'newest') return false;
      const types = namedOf('machine', machine, named);
      return types.length > 0 && types.every((type) => isEarlier(version, type));
    },
  };
}

/**
 * What a series of releases has, and the version of it that is named does not. Where several of one
 * series are named the newest decides.
 */
export function versionRefusals(named: NamedVersions): readonly Refusal[] {
  return qemuReleases.flatMap(({ id }) => {
    const versions = namedOf('qemu', id, named);
    const [first, ...others] = versions;
    if (first === undefined) return [];
    const newest = others.reduce((a, b) => (isEarlier(a, b) ? b : a), first);
    return [...lackedDevices(newest, id), lacksMachine(newest, id, named)];
  });
}
