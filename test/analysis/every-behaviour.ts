import type { Behaviour } from '../../src/analysis/behaviour.js';
import {
  behavioursOf,
  guestFactorOf,
  type StorageFactor,
  storageFactorOf,
} from '../../src/analysis/factors.js';
import { guestParts } from '../../src/analysis/facts/offer.js';
import { dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { hostNotes } from '../../src/catalogue/dimensions/host-notes.js';
import { type HostRow, hosts } from '../../src/catalogue/dimensions/hosts.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';

/** A stack with a fault that it behaves like this under. */
export interface Stack {
  readonly configuration: Configuration;
  readonly fault: FaultId;
}

/** Stacks of which all in a list behave alike. */
export interface BehaviourGroup {
  readonly behaviour: Behaviour;
  readonly stacks: readonly Stack[];
}

const usual = usualConfiguration(defaultProfile);

/** All combinations of the values of these dimensions. */
function combinations(
  keys: readonly string[],
  from: readonly Configuration[],
): readonly Configuration[] {
  return keys.reduce<readonly Configuration[]>((list, key) => {
    const dimension = dimensions.find((each) => each.key === key);
    return list.flatMap((configuration) =>
      (dimension?.values ?? []).map(({ id }) => dimension?.write(configuration, id) ?? usual),
    );
  }, from);
}

/** One configuration for each value of `keyOf`, and a few more. */
function onePerKey(
  configurations: readonly Configuration[],
  keyOf: (configuration: Configuration) => string,
  most: number,
): readonly Configuration[] {
  const known = new Map<string, Configuration[]>();
  for (const configuration of configurations) {
    const key = keyOf(configuration);
    const group = known.get(key) ?? [];
    if (group.length < most) group.push(configuration);
    known.set(key, group);
  }
  return [...known.values()].flat();
}

function guests(): readonly Configuration[] {
  const patchKeys = dimensions.filter(({ part }) => part === 'patches').map(({ key }) => key);
  const plain = combinations(
    ['frontend', 'cache', 'qemu', 'machine', 'guest-kernel', 'guest-write-cache', 'mount'],
    [usual],
  ).filter((configuration) => refusalOf(configuration) === '');
  const old = plain.filter(({ qemu }) => qemu.release === '0.11');
  // What happens to an error has nothing to do with what a guest makes of its write cache.
  const trials = plain.filter(({ guest, qemu }) => {
    const { mount, writeCache } = guest;
    return qemu.machine === 'newest' && mount === 'barrier' && writeCache === 'device';
  });
  const policies = combinations(['werror'], trials).filter(
    (each) => each.qemu.werror !== 'enospc' && refusalOf(each) === '',
  );
  const all = combinations(['elevator'], [...plain, ...combinations(patchKeys, old), ...policies]);
  const keyOf = ({ cache, qemu, ...parts }: Configuration) =>
    JSON.stringify([cache, qemu.release, guestFactorOf({ ...parts, cache, qemu })]);
  return onePerKey(all, keyOf, 2);
}

/** Images that behave alike on every host and disk, and what hosts and disks make of them. */
interface Storage {
  readonly cache: string;
  readonly images: readonly Configuration[];
  readonly below: readonly { readonly stack: Configuration; readonly factor: StorageFactor }[];
}

function storageKey(configuration: Configuration): string {
  return JSON.stringify(storageFactorOf(configuration, faultIds));
}

/** Hosts are told apart by what they do, and notes are looked at where they say something. */
function isOwnCase({ host: { storage, notes } }: Configuration): boolean {
  const effects = ({ id: _, sentence: __, source: ___, confidence: ____, ...rest }: HostRow) =>
    JSON.stringify(rest);
  const row = hosts.find(({ id }) => id === storage);
  if (row === undefined) throw new Error(storage);
  const isNoted = hostNotes.some(({ host }) => host === storage);
  const first = hosts.find((each) => effects(each) === effects(row));
  if (!isNoted && first !== row) return false;
  return hostNotes.every(({ id, host }) => !notes[id] || host === 'any' || host === storage);
}

function storages(): readonly Storage[] {
  const notes = dimensions.filter(({ key, part }) => part === 'host' && key !== 'host');
  const cases = combinations(['host', ...notes.map(({ key }) => key)], [usual]).filter(isOwnCase);
  const stacks = combinations(['disk', 'atomic-unit'], cases);
  // What differs on none of these hosts and disks differs on no other.
  const trials = stacks.filter((_, at) => at % 97 === 0);
  const groups = new Map<string, Configuration[]>();
  const formats = combinations(['cache', 'qemu', 'aio', 'format', 'allocation'], [usual]);
  for (const image of formats) {
    const factors = trials.map(({ host, disk }) => storageKey({ ...image, host, disk }));
    const key = JSON.stringify([image.cache, factors]);
    groups.set(key, [...(groups.get(key) ?? []), image]);
  }
  return [...groups.values()].map((images) => {
    const [image = usual] = images;
    const all = stacks.map(({ host, disk }) => ({ ...image, host, disk }));
    const below = onePerKey(all, storageKey, 1).map((stack) => {
      return { stack, factor: storageFactorOf(stack, faultIds) };
    });
    return { cache: JSON.stringify(image.cache), images, below };
  });
}

function merged(guest: Configuration, image: Configuration, below: Configuration): Configuration {
  const parts = Object.fromEntries(guestParts.map((part) => [part, guest[part]]));
  const qemu = { ...guest.qemu, aio: image.qemu.aio };
  const { host, disk } = below;
  return { ...usual, ...parts, image: image.image, host, disk, qemu };
}

/** Every behaviour that any configuration has under any fault, with some that have it. */
export function everyBehaviour(stacksMax: number): readonly BehaviourGroup[] {
  const groups = new Map<string, { behaviour: Behaviour; stacks: Stack[] }>();
  const all = storages();
  for (const guest of guests()) {
    const factor = guestFactorOf(guest);
    const cache = JSON.stringify(guest.cache);
    for (const storage of all.filter((each) => each.cache === cache)) {
      const image = storage.images.find(
        (each) =>
          each.qemu.release === guest.qemu.release && refusalOf(merged(guest, each, each)) === '',
      );
      if (image === undefined) continue;
      for (const { stack, factor: below } of storage.below) {
        if (refusalOf(merged(guest, image, stack)) !== '') continue;
        const behaviours = behavioursOf(factor, below);
        for (const [at, fault] of faultIds.entries()) {
          const behaviour = behaviours[at] as Behaviour;
          const key = JSON.stringify(behaviour);
          const group = groups.get(key) ?? { behaviour, stacks: [] };
          groups.set(key, group);
          if (group.stacks.length >= stacksMax) continue;
          group.stacks.push({ configuration: merged(guest, image, stack), fault });
        }
      }
    }
  }
  return [...groups.values()];
}
