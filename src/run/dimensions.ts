import { disks } from '../catalogue/disks.js';
import { allocations, elevators, mounts } from '../catalogue/guests.js';
import { hosts } from '../catalogue/hosts.js';
import type { Profile } from '../catalogue/profiles.js';
import {
  type AllocationId,
  type AtomicBytes,
  atomicUnits,
  type CacheModeId,
  type DiskId,
  type ElevatorId,
  type FrontendId,
  type HostId,
  type HostNoteId,
  hostNoteIds,
  type MountId,
  type PatchId,
  patchIds,
} from '../model/configuration.js';
import { type FaultId, faultIds } from '../model/fault.js';
import { didYouMean } from '../scenario/language/suggest.js';
import { type FilterDomain, select } from './filter.js';
import type { RunOptions } from './options.js';
import { usageError } from './usage-error.js';

/** Everything that is selected, each in the order of the catalogue. */
export interface Dimensions {
  readonly frontends: readonly FrontendId[];
  readonly caches: readonly CacheModeId[];
  readonly faults: readonly FaultId[];
  readonly hosts: readonly HostId[];
  readonly disks: readonly DiskId[];
  readonly atomicUnits: readonly AtomicBytes[];
  readonly allocations: readonly AllocationId[];
  readonly mounts: readonly MountId[];
  readonly elevators: readonly ElevatorId[];
  /** Taken by every configuration. */
  readonly patches: readonly PatchId[];
  /** Hold for every configuration. */
  readonly notes: Readonly<Record<HostNoteId, boolean>>;
}

/** @throws UsageError for an unknown name or an empty selection. */
export function selectDimensions(options: RunOptions, profile: Profile): Dimensions {
  const { frontends, caches, faults } = profile;
  return {
    frontends: select(options.frontends ?? [], domain('frontend', frontends, frontends)),
    caches: select(options.caches ?? [], domain('cache mode', caches, caches)),
    faults: select(options.faults ?? [], domain('fault', faultIds, faults)),
    hosts: select(options.hosts ?? [], domain('host', idsOf(hosts), [profile.host])),
    disks: select(options.disks ?? [], domain('disk', idsOf(disks), [profile.disk])),
    atomicUnits: selectAtomicUnits(options, profile),
    allocations: select(
      options.allocations ?? [],
      domain('allocation', idsOf(allocations), [profile.allocation]),
    ),
    mounts: select(options.mounts ?? [], domain('mount', idsOf(mounts), [profile.mount])),
    elevators: select(
      options.elevators ?? [],
      domain('elevator', idsOf(elevators), [profile.elevator]),
    ),
    patches: select(options.patches ?? [], domain('patch', patchIds, [])),
    notes: switchNotes(options.hostNotes ?? {}, profile.notes),
  };
}

function domain<Name extends string>(
  what: string,
  names: readonly Name[],
  whenAbsent: readonly Name[],
): FilterDomain<Name> {
  return { what, names, whenAbsent, whenExcluding: names };
}

function idsOf<Id extends string>(rows: readonly { readonly id: Id }[]): readonly Id[] {
  return rows.map(({ id }) => id);
}

function selectAtomicUnits(options: RunOptions, profile: Profile): readonly AtomicBytes[] {
  const names = atomicUnits.map(String);
  const absent = [String(profile.atomicBytes)];
  const selected = select(options.atomicUnits ?? [], domain('atomic unit', names, absent));
  return atomicUnits.filter((bytes) => selected.includes(String(bytes)));
}

function switchNotes(
  switches: Readonly<Record<string, boolean>>,
  defaults: Readonly<Record<HostNoteId, boolean>>,
): Readonly<Record<HostNoteId, boolean>> {
  const notes = { ...defaults };
  for (const [name, on] of Object.entries(switches)) {
    const note = hostNoteIds.find((id) => id === name);
    if (note === undefined) {
      throw usageError(`unknown host note \`${name}\``, didYouMean(name, hostNoteIds));
    }
    notes[note] = on;
  }
  return notes;
}
