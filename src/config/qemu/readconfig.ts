import { limits } from '../limits.js';
import type { SourceText, Span } from '../text.js';
import type { Option, Options } from './options.js';

export interface IniSection {
  /** `drive`, `device`, ... as the command line calls them. */
  readonly group: string;
  readonly options: Options;
}

export interface IniError extends Span {
  readonly message: string;
}

export interface Ini {
  readonly sections: readonly IniSection[];
  readonly errors: readonly IniError[];
}

const header = /^\s*\[([\w-]+)(?:\s+"([^"]*)")?\s*\]\s*$/;
// As QEMU does, whatever follows the closing quote is not looked at.
const entry = /^(\s*)([\w.-]+)(\s*=\s*)"([^"]*)"/;

/** A file of QEMU's `-readconfig`: `[drive "id"]` and `key = "value"`. */
export function readIni(source: SourceText): Ini {
  const sections: { group: string; options: Options & { list: Option[] } }[] = [];
  const errors: IniError[] = [];
  for (const [index, start] of source.lineStarts.entries()) {
    const next = source.lineStarts[index + 1] ?? source.text.length + 1;
    const line = source.text.slice(start, next - 1).replace(/\r$/, '');
    if (/^\s*(#|$)/.test(line)) continue;
    const span = { start, end: start + line.length };
    const section = header.exec(line);
    const setting = section === null ? entry.exec(line) : null;
    const current = sections.at(-1);
    if (section !== null) {
      const list: Option[] = [];
      const id = section[2];
      if (id !== undefined) list.push({ key: 'id', value: id, span, source });
      const options = { list, span, source, opaque: null, error: '' };
      sections.push({ group: section[1] ?? '', options });
    } else if (setting !== null && current !== undefined) {
      current.options.list.push(optionOf(source, start, setting));
    } else if (errors.length < limits.diagnostics) {
      errors.push({ ...span, message: 'neither `[group "id"]` nor `key = "value"`' });
    }
  }
  return { sections, errors };
}

function optionOf(source: SourceText, start: number, match: RegExpExecArray): Option {
  const [, blanks = '', key = '', equal = '', value = ''] = match;
  const from = start + blanks.length + key.length + equal.length + 1;
  return { key, value, span: { start: from, end: from + value.length }, source };
}
