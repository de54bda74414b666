import { dimensionOf, dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import {
  type Configuration,
  type HostNoteId,
  hostNoteIds,
  type PatchId,
  patchIds,
} from '../../src/model/configuration.js';
import {
  configurationsOf,
  usualConfiguration,
} from '../../src/run/configurations/configurations.js';
import { selectDimensions } from '../../src/run/configurations/dimensions.js';
import { configurationOf } from '../laws/configurations.js';
import { mailProfile } from '../mail-profile.js';

const everything = {
  hosts: ['all'],
  disks: ['all'],
  allocations: ['all'],
  atomicUnits: ['all'],
  mounts: ['all'],
  elevators: ['all'],
};

/** All subsets of the names, the empty one first. */
function subsets<Name>(names: readonly Name[]): Name[][] {
  return Array.from({ length: 2 ** names.length }, (_, bits) =>
    names.filter((_name, at) => (bits >> at) % 2 === 1),
  );
}

/** One in so many of the configurations of the day of the mail; a prime keeps their periods apart. */
export function sampleMailConfigurations(oneIn: number): readonly Configuration[] {
  return [...mailConfigurations(oneIn)];
}

/** 4,320 stacks, 8 settings of notes, 32 of patches. */
function* mailConfigurations(oneIn: number): Generator<Configuration> {
  const stacks = configurationsOf(mailProfile, selectDimensions(everything, mailProfile));
  const notes = subsets(hostNoteIds).map((on) => notesWith(on));
  const patches = subsets<PatchId>(patchIds);
  const count = stacks.length * notes.length * patches.length;
  for (let at = 0; at < count; at += oneIn) {
    const rest = Math.floor(at / stacks.length);
    const stack = stacks[at % stacks.length];
    const noted = notes[rest % notes.length];
    const patched = patches[Math.floor(rest / notes.length)];
    if (stack === undefined || noted === undefined || patched === undefined) continue;
    yield { ...stack, patches: patched, host: { ...stack.host, notes: noted } };
  }
}

/** Every choice of the patches of the day, where a cache is written through and where it is not. */
export function patchedConfigurations(): readonly Configuration[] {
  const devices = (['ide', 'scsi', 'virtio-blk'] as const).flatMap((frontend) =>
    (['writethrough', 'none'] as const).map((cache) => [frontend, cache] as const),
  );
  return devices.flatMap(([frontend, cache]) =>
    subsets<PatchId>(patchIds).map((patches) => configurationOf(frontend, cache, { patches })),
  );
}

function notesWith(on: readonly HostNoteId[]): Configuration['host']['notes'] {
  const notes = { ...mailProfile.notes };
  for (const id of hostNoteIds) notes[id] = on.includes(id);
  return notes;
}

const mailConfiguration = usualConfiguration(mailProfile);
const todayConfiguration = usualConfiguration(defaultProfile);

/** Any configuration that there can be, of any day: each dimension has any of its values. */
export function randomConfiguration(random: (below: number) => number): Configuration {
  for (;;) {
    // Most steps of the action plans and most releases do not go together.
    const isOld = random(8) === 0;
    let configuration = isOld ? mailConfiguration : todayConfiguration;
    for (const { key, part, values, write } of dimensions) {
      if (isOld ? key === 'qemu' || key === 'guest-kernel' : part === 'patches') continue;
      // Nobody else but Linux 6.12 has a queue of another depth than its device.
      if (key === 'queue-depth' && (isOld || random(4) > 0)) continue;
      const value = values[random(values.length)];
      if (value !== undefined) configuration = write(configuration, value.id);
    }
    // Most devices know few properties.
    configuration = dimensionOf('frontend').write(configuration, configuration.frontend);
    if (refusalOf(configuration) === '') return configuration;
  }
}

/** What is changed of a usual configuration, before a few other things are. */
const changedFirst = [
  ['frontend', 'cache'],
  ['frontend', 'aio', 'cache'],
  ['cache', 'format', 'allocation'],
  ['host', 'disk', 'allocation'],
] as const;

/**
 * One that differs from a usual one in a few dimensions: of those that have any value in all of them, few
 * keep anything.
 */
export function usualButFor(random: (below: number) => number): Configuration {
  for (;;) {
    const isOld = random(6) === 0;
    let configuration = isOld ? mailConfiguration : todayConfiguration;
    const changed = new Set<string>(changedFirst[random(changedFirst.length)]);
    for (let more = random(4); more > 0; more -= 1)
      changed.add(dimensions[random(dimensions.length)]?.key ?? '');
    for (const { key, part, values, write } of dimensions) {
      if (!changed.has(key) || (isOld ? key === 'qemu' : part === 'patches')) continue;
      const value = values[random(values.length)];
      if (value !== undefined) configuration = write(configuration, value.id);
    }
    configuration = dimensionOf('frontend').write(configuration, configuration.frontend);
    if (refusalOf(configuration) === '') return configuration;
  }
}
