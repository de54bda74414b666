import { type Document, parseAllDocuments } from 'yaml';
import type { Diagnostic } from '../../model/diagnostic.js';
import { limits } from '../limits.js';
import { isTemplate } from '../template.js';
import { diagnosticAt, type SourceText } from '../text.js';

export type YamlRead =
  | { readonly documents: readonly Document[] }
  | { readonly diagnostics: readonly Diagnostic[] };

/** All documents of a text. What is nested too deeply never reaches the parser, which recurses. */
export function readYaml(source: SourceText): YamlRead {
  if (source.text.length > limits.yamlLength) {
    const message = `YAML of more than ${limits.yamlLength} characters`;
    return { diagnostics: [diagnosticAt(source, { start: 0, end: 1 }, message, 'split it')] };
  }
  const deep = tooDeepAt(source);
  if (deep !== null) {
    const message = `nested too deeply; the limit is ${limits.depth} levels`;
    return { diagnostics: [diagnosticAt(source, deep, message)] };
  }
  // Duplicate keys are looked for nowhere: the parser would compare each key with each other one.
  const parsed = parseAllDocuments(source.text, { prettyErrors: false, uniqueKeys: false });
  const documents = Array.isArray(parsed) ? parsed : [];
  const problems = documents.flatMap(({ errors }) => errors).slice(0, limits.diagnostics);
  if (problems.length === 0) return { documents };
  const help = isTemplate(source.text) ? 'it looks like a template: render it first' : '';
  return {
    diagnostics: problems.map(({ pos: [start, end], message }) =>
      diagnosticAt(source, { start, end }, `not valid YAML: ${message}`, help),
    ),
  };
}

/** Looks at brackets, indentation and indicators, in one pass over the text. */
function tooDeepAt({ text, lineStarts }: SourceText): { start: number; end: number } | null {
  let open = 0;
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code === 0x5b || code === 0x7b) open += 1;
    else if ((code === 0x5d || code === 0x7d) && open > 0) open -= 1;
    if (open > limits.depth) return { start: at, end: at + 1 };
  }
  const indent = new RegExp(`[ ]{${4 * limits.depth},}\\S|(?:[-?:][ \\t]+){${limits.depth},}`, 'y');
  for (const start of lineStarts) {
    indent.lastIndex = start;
    if (indent.test(text)) return { start, end: start + 1 };
  }
  return null;
}
