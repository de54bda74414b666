import { dimensionOf } from '../catalogue/dimensions.js';
import type { Profile } from '../catalogue/profiles.js';
import { qemuReleases } from '../catalogue/releases.js';
import { hostNoteIds, patchIds } from '../model/configuration.js';
import type { Assumption, Suite } from '../model/result.js';
import { usualConfiguration } from './configurations.js';
import { type Dimensions, onOff } from './dimensions.js';

/** What the run takes for granted; the keys are the names of the flags that change them. */
export function assumptionsOf(
  profile: Profile,
  dimensions: Dimensions,
  suites: readonly Suite[],
): readonly Assumption[] {
  const { values, faults } = dimensions;
  const usual = usualConfiguration(profile);
  const of = (key: string): Assumption =>
    assumption(key, values.get(key) ?? [], [dimensionOf(key).read(usual)]);
  const notes = hostNoteIds.map((id) => `${id}=${values.get(id)?.join() ?? ''}`);
  const usualNotes = hostNoteIds.map((id) => `${id}=${onOff(profile.notes[id])}`);
  const patches = patchIds.filter((id) => values.get(id)?.includes('on'));
  return [
    { key: 'profile', value: profile.id, origin: 'profile' },
    of('qemu'),
    ...inferredReleases(values.get('qemu') ?? []),
    of('machine'),
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
    ...fencing(faults),
    // It is about nothing else.
    ...(faults.includes('io-error') ? [of('werror')] : []),
    assumption('suite', suites, profile.suites),
  ];
}

/** Releases that were neither run nor read; what their quirks are is taken from their neighbours. */
function inferredReleases(selected: readonly string[]): readonly Assumption[] {
  const inferred = qemuReleases.filter(
    ({ id, knownBy }) => knownBy === 'inferred' && selected.includes(id),
  );
  const value = inferred.map(({ id }) => id).join(',');
  return value === '' ? [] : [{ key: 'inferred', value: `qemu-${value}`, origin: 'flag' }];
}

/** A node that is lost and still writes would spoil what the one that takes over reads. */
function fencing(faults: Dimensions['faults']): readonly Assumption[] {
  if (!faults.includes('node-loss')) return [];
  return [{ key: 'fencing', value: 'assumed', origin: 'flag' }];
}

function assumption(key: string, values: readonly string[], usual: readonly string[]): Assumption {
  const value = values.join(',');
  return { key, value, origin: value === usual.join(',') ? 'profile' : 'flag' };
}
