import { aioIds } from '../../model/configuration.js';
import type { ConfigNote, VmDisk } from '../../model/vm-disk.js';
import { isThere, positionOf, type View } from '../document/view.js';
import { note } from '../draft.js';
import { unresolved } from '../fact.js';
import type { ReadContext } from '../reader.js';
import { positionAt, type SourceText, type Span, sourceText } from '../text.js';
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
  const made = text === null ? null : applied(domain, text, placeIn(xslt, text));
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

function applied(domain: Element, text: SourceText, place: SpanInMachine): Element | null {
  const xml = readXml(text);
  const root = 'roots' in xml ? xml.roots[0] : undefined;
  const sheet = root === undefined ? null : readStylesheet(placed(root, place));
  const made = sheet === null ? null : transformed(sheet, domain);
  return made?.name === 'domain' ? made : null;
}

/** Where a part of the stylesheet stands in the machine's file. */
type SpanInMachine = (span: Span) => Span;

/** A stylesheet of another file has its place where the machine names it. */
function placeIn({ source, span, node }: View, sheet: SourceText): SpanInMachine {
  const first = source.text.indexOf('\n', span.start) + 1;
  const isHere = node?.kind === 'scalar' && source.text.startsWith('<<', span.start) && first > 0;
  if (!isHere) return () => span;
  const offsets = lineOffsets(sheet.text, source.text.slice(first, span.end));
  return (part) => {
    const shift = offsets[positionAt(sheet, part).line - 1] ?? null;
    if (shift === null) return span;
    return { start: first + shift + part.start, end: first + shift + part.end };
  };
}

/**
 * How far each line of a here-document stands behind its place in the text that is made of it, which has
 * no common indentation; null where it is written in other words.
 */
function lineOffsets(text: string, written: string): readonly (number | null)[] {
  const lines = written.split('\n');
  let [inText, inFile] = [0, 0];
  return text.split('\n').map((line, index) => {
    const own = lines[index] ?? '';
    const indent = own.length - line.length;
    const offset = own.endsWith(line) ? inFile + indent - inText : null;
    inText += line.length + 1;
    inFile += own.length + 1;
    return offset;
  });
}

function placed(element: Element, place: SpanInMachine): Element {
  const attributes = [...element.attributes].map(
    ([name, { value, span }]) => [name, { value, span: place(span) }] as const,
  );
  const children = element.children.map((child) => placed(child, place));
  const span = place(element.span);
  const textSpan = place(element.textSpan);
  return { ...element, attributes: new Map(attributes), children, span, textSpan };
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
