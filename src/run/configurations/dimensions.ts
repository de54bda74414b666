import { usualDevice } from '../../catalogue/dimensions/device-properties.js';
import type { Dimension } from '../../catalogue/dimensions/dimension.js';
import { dimensions } from '../../catalogue/dimensions/dimensions.js';
import type { Profile } from '../../catalogue/dimensions/profiles.js';
import { mailHosts } from '../../catalogue/refusals/refusals.js';
import type { NamedVersions } from '../../catalogue/refusals/version-refusals.js';
import { linuxMeant } from '../../catalogue/releases/linux-releases.js';
import {
  machineMeant,
  neverReleased,
  releaseMeant,
} from '../../catalogue/releases/nearest-release.js';
import { valueNamed } from '../../catalogue/releases/version-names.js';
import { type HostNoteId, hostNoteIds, patchIds } from '../../model/configuration.js';
import { type FaultId, faultIds } from '../../model/fault.js';
import { didYouMean } from '../../scenario/language/suggest.js';
import type { RunOptions } from '../options.js';
import { usageError } from '../usage-error.js';
import { usualConfiguration } from './configurations.js';
import { type FilterDomain, namesIn, select } from './filter.js';
import { checkHosts, notesByKernel } from './host-kernel.js';

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
  dpofua: 'dpofua',
  'config-wce': 'configWce',
  'queue-depth': 'queueDepths',
  aio: 'aio',
  werror: 'werrors',
  format: 'formats',
  host: 'hosts',
  disk: 'disks',
  'atomic-unit': 'atomicUnits',
  allocation: 'allocations',
  'guest-kernel': 'guestKernels',
  'guest-write-cache': 'guestWriteCaches',
  mount: 'mounts',
  'fsync-error': 'fsyncErrors',
  elevator: 'elevators',
} as const satisfies Record<string, keyof RunOptions>;

export type FilterKey = keyof typeof filters;

export function isFilter(key: string): key is FilterKey {
  return Object.hasOwn(filters, key);
}

/** What of a dimension is looked at where no option names any of it. */
export type Unnamed = (dimension: Dimension) => readonly string[];

/** The profile's value; of frontends and cache modes, which make the cells, the usual ones. */
function usualValues(profile: Profile): Unnamed {
  const usual = usualConfiguration(profile);
  return ({ key, read }) => usualCells(profile)[key] ?? [read(usual)];
}

function usualCells(profile: Profile): Readonly<Record<string, readonly string[]>> {
  return { frontend: profile.usualFrontends, cache: profile.usualCaches };
}

/** @throws UsageError for an unknown name or an empty selection. */
export function selectDimensions(options: RunOptions, profile: Profile): Dimensions {
  return {
    values: selectValues(options, profile, usualValues(profile)),
    faults: selectFaults(options, profile.faults),
  };
}

/** @throws UsageError for an unknown name or an empty selection. */
export function selectFaults(
  { faults = [] }: RunOptions,
  whenAbsent: readonly FaultId[],
): readonly FaultId[] {
  return select(faults, domain('fault', faultIds, whenAbsent));
}

/** @throws UsageError for an unknown name or an empty selection. */
export function selectValues(
  options: RunOptions,
  profile: Profile,
  unnamed: Unnamed,
): Dimensions['values'] {
  checkReleased(options);
  const switches = switchesIn(options);
  const selected = new Map(
    dimensions.map((dimension) => {
      const on = switches.get(dimension.key);
      if (on !== undefined) return [dimension.key, [onOff(on)]] as const;
      const names = valuesIn(dimension, profile);
      const words = wordsFor(dimension.key, options, names);
      const whenAbsent = unnamed(dimension);
      const whenExcluding = usualCells(profile)[dimension.key] ?? names;
      const others = {
        owner: `the profile ${profile.id}`,
        elsewhere: [
          ...dimension.values.map(({ id }) => id),
          ...namesIn(words).filter((name) => withValue(dimension.key, name) !== name),
        ],
      };
      const what = dimension.what;
      const chosen = select(words, { what, names, whenAbsent, whenExcluding, ...others });
      return [dimension.key, chosen] as const;
    }),
  );
  checkHosts(options, selected.get('host') ?? []);
  return selected;
}

