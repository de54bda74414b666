import { type Document, LineCounter, parseDocument, type YAMLError } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import { limits } from './limits.js';
import type { Located } from './located.js';
import { diagnostic, type Source, type Span } from './source.js';
import { plainData } from './yaml-data.js';
import { spansOf } from './yaml-span.js';

export type YamlRead = { readonly located: Located } | { readonly diagnostics: Diagnostic[] };

const words: Readonly<Record<string, string>> = {
  TAB_AS_INDENT: 'a tab where YAML wants spaces',
  NON_STRING_KEY: 'a key must be text',
  MULTIPLE_DOCS: 'a second document; a scenario file holds one',
  TAG_RESOLVE_FAILED: 'tags (`!...`) are not used in scenarios',
  BLOCK_AS_IMPLICIT_KEY: 'a mapping cannot start here; is a line break or a quote missing?',
};

function spanAt(lines: LineCounter, from: number, to: number): Span {
  const start = lines.linePos(from);
  const end = lines.linePos(to);
  const sameLine = end.line === start.line && end.col > start.col;
  const endColumn = sameLine ? end.col : start.col + 1;
  return { line: start.line, column: start.col, endColumn, where: '' };
}

function explain(source: Source, lines: LineCounter, error: YAMLError): Diagnostic {
  const message = words[error.code] ?? `not valid YAML: ${error.message}`;
  return diagnostic(source, spanAt(lines, error.pos[0], error.pos[1]), message);
}

/**
 * The line at which the text nests too deeply; 0 for none. The parser recurses over nested
 * collections, so this looks at brackets, indentation and indicators before the parser does.
 */
function tooDeepAt(source: Source): number {
  let open = 0;
  for (const [index, line] of source.lines.entries()) {
    for (const character of line) {
      if (character === '[' || character === '{') open += 1;
      if ((character === ']' || character === '}') && open > 0) open -= 1;
      if (open > limits.depth) return index + 1;
    }
    const indicators = line.match(/[-?:] /g)?.length ?? 0;
    const indented = line.length - line.trimStart().length;
    if (indicators > limits.depth || indented > 4 * limits.depth) return index + 1;
  }
  return 0;
}

function problemsOf(source: Source, lines: LineCounter, document: Document.Parsed): Diagnostic[] {
  const problems = [...document.errors, ...document.warnings].slice(0, limits.diagnostics);
  return problems.map((problem) => explain(source, lines, problem));
}

/** YAML to plain data with positions. Text too large or too deep never reaches the parser. */
export function readYaml(text: string, source: Source): YamlRead {
  const point = (line: number): Span => ({ line, column: 1, endColumn: 1, where: '' });
  if (text.length > limits.textLength) {
    const message = `the file has ${text.length} characters; the limit is ${limits.textLength}`;
    return { diagnostics: [diagnostic(source, point(1), message)] };
  }
  const deep = tooDeepAt(source);
  if (deep !== 0) {
    const message = `nested too deeply; the limit is ${limits.depth} levels`;
    return { diagnostics: [diagnostic(source, point(deep), message)] };
  }
  const lineCounter = new LineCounter();
  // Duplicate keys are found below: the parser compares each key with each other one.
  const document = parseDocument(text, {
    lineCounter,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  });
  const problems = problemsOf(source, lineCounter, document);
  if (problems.length > 0) return { diagnostics: problems };
  const plain = plainData(document);
  if ('problem' in plain) {
    const [from, to] = plain.range;
    return { diagnostics: [diagnostic(source, spanAt(lineCounter, from, to), plain.problem)] };
  }
  return { located: { data: plain.data, ...spansOf(document, plain.aliases, lineCounter) } };
}
