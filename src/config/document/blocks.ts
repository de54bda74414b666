import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { dynamic } from './node.js';
import { at, isThere, items, labelsOf, positionOf, textOf, type View } from './view.js';

/** Blocks of a name. A file of JSON may have one object in place of a list. */
export function blocks(view: View, key: string): readonly View[] {
  const found = at(view, key);
  if (found.node?.kind === 'map') return [found];
  return items(found).filter(({ node }) => node?.kind === 'map');
}

export function block(view: View, key: string): View {
  return blocks(view, key)[0] ?? at({ ...view, node: null }, key);
}

/** What hides how many blocks of a name there are. */
export function hiddenBlocks(view: View, key: string, of: string): readonly ConfigNote[] {
  const found = at(view, key);
  const hiding = [found, ...items(found)].filter(
    (each) => each.node?.kind === 'unknown' || labelsOf(each)[0] === dynamic,
  );
  return hiding.map((each) => {
    const words = each.node?.kind === 'unknown' ? each.node.text : `dynamic "${key}"`;
    return note('unreadable', `\`${words}\` decides which ${of} there are`, positionOf(each));
  });
}

export function isTrue(view: View): boolean {
  return /^(true|yes|1|on)$/.test(textOf(view));
}

/** An empty text is what Terraform's and Packer's plugins, and KubeVirt's API, have for nothing. */
export function isGiven(view: View): boolean {
  return isThere(view) && !(view.node?.kind === 'scalar' && view.node.text === '');
}
