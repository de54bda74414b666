import { at, isThere, textOf, type View } from '../document/view.js';

/** What a preference says where a VM says nothing; a missing view for what it leaves open. */
export interface Preference {
  readonly bus: View;
  readonly cache: View;
  readonly io: View;
}

/** Preferences of the input by kind and name. */
export type Preferences = ReadonlyMap<string, Preference>;

export function isPreference(document: View): boolean {
  return /^VirtualMachine(Cluster)?Preference$/.test(textOf(at(document, 'kind')));
}

export function readPreferences(documents: readonly View[]): Preferences {
  const found = new Map<string, Preference>();
  for (const document of documents.filter(isPreference)) {
    const devices = at(document, 'spec', 'devices');
    const kind = textOf(at(document, 'kind'));
    found.set(keyOf(kind, textOf(at(document, 'metadata', 'name'))), {
      bus: at(devices, 'preferredDiskBus'),
      cache: at(devices, 'preferredDiskCache'),
      io: at(devices, 'preferredDiskIO'),
    });
  }
  return found;
}

/** The preference of a VM; `missing` where it names one that is not in the input. */
export function preferenceOf(vm: View, preferences: Preferences): Preference | 'missing' | null {
  const named = at(vm, 'spec', 'preference');
  if (!isThere(named)) return null;
  const kind = textOf(at(named, 'kind')) || 'VirtualMachineClusterPreference';
  return preferences.get(keyOf(kind, textOf(at(named, 'name')))) ?? 'missing';
}

/** Kinds are written in any case, and in the plural too. */
function keyOf(kind: string, name: string): string {
  return `${kind.toLowerCase().replace(/s$/, '')}/${name}`;
}
