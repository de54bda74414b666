import { at, isThere, textOf, type View } from '../document/view.js';

/** What a preference says where a VM says nothing; a missing view for what it leaves open. */
export interface Preference {
  readonly bus: View;
  readonly cache: View;
  readonly io: View;
}

/** Preferences of the input by kind, namespace and name; `several` where two of them differ. */
export type Preferences = ReadonlyMap<string, Preference | 'several'>;

export function isPreference(document: View): boolean {
  return /^VirtualMachine(Cluster)?Preference$/.test(textOf(at(document, 'kind')));
}

export function readPreferences(documents: readonly View[]): Preferences {
  const found = new Map<string, Preference | 'several'>();
  for (const document of documents.filter(isPreference)) {
    const devices = at(document, 'spec', 'devices');
    const preference = {
      bus: at(devices, 'preferredDiskBus'),
      cache: at(devices, 'preferredDiskCache'),
      io: at(devices, 'preferredDiskIO'),
    };
    const key = keyOf(textOf(at(document, 'kind')), namespaceOf(document), nameOf(document));
    const other = found.get(key);
    found.set(key, other === undefined || isLike(other, preference) ? preference : 'several');
  }
  return found;
}

/**
 * The preference of a VM in the namespace `own`; `missing` where it names one that is not in the input, or one of several.
 * One with a namespace is for VMs of this namespace. Where a file names none, whoever applies it does.
 */
export function preferenceOf(
  vm: View,
  own: string,
  preferences: Preferences,
): Preference | 'missing' | null {
  const named = at(vm, 'spec', 'preference');
  if (!isThere(named)) return null;
  const kind = textOf(at(named, 'kind')) || 'VirtualMachineClusterPreference';
  const name = textOf(at(named, 'name'));
  const places = own === '' ? namespacesIn(preferences) : new Set([own, '']);
  const found = [...places].flatMap((place) => preferences.get(keyOf(kind, place, name)) ?? []);
  const [only, ...others] = found;
  if (only === undefined || only === 'several') return 'missing';
  return others.every((other) => isLike(other, only)) ? only : 'missing';
}

function namespacesIn(preferences: Preferences): ReadonlySet<string> {
  return new Set([...preferences.keys()].map((key) => key.split('/')[1] ?? ''));
}

/** '' where a document names none. */
export const namespaceOf = (document: View): string =>
  textOf(at(document, 'metadata', 'namespace'));
const nameOf = (document: View): string => textOf(at(document, 'metadata', 'name'));

function isLike(one: Preference | 'several', other: Preference): boolean {
  if (one === 'several') return false;
  return (['bus', 'cache', 'io'] as const).every((key) => textOf(one[key]) === textOf(other[key]));
}

/** Kinds are written in any case, and in the plural too. Those of the cluster are in no namespace. */
function keyOf(kind: string, namespace: string, name: string): string {
  const plain = kind.toLowerCase().replace(/s$/, '');
  return `${plain}/${plain.includes('cluster') ? '' : namespace}/${name}`;
}
