import { SaxesParser } from 'saxes';
import type { Diagnostic } from '../../model/diagnostic.js';
import { limits } from '../limits.js';
import { isTemplate } from '../template.js';
import { diagnosticAt, type SourceText, type Span } from '../text.js';
import type { Attribute, Element } from './element.js';

interface Draft {
  name: string;
  attributes: Map<string, Attribute>;
  children: Draft[];
  text: string;
  textSpan: Span;
  span: Span;
}

/** Ends the parser early; never leaves this file. */
class XmlError extends Error {
  constructor(
    message: string,
    readonly at: number,
    readonly help = '',
  ) {
    super(message);
  }
}

/**
 * The elements at the top of a text, with their positions. Several roots are taken, as when the
 * dumps of several machines stand in one file. No entities but XML's own five are resolved.
 */
export function readXml(
  source: SourceText,
): { readonly roots: readonly Element[] } | { readonly diagnostics: readonly Diagnostic[] } {
  const root = draft('', { start: 0, end: 0 });
  try {
    parse(withoutDeclarations(source.text), root);
  } catch (error) {
    if (!(error instanceof XmlError)) throw error;
    const at = Math.max(0, Math.min(error.at, source.text.length) - 1);
    const span = { start: at, end: at + 1 };
    const template = isTemplate(source.text) ? 'it looks like a template: render it first' : '';
    return { diagnostics: [diagnosticAt(source, span, error.message, error.help || template)] };
  }
  return { roots: root.children };
}

/** Most elements have no attributes, no children or no text: these are shared. */
const noAttributes = new Map<string, Attribute>();
const noChildren: Draft[] = [];

function draft(name: string, span: Span): Draft {
  return {
    name,
    attributes: noAttributes,
    children: noChildren,
    text: '',
    textSpan: span,
    span,
  };
}

function addChild(parent: Draft | undefined, child: Draft): void {
  if (parent === undefined) return;
  if (parent.children === noChildren) parent.children = [];
  parent.children.push(child);
}

function addAttribute(element: Draft, name: string, attribute: Attribute): void {
  if (element.attributes === noAttributes) element.attributes = new Map();
  element.attributes.set(name, attribute);
}

/**
 * Each dump begins with a declaration, which XML allows once; blanks keep all positions. A document
 * type that declares nothing itself is none that matters.
 */
function withoutDeclarations(text: string): string {
  const declaration = /<\?xml\s[^>]*\?>|<!DOCTYPE\s[^<>[\]]*>/g;
  return text.replace(declaration, (found) => found.replace(/[^\r\n]/g, ' '));
}

function parse(text: string, root: Draft): void {
  const parser = new SaxesParser({ position: true, fragment: true });
  const open: Draft[] = [root];
  let pending = draft('', root.span);
  let nodes = 0;
  const countNode = (): void => {
    nodes += 1;
    if (nodes <= limits.xmlNodes) return;
    const message = `more than ${limits.xmlNodes} elements and attributes`;
    throw new XmlError(message, parser.position, 'split it');
  };
  parser.on('error', (error) => {
    const said = error.message.replace(/^\d+:\d+: /, '').replace(/\.$/, '');
    if (said.includes('doctype')) throw doctypeError(text, parser.position);
    throw new XmlError(`not valid XML: ${said}`, parser.position);
  });
  parser.on('opentagstart', ({ name }) => {
    if (open.length > limits.depth) {
      throw new XmlError(`nested too deeply; the limit is ${limits.depth} levels`, parser.position);
    }
    countNode();
    const start = text.lastIndexOf('<', parser.position - 1);
    pending = draft(name, { start, end: parser.position });
  });
  parser.on('attribute', ({ name, value }) => {
    if (pending.attributes.size >= limits.attributes) {
      throw new XmlError(`more than ${limits.attributes} attributes`, parser.position);
    }
    const end = parser.position - 1;
    const quote = text[end] ?? '"';
    const start = text.lastIndexOf(quote, end - 1) + 1;
    countNode();
    addAttribute(pending, name, { value, span: { start, end } });
  });
  parser.on('opentag', () => {
    pending.span = { start: pending.span.start, end: parser.position };
    pending.textSpan = pending.span;
    addChild(open.at(-1), pending);
    open.push(pending);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  parser.on('text', (chunk) => addText(text, open.at(-1), chunk, parser.position));
  parser.on('cdata', (chunk) => addText(text, open.at(-1), chunk, parser.position));
  parser.write(text).close();
}

function doctypeError(text: string, position: number): XmlError {
  const message = 'a DOCTYPE with declarations, which could define entities, is not read';
  const help = 'take it out, and write in place of each entity what it stands for';
  return new XmlError(message, text.lastIndexOf('<', position - 1) + 1, help);
}

function addText(
  source: string,
  element: Draft | undefined,
  chunk: string,
  position: number,
): void {
  if (element === undefined || /^\s*$/.test(chunk)) return;
  if (element.text === '') {
    const end = source[position - 1] === '<' ? position - 1 : position;
    element.textSpan = trimmed(source, Math.max(element.span.end, end - chunk.length), end);
  }
  element.text += chunk;
}

function trimmed(source: string, from: number, to: number): Span {
  let start = from;
  let end = to;
  while (start < end && /\s/.test(source[start] ?? '')) start += 1;
  while (end > start && /\s/.test(source[end - 1] ?? '')) end -= 1;
  return { start, end };
}
