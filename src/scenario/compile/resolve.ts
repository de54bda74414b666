import type { Extent } from '../../model/script.js';
import type { Reference } from '../scenario.js';
import { type Compilation, complain, namesText, numberOf } from './compilation.js';

export interface Element {
  readonly region: string;
  readonly element: number;
  readonly extent: Extent;
}

/** The one element that a step reads or writes. */
export function elementOf(work: Compilation, reference: Reference): Element | null {
  const extents = work.regions.get(reference.region)?.extents ?? [];
  if (reference.index === null && extents.length > 1) {
    const help = `name one of them, as in \`${reference.region}[0]\``;
    complain(work, reference.span, `\`${reference.region}\` has ${extents.length} elements`, help);
    return null;
  }
  const element = reference.index === null ? 0 : numberOf(work, reference.index);
  if (element === null) return null;
  const extent = extents[element];
  if (extent !== undefined) return { region: reference.region, element, extent };
  const range = `elements 0 to ${extents.length - 1}`;
  const message = `\`${reference.region}[${element}]\` does not exist${namesText(work)}`;
  complain(work, reference.span, message, `\`${reference.region}\` has the ${range}`);
  return null;
}

/** Everything that a promise names: a region without an index is all its elements. */
export function extentsOf(work: Compilation, reference: Reference): readonly Extent[] {
  if (reference.index === null) return work.regions.get(reference.region)?.extents ?? [];
  const element = elementOf(work, reference);
  return element === null ? [] : [element.extent];
}
