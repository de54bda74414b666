import type { SourceText } from '../text.js';
import { type DocNode, type Entry, map, scalar, unknown } from './node.js';

/** How values are written: TOML has quotes, lists and comments behind them. */
export type IniDialect = 'ini' | 'toml';

const header = /^\s*\[+([^\]]+)\]+\s*(?:[#;].*)?$/;
const entry = /^([ \t]*)([\w.-]+)([ \t]*[=:][ \t]*)(.*)$/;

/** A line that decides whether those after it are there: Jinja's, which renders such files. */
const opening = /\{%-?\s*(if|for)\s+(.*?)\s*-?%\}/;
const closing = /\{%-?\s*end(if|for)\b/;

/**
 * A file of sections with settings as one mapping of mappings; what stands before the first section is
 * in ''. A setting that a template may leave out is unknown, with the condition as its words.
 */
export function readIniDocument(source: SourceText, dialect: IniDialect): DocNode {
  const sections = new Map<string, Entry[]>();
  const whole = { start: 0, end: source.text.length };
  const conditions: string[] = [];
  let section = '';
  let start = 0;
  for (const line of source.text.split('\n')) {
    const at = start;
    start += line.length + 1;
    const opened = opening.exec(line);
    if (opened !== null) conditions.push(`${opened[1]} ${opened[2]}`);
    if (closing.test(line)) conditions.pop();
    if (/^\s*([#;]|$|\{%)/.test(line)) continue;
    const name = header.exec(line)?.[1];
    if (name !== undefined) section = name.trim();
    const match = name === undefined ? entry.exec(line) : null;
    if (match === null) continue;
    const [, indent = '', key = '', sign = '', rest = ''] = match;
    const from = at + indent.length + key.length + sign.length;
    const value = valueIn(rest, from, dialect);
    const known = sections.get(section) ?? [];
    sections.set(section, known);
    const condition = conditions[0];
    known.push({
      key,
      value: condition === undefined ? value : unknown(condition, value.span, textsOf(value)),
    });
  }
  const entries = [...sections].map(([key, list]) => ({ key, value: map(list, whole) }));
  return map(entries, whole);
}

/** What it is where the condition holds. */
function textsOf(value: DocNode): readonly string[] {
  return value.kind === 'scalar' ? [value.text] : [];
}

function valueIn(rest: string, from: number, dialect: IniDialect): DocNode {
  const quoted = /^"((?:[^"\\]|\\.)*)"|^'([^']*)'/.exec(rest);
  if (quoted !== null) {
    const text = quoted[1] ?? quoted[2] ?? '';
    return scalar(text, { start: from + 1, end: from + 1 + text.length });
  }
  const bare = dialect === 'toml' ? rest.replace(/\s+#.*$/, '') : rest;
  const text = bare.trimEnd();
  return scalar(text, { start: from, end: from + text.length });
}
