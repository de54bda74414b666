import { isThere, textOf, type View } from '../document/view.js';
import { isTemplate } from '../template.js';
import type { Span } from '../text.js';
import type { Attribute, Element } from '../xml/element.js';

/**
 * Elements that another program would hand to libvirt, with their places in that program's input.
 * What nobody knows is written as a template would write it, which libvirt's reader leaves open.
 */
export type Attributes = Readonly<Record<string, Attribute | null>>;

export function element(
  name: string,
  span: Span,
  attributes: Attributes = {},
  children: readonly (Element | null)[] = [],
): Element {
  const given = Object.entries(attributes).filter((pair): pair is [string, Attribute] => {
    return pair[1] !== null;
  });
  const inside = children.filter((child) => child !== null);
  return { name, attributes: new Map(given), children: inside, text: '', textSpan: span, span };
}

/** A value that the program puts there by itself; its place is that of what it belongs to. */
export function own(value: string, span: Span): Attribute {
  return { value, span };
}

/** A name that the program makes of the place of an element among others. */
export function counted(value: string, span: Span): Attribute {
  return { value, span, isCounted: true };
}

/** A value as the program's input gives it; null where it gives none. */
export function given(view: View): Attribute | null {
  const { node, span } = view;
  if (node === null || !isThere(view)) return null;
  if (node.kind === 'unknown') return { value: templateOf(node.text), span };
  const text = textOf(view);
  return text === '' ? null : { value: text, span };
}

export function templateOf(words: string): string {
  return isTemplate(words) ? words : `\${${words}}`;
}

export function withText(made: Element, attribute: Attribute | null): Element {
  return attribute === null ? made : { ...made, text: attribute.value, textSpan: attribute.span };
}
