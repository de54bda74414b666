import type { ConfigNote } from '../../model/vm-disk.js';
import { at, givenText, isThere, positionOf, type View } from '../document/view.js';
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

/** The name that a machine gets; where nobody knows it, the resource's own address. */
export function nameOf({ body, address }: Resource): string {
  const fact = givenText(at(body, 'name'));
  return fact?.known === true && fact.value !== '' ? fact.value : address;
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
