import { type Known, sourceWords } from '../known.js';
import { removalOfVersion } from '../releases/machine-types.js';
import { monitors } from '../releases/monitors.js';
import { isQemuVersion, machineMeant, releaseMeant } from '../releases/nearest-release.js';
import { qemuReleases } from '../releases/releases.js';
import { isEarlier } from '../releases/version-names.js';
import type { Refusal } from './refusal.js';
import { lackingRefusals } from './values-since.js';

/** The versions that somebody names, as they stand there: what a series of releases hides. */
export interface NamedVersions {
  readonly qemu: readonly string[];
  readonly machine: readonly string[];
  /** Of the host's Linux; '' where nobody names one. */
  readonly hostKernel?: string;
}

type Named = 'qemu' | 'machine';

function idMeant(key: Named, name: string): string {
  return key === 'qemu' ? (releaseMeant(name)?.release ?? name) : machineMeant(name);
}

/** The versions that are named of a row, or for which it is looked at. */
function namedOf(key: Named, id: string, named: NamedVersions): readonly string[] {
  return named[key].filter((name) => idMeant(key, name) === id);
}

function lackedIn(version: string, release: string): readonly Refusal[] {
  return lackingRefusals('QEMU', version).map((refusal) => ({
    ...refusal,
    isSo: (configuration) => configuration.qemu.release === release && refusal.isSo(configuration),
  }));
}

interface Lack extends Known {
  readonly because: string;
}

/** The version of a release that is named, among all that is. */
interface VersionOfRelease {
  readonly version: string;
  readonly release: string;
  readonly named: NamedVersions;
}

/** Of one machine type several versions may be named, of which one is enough. */
function lacksAll(
  { version, release, named }: VersionOfRelease,
  { because, source, confidence }: Lack,
  lacks: (type: string) => boolean,
): Refusal {
  return {
    because: `QEMU ${version} ${because}`,
    source,
    confidence,
    isSo: ({ qemu: { release: own, machine } }) => {
      if (own !== release || machine === 'newest') return false;
      const types = namedOf('machine', machine, named);
      return types.length > 0 && types.every(lacks);
    },
  };
}

function lackedMachines(own: VersionOfRelease): readonly Refusal[] {
  const { version, named } = own;
  if (!named.machine.some(isQemuVersion)) return [];
  const refusal = (lack: Lack, lacks: (type: string) => boolean) => lacksAll(own, lack, lacks);
  const gone = named.machine.flatMap((name) => {
    const removal = removalOfVersion(name, version);
    if (removal === null) return [];
    const { type, since } = removal;
    const because = `has no machine type of ${name}: the last, ${type}, is gone since ${since} (${sourceWords(removal)})`;
    const lack = { ...removal, because };
    return [refusal(lack, (each) => removalOfVersion(each, version) !== null)];
  });
  const later: Lack = {
    because: 'does not have this machine type: it came with a later release',
    source: 'QEMU hw/core/machine.c: a type comes with the release that it is called by',
    confidence: 'read',
  };
  return [refusal(later, (type) => isEarlier(version, type)), ...gone];
}

/** A version of QEMU is none of what is not QEMU: its verdict would stand for each that is named. */
function ofMonitors({ qemu }: NamedVersions): readonly Refusal[] {
  if (qemu.length === 0) return [];
  return monitors.map(({ frontend, name, source, confidence }) => ({
    because: `${name} is not QEMU, and has none of its versions: without --qemu it is looked at as it is`,
    source,
    confidence,
    isSo: (configuration) => configuration.frontend === frontend,
  }));
}

/**
 * What a series of releases has, and the version of it that is named does not. Where several of one
 * series are named the newest decides.
 */
export function versionRefusals(named: NamedVersions): readonly Refusal[] {
  const { hostKernel = '' } = named;
  const ofHost = hostKernel === '' ? [] : lackingRefusals('Linux', hostKernel);
  const ofReleases = qemuReleases.flatMap(({ id }) => {
    const versions = namedOf('qemu', id, named);
    const [first, ...others] = versions;
    const machinesLackedBy = (version: string) => lackedMachines({ version, release: id, named });
    if (first === undefined) return machinesLackedBy(id);
    const newest = others.reduce((a, b) => (isEarlier(a, b) ? b : a), first);
    return [...lackedIn(newest, id), ...machinesLackedBy(newest)];
  });
  return [...ofMonitors(named), ...ofHost, ...ofReleases];
}
