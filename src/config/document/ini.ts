import { addToGroup } from '../../model/group-by.js';
import type { SourceText } from '../text.js';
import { type DocNode, type Entry, map, scalar } from './node.js';

/** How values are written: TOML has quotes, lists and comments behind them. */
export type IniDialect = 'ini' | 'toml';

const header = /^\s*\[+([^\]]+)\]+\s*(?:[#;].*)?$/;
const entry = /^([ \t]*)([\w.-]+)([ \t]*[=:][ \t]*)(.*)$/;

/**
 * A file of sections with settings as one mapping of mappings; what stands before the first section is in ''.
 * The packages for it (ini, smol-toml) give values without their places.
 */
export function readIniDocument(source: SourceText, dialect: IniDialect): DocNode {
  const sections = new Map<string, Entry[]>();
  const whole = { start: 0, end: source.text.length };
  let section = '';
  let start = 0;
  for (const line of source.text.split('\n')) {
    const at = start;
    start += line.length + 1;
    if (/^\s*([#;]|$|\{%)/.test(line)) continue;
    const name = header.exec(line)?.[1];
    if (name !== undefined) section = name.trim();
    const match = name === undefined ? entry.exec(line) : null;
    if (match === null) continue;
    const [, indent = '', key = '', sign = '', rest = ''] = match;
    const from = at + indent.length + key.length + sign.length;
    const value = valueIn(rest, from, dialect);
    addToGroup(sections, section, { key, value });
  }
  const entries = [...sections].map(([key, list]) => ({ key, value: map(list, whole) }));
  return map(entries, whole);
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
