import { at, isThere, items, textOf, type View } from '../document/view.js';
import { namespaceOf } from './preference.js';

/** A volume that a machine may name, and how its pod sees it. */
export interface Claim {
  readonly name: string;
  /** '' where it names none. */
  readonly namespace: string;
  readonly mode: View;
}

/** Claims of a text: persistent volume claims, and data volumes, whose claims are called like them. */
export function claimsOf(documents: readonly View[]): readonly Claim[] {
  return documents.flatMap((document) => {
    const kind = textOf(at(document, 'kind'));
    const own = namespaceOf(document);
    if (kind === 'DataVolume') return [dataVolume(document, own)];
    if (kind !== 'PersistentVolumeClaim') return [];
    return [{ ...named(document, own), mode: at(document, 'spec', 'volumeMode') }];
  });
}

/** What a machine has made for itself. */
export function claimsOfTemplates(owner: View, namespace: string): readonly Claim[] {
  return items(at(owner, 'spec', 'dataVolumeTemplates')).map((each) => dataVolume(each, namespace));
}

function dataVolume(view: View, namespace: string): Claim {
  const [storage, claim] = ['storage', 'pvc'].map((key) => at(view, 'spec', key, 'volumeMode'));
  const mode = storage !== undefined && isThere(storage) ? storage : claim;
  return { ...named(view, namespace), mode: mode ?? view };
}

const named = (view: View, namespace: string): Omit<Claim, 'mode'> => ({
  name: textOf(at(view, 'metadata', 'name')),
  namespace: namespaceOf(view) || namespace,
});

/** Where it is said that a volume is a block device; null where that is not said, or not by all of its name. */
export function blockModeOf(
  volume: View,
  namespace: string,
  claims: readonly Claim[],
): View | null {
  const name =
    textOf(at(volume, 'persistentVolumeClaim', 'claimName')) ||
    textOf(at(volume, 'dataVolume', 'name'));
  const own = claims.filter(
    (each) =>
      each.name === name &&
      (each.namespace === namespace || each.namespace === '' || namespace === ''),
  );
  const [first] = own;
  if (name === '' || first === undefined) return null;
  return own.every(({ mode }) => textOf(mode) === 'Block') ? first.mode : null;
}
