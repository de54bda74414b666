import type { ConfigNote, Position } from '../../model/vm-disk.js';
import { dynamic } from '../document/node.js';
import {
  at,
  givenText,
  isThere,
  items,
  labelsOf,
  positionOf,
  textOf,
  type View,
} from '../document/view.js';
import { note } from '../draft.js';
import type { SourceText } from '../text.js';

/** One resource of a configuration, a plan or a state. */
export interface Resource {
  /** `libvirt_domain` and the like. */
  readonly type: string;
  /** `libvirt_domain.web`, with its module and index where there are some. */
  readonly address: string;
  readonly body: View;
}

/** A module's resources, and the file that they stand in. */
export interface Module {
  readonly source: SourceText;
  readonly resources: readonly Resource[];
}

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

/** The name that a machine gets; where nobody knows it, the resource's own address. */
export function nameOf({ body, address }: Resource): string {
  const fact = givenText(at(body, 'name'));
  return fact?.known === true && fact.value !== '' ? fact.value : address;
}

export function isTrue(view: View): boolean {
  return /^(true|yes|1|on)$/.test(textOf(view));
}

/** Other disks come with what a machine is copied from. */
export function cloneNotes(views: readonly View[]): readonly ConfigNote[] {
  const view = views.find((each) => isThere(each) && !isEmptyList(each));
  if (view === undefined) return [];
  const message = 'it is cloned: disks of its template that are not named here are not known';
  return [note('unreadable', message, positionOf(view))];
}

function isEmptyList({ node }: View): boolean {
  if (node?.kind === 'list') return node.items.length === 0;
  return node?.kind === 'scalar' && (node.text === '' || node.text === '0');
}

export function headOf({ body }: Resource): Position {
  return positionOf(body);
}
