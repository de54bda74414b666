import type { Profile } from '../catalogue/profiles.js';
import { hostNoteIds } from '../model/configuration.js';
import type { Assumption, Suite } from '../model/result.js';
import { onOff } from './configurations.js';
import type { Dimensions } from './dimensions.js';

/** What the run takes for granted; the keys are the names of the flags that change them. */
export function assumptionsOf(
  profile: Profile,
  dimensions: Dimensions,
  suites: readonly Suite[],
): readonly Assumption[] {
  const { hosts, disks, atomicUnits, allocations, mounts, elevators, faults } = dimensions;
  const notes = hostNoteIds.map((id) => `${id}=${onOff(dimensions.notes[id])}`);
  const usualNotes = hostNoteIds.map((id) => `${id}=${onOff(profile.notes[id])}`);
  return [
    { key: 'profile', value: profile.id, origin: 'profile' },
    { key: 'guest', value: `Linux ${profile.guestKernel}`, origin: 'profile' },
    assumption('mount', mounts, [profile.mount]),
    assumption('elevator', elevators, [profile.elevator]),
    assumption('allocation', allocations, [profile.allocation]),
    assumption('host', hosts, [profile.host]),
    assumption('host-note', notes, usualNotes),
    assumption('disk', disks, [profile.disk]),
    assumption('atomic-unit', atomicUnits, [profile.atomicBytes]),
    assumption('patch', dimensions.patches, []),
    assumption('fault', faults, profile.faults),
    assumption('suite', suites, profile.suites),
  ];
}

function assumption(
  key: string,
  values: readonly (string | number)[],
  usual: readonly (string | number)[],
): Assumption {
  const value = values.join(',');
  return { key, value, origin: value === usual.join(',') ? 'profile' : 'flag' };
}
