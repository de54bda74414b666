import { at, isThere, textOf, type View } from '../document/view.js';

/** What a preference says where a VM says nothing; a missing view for what it leaves open. */
export interface Preference {
  readonly bus: View;
  readonly cache: View;
  readonly io: View;
}

/** By namespace; `several` where two of one differ. */
type ByNamespace = ReadonlyMap<string, Preference | 'several'>;

/** Preferences of the input by kind and name. */
export type Preferences = ReadonlyMap<string, ByNamespace>;

export function isPreference(document: View): boolean {
  return /^VirtualMachine(Cluster)?Preference$/.test(textOf(at(document, 'kind')));
}

export function readPreferences(documents: readonly View[]): Preferences {
  const found = new Map<string, Map<string, Preference | 'several'>>();
  for (const document of documents.filter(isPreference)) {
    const devices = at(document, 'spec', 'devices');
    const preference = {
      bus: at(devices, 'preferredDiskBus'),
      cache: at(devices, 'preferredDiskCache'),
      io: at(devices, 'preferredDiskIO'),
    };
    const kind = textOf(at(document, 'kind'));
    const key = keyOf(kind, textOf(at(document, 'metadata', 'name')));
    const namespace = /Cluster/.test(kind) ? '' : namespaceOf(document);
    const others = found.get(key) ?? new Map<string, Preference | 'several'>();
    const other = others.get(namespace);
    const isNew = other === undefined || isLike(other, preference);
    found.set(key, others.set(namespace, isNew ? preference : 'several'));
  }
  return found;
}

/** Those of a text, and those beside it where it has none of the name and namespace. */
export function withBeside(own: Preferences, beside: Preferences): Preferences {
  const both = [...own].map(
    ([key, found]) => [key, new Map([...(beside.get(key) ?? []), ...found])] as const,
  );
  return new Map([...beside, ...both]);
}

/**
 * The preference of a VM in the namespace `own`; `missing` where it names one that is not in the input,
 * or one of several. One with a namespace is for VMs of this namespace. Where a file names none, whoever
 * applies it does.
 */
export function preferenceOf(
  vm: View,
  own: string,
  preferences: Preferences,
): Preference | 'missing' | null {
  const named = at(vm, 'spec', 'preference');
  if (!isThere(named)) return null;
  const kind = textOf(at(named, 'kind')) || 'VirtualMachineClusterPreference';
  const all = preferences.get(keyOf(kind, textOf(at(named, 'name'))));
  const found = [...(all ?? [])].filter(
    ([namespace]) => own === '' || namespace === '' || namespace === own,
  );
  const [only, ...others] = found.map(([, preference]) => preference);
  if (only === undefined || only === 'several') return 'missing';
  return others.every((other) => isLike(other, only)) ? only : 'missing';
}

/** '' where a document names none. */
export const namespaceOf = (document: View): string =>
  textOf(at(document, 'metadata', 'namespace'));
function isLike(one: Preference | 'several', other: Preference): boolean {
  if (one === 'several') return false;
  return (['bus', 'cache', 'io'] as const).every((key) => textOf(one[key]) === textOf(other[key]));
}

/** Kinds are written in any case, and in the plural too. */
function keyOf(kind: string, name: string): string {
  return `${kind.toLowerCase().replace(/s$/, '')}/${name}`;
}
