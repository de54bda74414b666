import { besidesIn } from '../../config/besides.js';
import { type DefinitionFormat, recognise } from '../../config/formats.js';
import { hereDocuments, type WrittenOut } from '../../config/heredocs.js';
import { otherFormats, type Part, partsOf } from '../../config/parts.js';
import type { ReadContext, ReadResult } from '../../config/reader.js';
import { type SourceText, sourceText } from '../../config/text.js';
import { isRead, together, withNotes } from '../../config/together.js';
import type { ConfigNote, VmFile } from '../../model/vm-disk.js';
import type { ConfigInput } from './config-inputs.js';
import { loadReader } from './config-readers.js';

/**
 * null where no format takes it for its own.
 *
 * @param forced - null to recognise it
 */
export function readText(
  input: ConfigInput,
  forced: DefinitionFormat | null,
  context: ReadContext,
): Promise<ReadResult | null> {
  return forced === null ? readParts(input, context) : readForced(input, forced, context);
}

async function readParts(
  { name, text }: ConfigInput,
  context: ReadContext,
): Promise<ReadResult | null> {
  const parts = partsOf(text, name);
  const results: ReadResult[] = [];
  for (const part of parts) {
    const reader = await loadReader(part.format, text);
    results.push(reader(sourceText(name, part.text), context));
  }
  const result = together(results, context);
  const source = sourceText(name, text);
  if (result === null) return null;
  if (isRead(result)) {
    const formats = parts.map(({ format }) => format);
    return withNotes(result, besidesIn(source, formats));
  }
  return result.isForeign === true ? readOtherwise(source, parts, context, result) : result;
}

/** The surest format finds nothing of its own in it: others have words that are the same. */
async function readOtherwise(
  source: SourceText,
  tried: readonly Part[],
  context: ReadContext,
  refusal: ReadResult,
): Promise<ReadResult> {
  for (const format of otherFormats(source.text, source.file, tried)) {
    const other = (await loadReader(format, source.text))(source, context);
    if (isRead(other)) return withNotes(other, besidesIn(source, [format]));
  }
  return refusal;
}

async function readForced(
  { name, text }: ConfigInput,
  format: DefinitionFormat,
  context: ReadContext,
): Promise<ReadResult> {
  const reader = await loadReader(format, text);
  const written = hereDocuments(text, format, (body) => recognise(body, name) === format);
  const result = reader(sourceText(name, written?.documents ?? text), context);
  return 'read' in result ? { ...result, read: withRest(result.read, written, name) } : result;
}

/** A script may start machines itself, beside those that it writes out. */
function withRest(file: VmFile, written: WrittenOut | null, name: string): VmFile {
  const [first, ...others] = file.definitions;
  const format = written === null ? null : recognise(written.script, name);
  if (first === undefined || format === null) return file;
  const message = `what the script starts itself is not read; \`--input-format ${format}\` reads it`;
  const unread: ConfigNote = { rule: 'unreadable', message, at: first.at };
  return { ...file, definitions: [{ ...first, notes: [...first.notes, unread] }, ...others] };
}
