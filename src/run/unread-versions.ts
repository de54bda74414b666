import { isQemuVersion, machineMeant, releaseMeant } from '../catalogue/nearest-release.js';
import { isOfQemu } from '../catalogue/of-qemu.js';
import { releasesOfToday } from '../catalogue/releases.js';
import { isEarlier } from '../catalogue/version-names.js';
import type { Configuration, QemuReleaseId } from '../model/configuration.js';
import { namesIn } from './filter.js';
import type { RunOptions } from './options.js';
import { usageError } from './usage-error.js';

/** A version that somebody names and nobody ran or read, and the release that is looked at for it. */
export interface UnreadVersion {
  readonly version: string;
  readonly release: QemuReleaseId;
}

/** @throws UsageError where a release is looked at for two names, so that its rows would be of neither. */
export function unreadVersions({ qemu = [] }: RunOptions): readonly UnreadVersion[] {
  const named = [...new Set(namesIn(qemu))].flatMap((version) => {
    const meant = releaseMeant(version);
    return meant === null ? [] : [{ version, ...meant }];
  });
  const unread = named.filter(({ takenFor }) => takenFor !== '');
  for (const { version, release, takenFor } of unread) {
    const other = named.find((each) => each.version !== version && each.release === release);
    if (other === undefined) continue;
    const help = `a run for ${version}, and one for ${other.version}`;
    throw usageError(`${takenFor}, and so is ${other.version}: name one of them`, help);
  }
  return unread.map(({ version, release }) => ({ version, release }));
}

/** Versions of machine types that are named and not told apart, each with the one that it is taken for. */
export function unreadMachines({ machines = [] }: RunOptions): readonly string[] {
  return [...new Set(namesIn(machines))]
    .filter((name) => isQemuVersion(name) && isBeforeAll(name))
    .map((name) => `machine-${name}:${machineMeant(name)}`);
}

function isBeforeAll(version: string): boolean {
  const first = releasesOfToday[0]?.first ?? '';
  return isEarlier(version, first);
}

/** The version that a configuration is looked at for; undefined where its release is what was named. */
export function unreadOf(
  { frontend, qemu }: Configuration,
  unread: readonly UnreadVersion[],
): UnreadVersion | undefined {
  if (!isOfQemu(frontend)) return undefined;
  return unread.find(({ release }) => release === qemu.release);
}
