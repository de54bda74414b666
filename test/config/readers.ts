import type { DefinitionFormat } from '../../src/config/formats.js';
import { formatIds } from '../../src/config/formats.js';
import type { ReadContext, Reader, ReadResult } from '../../src/config/reader.js';
import type { SourceText } from '../../src/config/text.js';
import { loadReader } from '../../src/run/definitions/config-readers.js';

/** Every reader, loaded; formats with two syntaxes have one for each. */
const loaded = new Map<string, Reader>();
for (const format of formatIds) {
  for (const text of ['{', '']) loaded.set(`${format}${text}`, await loadReader(format, text));
}

function readerOf(format: DefinitionFormat): Reader {
  return (source: SourceText, context: ReadContext): ReadResult => {
    const syntax = /^\s*[{[]/.test(source.text) ? '{' : '';
    const reader = loaded.get(`${format}${syntax}`);
    if (reader === undefined) throw new Error(`no reader of ${format}`);
    return reader(source, context);
  };
}

export const readers = Object.fromEntries(
  formatIds.map((format) => [format, readerOf(format)]),
) as Readonly<Record<DefinitionFormat, Reader>>;
