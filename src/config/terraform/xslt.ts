import { aioIds } from '../../model/configuration.js';
import type { ConfigNote, VmDisk } from '../../model/vm-disk.js';
import { isThere, positionOf, type View } from '../document/view.js';
import { note } from '../draft.js';
import { unresolved } from '../fact.js';
import type { ReadContext } from '../reader.js';
import { type SourceText, type Span, sourceText } from '../text.js';
import type { Element } from '../xml/element.js';
import { readStylesheet, transformed } from '../xml/transform.js';
import { readXml } from '../xml/tree.js';

export interface Styled {
  readonly domain: Element;
  /** What the stylesheet makes of the disks is not known. */
  readonly isOpen: boolean;
  readonly notes: readonly ConfigNote[];
}

/** A stylesheet that rewrites the domain before libvirt gets it, applied where it can be read. */
export function styled(domain: Element, xslt: View, context: ReadContext): Styled {
  if (!isThere(xslt)) return { domain, isOpen: false, notes: [] };
  const text = stylesheetText(xslt, context);
  if (text?.text.trim() === '') return { domain, isOpen: false, notes: [] };
  const made = text === null ? null : applied(domain, text, xslt.span);
  if (made !== null) return { domain: made, isOpen: false, notes: [] };
  const message =
    'a stylesheet rewrites the domain: what it makes of the disks cannot be told here';
  return { domain, isOpen: true, notes: [note('passthrough', message, positionOf(xslt))] };
}

/** The text itself, or that of a file beside: `file("${path.module}/disk.xsl")`. */
function stylesheetText(xslt: View, { related }: ReadContext): SourceText | null {
  const { node, source } = xslt;
  if (node?.kind === 'scalar') return sourceText(source.file, node.text);
  if (node?.kind !== 'unknown') return null;
  const named = /^file\(\s*"(?:\$\{path\.(?:module|root|cwd)\}\/)?([^"$]+)"\s*\)$/.exec(node.text);
  return named?.[1] === undefined ? null : related(named[1]);
}

function applied(domain: Element, text: SourceText, span: Span): Element | null {
  const xml = readXml(text);
  const root = 'roots' in xml ? xml.roots[0] : undefined;
  const sheet = root === undefined ? null : readStylesheet(placed(root, span));
  const made = sheet === null ? null : transformed(sheet, domain);
  return made?.name === 'domain' ? made : null;
}

/** All that the stylesheet says has its place where the machine names the stylesheet. */
function placed(element: Element, span: Span): Element {
  const attributes = [...element.attributes].map(
    ([name, { value }]) => [name, { value, span }] as const,
  );
  const children = element.children.map((child) => placed(child, span));
  return { ...element, attributes: new Map(attributes), children, span, textSpan: span };
}

/** A disk of which a stylesheet may have made anything. */
export function opened(disk: VmDisk, xslt: View): VmDisk {
  const at = positionOf(xslt);
  const either = unresolved<boolean>('xslt', at, [true, false]);
  return {
    ...disk,
    frontend: unresolved('xslt', at),
    writeback: either,
    direct: either,
    noFlush: either,
    caches: [],
    aio: unresolved('xslt', at, aioIds),
    discard: unresolved('xslt', at, ['ignore', 'unmap']),
  };
}