/** @throws UsageError for a version that never was, of QEMU or of a machine type. */
function checkReleased({ qemu = [], machines = [] }: RunOptions): void {
  const because = namesIn([...qemu, ...machines])
    .map(neverReleased)
    .find((each) => each !== '');
  if (because !== undefined) throw usageError(because, 'blkcheck list qemu');
}

/** The notes that are named; the patches, all of them, where one is. */
function switchesIn(options: RunOptions) {
  const { patches: words = [] } = options;
  const patches = select(words, domain('patch', patchIds, []));
  const named = words.length === 0 ? [] : patchIds;
  return new Map<string, boolean>([
    ...Object.entries(notesByKernel(options)).map(([name, on]) => [noteNamed(name), on] as const),
    ...named.map((id) => [id, patches.includes(id)] as const),
  ]);
}

/** What came later did not exist then, not even as a choice. */
function ofTheMail(profile: Profile): Readonly<Record<string, readonly string[]>> {
  return {
    qemu: [profile.qemu],
    machine: [profile.machine],
    dpofua: [usualDevice.dpofua],
    'config-wce': [usualDevice.configWce],
    'queue-depth': [usualDevice.queueDepth],
    aio: [profile.aio],
    werror: [profile.werror],
    format: [profile.format],
    host: mailHosts,
    disk: ['wce-honest', 'wce-lying', 'no-wce', 'plp', 'bbu'],
    'atomic-unit': ['512', '4096'],
    'guest-kernel': [profile.guestKernel],
    'guest-write-cache': [profile.writeCache],
  };
}

/** The values that exist on the day of the profile. */
export function valuesIn({ key, values }: Dimension, profile: Profile): readonly string[] {
  const ids = values.map(({ id }) => id);
  const dated: Readonly<Record<string, readonly string[]>> = {
    frontend: profile.frontends,
    cache: profile.caches,
    ...(profile.qemu === '0.11' ? ofTheMail(profile) : {}),
  };
  return ids.filter((id) => dated[key]?.includes(id) ?? true);
}

/**
 * The words that a dimension is filtered with. A name that is taken for a value which does not exist here
 * stays as it was written, and so does the message about it.
 */
export function wordsFor(
  key: string,
  options: RunOptions,
  names: readonly string[],
): readonly string[] {
  const words = isFilter(key) ? (options[filters[key]] ?? []) : [];
  const valueFor = (name: string): string => {
    const value = withValue(key, name);
    return names.includes(value) || value.startsWith('!') ? value : name.trim();
  };
  return words.map((word) => word.split(',').map(valueFor).join(','));
}

/** The versions that stand behind values, as they are written. */
export function namedVersions(options: RunOptions): NamedVersions {
  const { qemu = [], machines = [], hostKernel = '' } = options;
  return { qemu: namesIn(qemu), machine: namesIn(machines), hostKernel };
}

/**
 * `8.1` is written for the series that it belongs to, also behind `!`; a QEMU or a Linux that nobody ran or read,
 * and an older machine type, for the one that is looked at in its place.
 */
function withValue(key: string, name: string): string {
  const [, sign = '', rest = ''] = /^\s*(!?)(.*?)\s*$/su.exec(name) ?? [];
  if (key === 'qemu' && sign === '') return releaseMeant(rest)?.release ?? rest;
  if (key === 'machine' && sign === '') return machineMeant(rest);
  if (key === 'guest-kernel' && sign === '') return linuxMeant(rest)?.kernel ?? rest;
  return sign + valueNamed(key, rest);
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

/** @throws UsageError where there is no such note. */
export function noteNamed(name: string): HostNoteId {
  const note = hostNoteIds.find((id) => id === name);
  if (note !== undefined) return note;
  throw usageError(`unknown host note \`${name}\``, didYouMean(name, hostNoteIds));
}
