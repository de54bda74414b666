import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  type Node,
  parseAllDocuments,
  type YAMLError,
} from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import { limits } from '../limits.js';
import { isTemplate, isUnrendered } from '../template.js';
import { diagnosticAt, nulIn, type SourceText, type Span } from '../text.js';
import { type DocumentRead, readJson } from './json.js';
import { masked, unmasked } from './masked.js';
import { type DocNode, list, map, scalar } from './node.js';

/**
 * All documents of a text; JSON is read by its own parser, which takes a tenth of the time and memory.
 * What is nested too deeply, or holds too much, never reaches YAML's parser, which recurses.
 */
export function readYaml(source: SourceText): DocumentRead {
  const json = /^\s*[{[]\s*["}\]{[]/.test(source.text) ? readJson(source) : null;
  if (json !== null && 'documents' in json) return json;
  const nul = nulIn(source);
  if (nul !== null) return { diagnostics: [nul] };
  const refusal = refusalOf(source);
  if (refusal !== null) {
    if (json !== null) return json;
    return { diagnostics: [diagnosticAt(source, refusal.span, refusal.message, refusal.help)] };
  }
  const written = parse(source.text);
  const hidden = written.problems.length > 0 ? masked(source.text) : null;
  const again = hidden === null ? written : parse(hidden);
  const isMasked = hidden !== null && again.problems.length === 0;
  const { documents, problems } = isMasked ? again : written;
  if (problems.length === 0) {
    const { text } = source;
    const reading: Reading = { text, isMasked, anchors: new Map(), aliases: 0, mistake: null };
    const nodes = documents.flatMap(({ contents }) => nodeOf(reading, contents) ?? []);
    const { mistake } = reading;
    if (mistake === null) return { documents: nodes };
    return { diagnostics: [diagnosticAt(source, mistake.span, mistake.message, mistake.help)] };
  }
  return { diagnostics: mistakesOf(source, problems) };
}

type Problem = Pick<YAMLError, 'pos' | 'message'>;

function parse(text: string) {
  // Duplicate keys are looked for nowhere: the parser would compare each key with each other one.
  const parsed = parseAllDocuments(text, { prettyErrors: false, uniqueKeys: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  // What comes after the first mistake of a document follows from it more often than not.
  const firsts = documents.flatMap(({ errors }) => errors.slice(0, 1));
  return { documents, problems: firsts.slice(0, limits.diagnostics) };
}

/** In a template all mistakes are one: that nobody has filled it in. */
function mistakesOf(source: SourceText, problems: readonly Problem[]): readonly Diagnostic[] {
  const help = isTemplate(source.text) ? 'it looks like a template: render it first' : '';
  const found = problems.map(({ pos: [start, end], message }) =>
    diagnosticAt(source, { start, end }, `not valid YAML: ${message}`, help),
  );
  return isUnrendered('', found) ? found.slice(0, 1) : found;
}

interface Refusal {
  readonly span: Span;
  readonly message: string;
  readonly help: string;
}

const split = 'split it, or give it as JSON';

function refusalOf(source: SourceText): Refusal | null {
  if (source.text.length > limits.yamlLength) {
    const message = `YAML of more than ${limits.yamlLength} characters`;
    return { span: { start: 0, end: 1 }, message, help: split };
  }
  const deep = tooDeepAt(source);
  if (deep !== null) {
    const message = `nested too deeply; the limit is ${limits.depth} levels`;
    return { span: { start: deep, end: deep + 1 }, message, help: '' };
  }
  const many = tooManyAt(source.text);
  if (many === null) return null;
  const message = `YAML with more than ${limits.yamlMarks} lines, colons, commas and brackets`;
  return { span: { start: many, end: many + 1 }, message, help: split };
}

/** Looks at brackets, indentation and indicators, in one pass over the text. */
function tooDeepAt({ text, lineStarts }: SourceText): number | null {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) open += 1;
    else if ((code === 0x5d || code === 0x7d) && open > 0) open -= 1;
    if (open > limits.depth) return at;
  }
  const indent = new RegExp(`[ ]{${4 * limits.depth},}\\S|(?:[-?:][ \\t]+){${limits.depth},}`, 'y');
  for (const start of lineStarts) {
    indent.lastIndex = start;
    if (indent.test(text)) return start;
  }
  return null;
}

const marks: ReadonlySet<number> = new Set([...'\n:,[]{}-?&*'].map((mark) => mark.charCodeAt(0)));

/** Each mark may make a node, and a node takes a kilobyte of memory. */
function tooManyAt(text: string): number | null {
  if (text.length <= limits.yamlMarks) return null;
  let count = 0;
  for (let at = 0; at < text.length; at += 1) {
    if (!marks.has(text.charCodeAt(at))) continue;
    // A dash inside a word makes nothing.
    if (text[at] === '-' && /\S/.test(text[at + 1] ?? ' ')) continue;
    count += 1;
    if (count > limits.yamlMarks) return at;
  }
  return null;
}

interface Reading {
  readonly text: string;
  /** Its expressions were hidden from the parser, and are to come back. */
  readonly isMasked: boolean;
  readonly anchors: Map<string, DocNode>;
  aliases: number;
  /** The first alias above the limit, or of nothing. */
  mistake: Refusal | null;
}

/** Anchors are those of one document; the limit is that of the text. */
function nodeOf(reading: Reading, contents: unknown): DocNode | null {
  if (contents === null || contents === undefined) return null;
  reading.anchors.clear();
  return convert(reading, contents as Node, { start: 0, end: 1 });
}

function aliasMistake({ aliases, anchors }: Reading, name: string, span: Span): Refusal | null {
  if (aliases > limits.aliases) {
    return { span, message: `more than ${limits.aliases} aliases`, help: 'write them out' };
  }
  if (anchors.has(name)) return null;
  return { span, message: `not valid YAML: \`*${name}\` has no anchor before it`, help: '' };
}

/** An alias is what its anchor is, at its own place; one inside its own anchor is a mistake. */
function convert(reading: Reading, node: Node | null, around: Span): DocNode {
  if (node === null) return empty(around);
  const span = spanOf(node, around);
  if (isAlias(node)) {
    reading.aliases += 1;
    const target = reading.anchors.get(node.source);
    reading.mistake ??= aliasMistake(reading, node.source, span);
    return target === undefined || reading.mistake !== null ? empty(span) : { ...target, span };
  }
  const converted = collection(reading, node, span);
  const { anchor } = node as { readonly anchor?: string };
  if (anchor !== undefined) reading.anchors.set(anchor, converted);
  return converted;
}

function collection(reading: Reading, node: Node, span: Span): DocNode {
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(reading, item as Node | null, span));
    return list(items, span);
  }
  // `key: {{ .Values.x }}` is a map with a map for its key, which nobody writes for its own sake.
  if (isMap(node) && node.items.some(({ key }) => isMap(key))) {
    return scalar(reading.text.slice(span.start, span.end), span);
  }
  if (isMap(node)) {
    const entries = node.items.flatMap((pair) =>
      isScalar(pair.key)
        ? [
            {
              key: wordsOf(reading, pair.key.value),
              value: convert(reading, pair.value as Node | null, span),
              keySpan: spanOf(pair.key, span),
            },
          ]
        : [],
    );
    return map(entries, span);
  }
  if (!isScalar(node) || node.value === null) return empty(span);
  return scalar(wordsOf(reading, node.value), span);
}

function wordsOf({ isMasked }: Reading, value: unknown): string {
  return isMasked ? unmasked(String(value)) : String(value);
}

const empty = (span: Span): DocNode => ({ kind: 'scalar', text: '', isNull: true, span });

function spanOf(node: Node, around: Span): Span {
  const { range } = node;
  if (range === null || range === undefined) return around;
  const quote = isScalar(node) && node.type?.startsWith('QUOTE') === true ? 1 : 0;
  return { start: range[0] + quote, end: Math.max(range[0], range[1] - quote) };
}
