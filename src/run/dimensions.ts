import type { Dimension } from '../catalogue/dimension.js';
import { dimensions } from '../catalogue/dimensions.js';
import type { Profile } from '../catalogue/profiles.js';
import { type HostNoteId, hostNoteIds, patchIds } from '../model/configuration.js';
import { type FaultId, faultIds } from '../model/fault.js';
import { didYouMean } from '../scenario/language/suggest.js';
import { usualConfiguration } from './configurations.js';
import { type FilterDomain, select } from './filter.js';
import type { RunOptions } from './options.js';
import { usageError } from './usage-error.js';

/** Everything that is selected, each in the order of the catalogue. */
export interface Dimensions {
  /** By the key of each dimension. A note or a patch has one value, which all configurations share. */
  readonly values: ReadonlyMap<string, readonly string[]>;
  readonly faults: readonly FaultId[];
}

/** The options of a run that select values, by the key of their dimension. */
export const filters = {
  frontend: 'frontends',
  cache: 'caches',
  qemu: 'qemu',
  machine: 'machines',
  aio: 'aio',
  format: 'formats',
  host: 'hosts',
  disk: 'disks',
  'atomic-unit': 'atomicUnits',
  allocation: 'allocations',
  'guest-kernel': 'guestKernels',
  'guest-write-cache': 'guestWriteCaches',
  mount: 'mounts',
  elevator: 'elevators',
} as const satisfies Record<string, keyof RunOptions>;

export type FilterKey = keyof typeof filters;

export function isFilter(key: string): key is FilterKey {
  return Object.hasOwn(filters, key);
}

/** @throws UsageError for an unknown name or an empty selection. */
export function selectDimensions(options: RunOptions, profile: Profile): Dimensions {
  const patches = select(options.patches ?? [], domain('patch', patchIds, []));
  const notes = switchNotes(options.hostNotes ?? {}, profile.notes);
  const switches = new Map<string, boolean>([
    ...hostNoteIds.map((id) => [id, notes[id]] as const),
    ...patchIds.map((id) => [id, patches.includes(id)] as const),
  ]);
  return {
    values: new Map(
      dimensions.map((dimension) => [
        dimension.key,
        dimension.isSwitch
          ? [onOff(switches.get(dimension.key) === true)]
          : selectValues(dimension, options, profile),
      ]),
    ),
    faults: select(options.faults ?? [], domain('fault', faultIds, profile.faults)),
  };
}

/** What of a dimension is selected; the profile's where nothing is said. */
function selectValues(
  dimension: Dimension,
  options: RunOptions,
  profile: Profile,
): readonly string[] {
  const words = wordsFor(dimension.key, options);
  const names = valuesIn(dimension, profile);
  const usual = usualIn(profile)[dimension.key] ?? [dimension.read(usualConfiguration(profile))];
  return select(words, {
    what: dimension.what,
    names,
    whenAbsent: usual,
    whenExcluding: usualIn(profile)[dimension.key] ?? names,
  });
}

/** What a run looks at where nothing is named: of frontends and cache modes it is many. */
function usualIn(profile: Profile): Readonly<Record<string, readonly string[]>> {
  return { frontend: profile.usualFrontends, cache: profile.usualCaches };
}

/** The values that exist on the day of the profile. */
export function valuesIn({ key, values }: Dimension, profile: Profile): readonly string[] {
  const ids = values.map(({ id }) => id);
  const dated: Readonly<Record<string, readonly string[]>> = {
    frontend: profile.frontends,
    cache: profile.caches,
  };
  return ids.filter((id) => dated[key]?.includes(id) ?? true);
}

/** The words that a dimension is filtered with. */
export function wordsFor(key: string, options: RunOptions): readonly string[] {
  return isFilter(key) ? (options[filters[key]] ?? []) : [];
}

export function domain<Name extends string>(
  what: string,
  names: readonly Name[],
  whenAbsent: readonly Name[],
): FilterDomain<Name> {
  return { what, names, whenAbsent, whenExcluding: names };
}

export function onOff(on: boolean): 'on' | 'off' {
  return on ? 'on' : 'off';
}

function switchNotes(
  switches: Readonly<Record<string, boolean>>,
  defaults: Readonly<Record<HostNoteId, boolean>>,
): Readonly<Record<HostNoteId, boolean>> {
  const notes = { ...defaults };
  for (const [name, on] of Object.entries(switches)) notes[noteNamed(name)] = on;
  return notes;
}

/** @throws UsageError where there is no such note. */
export function noteNamed(name: string): HostNoteId {
  const note = hostNoteIds.find((id) => id === name);
  if (note !== undefined) return note;
  throw usageError(`unknown host note \`${name}\``, didYouMean(name, hostNoteIds));
}
