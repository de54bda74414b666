import { type JSONVisitor, type ParseErrorCode, printParseErrorCode, visit } from 'jsonc-parser';
import type { Diagnostic } from '../../model/diagnostic.js';
import { limits } from '../limits.js';
import { isTemplate } from '../template.js';
import { diagnosticAt, type SourceText, type Span } from '../text.js';
import { type DocNode, type Entry, list, map, scalar } from './node.js';

export type DocumentRead =
  | { readonly documents: readonly DocNode[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/** A collection while it is read. */
interface Open {
  readonly start: number;
  readonly items: DocNode[] | null;
  readonly entries: Entry[];
  key: string;
}

/** Ends the parser early; never leaves this file. */
class JsonError extends Error {
  constructor(
    message: string,
    readonly span: Span,
    readonly help = '',
  ) {
    super(message);
  }
}

/** One JSON value. */
export function readJson(source: SourceText): DocumentRead {
  try {
    return { documents: [parse(source.text)] };
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    const template = isTemplate(source.text) ? 'it looks like a template: render it first' : '';
    const { span, message, help } = error;
    return { diagnostics: [diagnosticAt(source, span, message, help || template)] };
  }
}

/** A value while it is read. */
interface Building {
  readonly open: Open[];
  root: DocNode | null;
  count: number;
}

function add(building: Building, node: DocNode): void {
  building.count += 1;
  if (building.count > limits.values) {
    throw new JsonError(`more than ${limits.values} values`, node.span, 'split it');
  }
  const parent = building.open.at(-1);
  if (parent === undefined) building.root = node;
  else if (parent.items === null) parent.entries.push({ key: parent.key, value: node });
  else parent.items.push(node);
}

function begin({ open }: Building, start: number, length: number, isList: boolean): void {
  if (open.length >= limits.depth) {
    const message = `nested too deeply; the limit is ${limits.depth} levels`;
    throw new JsonError(message, { start, end: start + length });
  }
  open.push({ start, items: isList ? [] : null, entries: [], key: '' });
}

function finish(building: Building, end: number): void {
  const closed = building.open.pop();
  if (closed === undefined) return;
  const span = { start: closed.start, end };
  add(building, closed.items === null ? map(closed.entries, span) : list(closed.items, span));
}

function parse(text: string): DocNode {
  const building: Building = { open: [], root: null, count: 0 };
  const visitor: JSONVisitor = {
    onObjectBegin: (offset, length) => begin(building, offset, length, false),
    onArrayBegin: (offset, length) => begin(building, offset, length, true),
    onObjectEnd: (offset, length) => finish(building, offset + length),
    onArrayEnd: (offset, length) => finish(building, offset + length),
    onObjectProperty: (key) => {
      const parent = building.open.at(-1);
      if (parent !== undefined) parent.key = key;
    },
    onLiteralValue: (value: unknown, start, length) =>
      add(building, literal(text, value, start, length)),
    onError: (code: ParseErrorCode, start, length) => {
      const span = { start, end: start + Math.max(length, 1) };
      throw new JsonError(`not valid JSON: ${words(printParseErrorCode(code))}`, span);
    },
  };
  visit(text, visitor, { disallowComments: true });
  if (building.root !== null) return building.root;
  throw new JsonError('not valid JSON: there is no value', { start: 0, end: 1 });
}

/** The span of a text is that between its quotes. */
function literal(text: string, value: unknown, start: number, length: number): DocNode {
  const end = start + length;
  if (value === null) return { kind: 'scalar', text: '', isNull: true, span: { start, end } };
  if (typeof value === 'string') return scalar(value, { start: start + 1, end: end - 1 });
  return scalar(text.slice(start, end), { start, end });
}

/** `CommaExpected` as `comma expected`. */
function words(code: string): string {
  return code
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .replace(/of(comment|string|number)$/, ' of $1');
}
