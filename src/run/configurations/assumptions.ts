import { dimensionOf } from '../../catalogue/dimensions/dimensions.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { isOfQemu } from '../../catalogue/releases/of-qemu.js';
import { neighboursOf, qemuReleases } from '../../catalogue/releases/releases.js';
import { frontendIds, hostNoteIds, patchIds } from '../../model/configuration.js';
import type { Assumption, Suite } from '../../model/result.js';
import type { Assume } from '../assume.js';
import { usualConfiguration } from './configurations.js';
import { type Dimensions, onOff } from './dimensions.js';
import { fencingFor } from './fencing.js';
import type { UnreadVersion } from './unread-versions.js';

/** What the run takes for granted; the keys are the names of the flags that change them. */
export function assumptionsOf(
  profile: Profile,
  dimensions: Dimensions,
  suites: readonly Suite[],
  unknown: UnknownReleases,
): readonly Assumption[] {
  const { values, faults } = dimensions;
  const named = values.get('frontend') ?? [];
  const isQemu = frontendIds.some((id) => named.includes(id) && isOfQemu(id));
  const usual = usualConfiguration(profile);
  const of = (key: string): Assumption =>
    assumption(key, values.get(key) ?? [], [dimensionOf(key).read(usual)]);
  const notes = hostNoteIds.map((id) => `${id}=${values.get(id)?.join() ?? ''}`);
  const usualNotes = hostNoteIds.map((id) => `${id}=${onOff(profile.notes[id])}`);
  const patches = patchIds.filter((id) => values.get(id)?.includes('on'));
  return [
    { key: 'profile', value: profile.id, origin: 'profile' },
    ...(isQemu ? [of('qemu')] : []),
    ...inferredReleases(isQemu ? (values.get('qemu') ?? []) : [], unknown),
    ...(isQemu ? [of('machine')] : []),
    ...(['dpofua', 'config-wce', 'queue-depth'] as const)
      .map(of)
      .filter(({ origin }) => origin === 'flag'),
    of('aio'),
    of('format'),
    of('guest-kernel'),
    of('guest-write-cache'),
    of('mount'),
    of('elevator'),
    of('allocation'),
    of('host'),
    assumption('host-note', notes, usualNotes),
    of('disk'),
    of('atomic-unit'),
    assumption('patch', patches, []),
    assumption('fault', faults, profile.faults),
    ...fencingFor(faults).map((each) => ({ ...each, origin: 'flag' as const })),
    // They are about nothing else.
    ...(faults.includes('io-error') ? [of('werror'), of('fsync-error')] : []),
    assumption('suite', suites, profile.suites),
  ];
}

/** Versions that are named and not known, and what is taken for granted of such. */
export interface UnknownReleases {
  readonly assume: Assume;
  readonly unread: readonly UnreadVersion[];
  /** What stands for a host's Linux that nobody read: `host-kernel-6.18:6.12`. */
  readonly hosts: readonly string[];
  /** What stands for machine types that are not told apart: `machine-6.2:7.2`. */
  readonly machines: readonly string[];
}

/** Releases that were neither run nor read, with those that stand in for them. */
export function inferredReleases(
  selected: readonly string[],
  { assume, unread, hosts, machines }: UnknownReleases,
): readonly Assumption[] {
  const guessed = qemuReleases.filter(({ id }) => selected.includes(id) && neighboursOf(id)[0]);
  const ofReleases = [
    ...guessed.map(({ id }) => `qemu-${id}:${neighboursOf(id).join('|')}`),
    ...unread.map(({ key, version, value }) => `${key}-${version}:${value}`),
    ...hosts,
  ];
  const inferred: Assumption = {
    key: 'inferred',
    value: [...ofReleases, ...machines].join(','),
    origin: 'flag',
  };
  // A machine type is taken for the next one whatever is assumed.
  if (ofReleases.length === 0) return machines.length === 0 ? [] : [inferred];
  const origin = assume === 'nothing' ? 'profile' : 'flag';
  return [inferred, { key: 'assume', value: assume, origin }];
}

function assumption(key: string, values: readonly string[], usual: readonly string[]): Assumption {
  const value = values.join(',');
  return { key, value, origin: value === usual.join(',') ? 'profile' : 'flag' };
}
