import type { ConfigNote } from '../../model/vm-disk.js';
import { isCommentLine } from '../comments.js';
import { openNote } from '../draft.js';
import { isPage, isScript, qmListed, qmQuoted } from '../formats.js';
import { limits } from '../limits.js';
import { quotedTexts } from '../shell/argv.js';
import type { CommandDocument } from '../shell/document.js';
import type { Excerpts } from '../shell/excerpts.js';
import { within } from '../shell/inner.js';
import { pageScripts } from '../shell/page.js';
import type { Command, ShellError } from '../shell/reading.js';
import { scriptCommands } from '../shell/script.js';
import { withoutTemplate } from '../shell/template.js';
import { withoutEscapes } from '../shell/unescaped.js';
import { positionAt, type SourceText } from '../text.js';
import { isProgram } from './calls.js';

export interface ScriptOf {
  readonly commands: readonly Command[];
  readonly error: ShellError | null;
  /** What of it is not read. */
  readonly notes: readonly ConfigNote[];
}

/** null where the text is no document, or its parser is not loaded. */
export type DocumentOf = (source: SourceText) => CommandDocument | null;

/** The commands of a script, of a document whose values are scripts or lists, or of a page. */
export function scriptOf(source: SourceText, documentOf: DocumentOf): ScriptOf {
  const text = withoutEscapes(withoutTemplate(source.text));
  if (isPage(source.file)) return excerptsOf(source, pageScripts(text, isProgram), []);
  const document = isScript(text, source.file) ? null : documentOf({ ...source, text });
  if (document !== null) return excerptsOf(source, document, document.lists);
  const { commands, error } = scriptCommands(text, isProgram, 'as written');
  const all = [...commands, ...quotedCommands(source, text)];
  return { commands: all, error, notes: unreadLists(source) };
}

function excerptsOf(
  source: SourceText,
  { text, broken }: Excerpts,
  lists: readonly Command[],
): ScriptOf {
  const { commands, error } = scriptCommands(text, isProgram, 'as written');
  const notes = broken
    .filter(({ start, end }) => makesMachine.test(source.text.slice(start, end)))
    .map((span) => openNote('unreadable', brokenScript, positionAt(source, span)));
  return { commands: [...commands, ...lists], error, notes: notes.slice(0, limits.notes) };
}

const brokenScript =
  'a quotation mark, a bracket or an expansion here is not closed: what follows in this text is not read';

/** Words of prose have none of the verbs behind them. */
const makesMachine =
  /(^|[\s/"'`$\\{(])(\w*qm\}?|pvesh|qmrestore)["'\\]*\s+(set|create|clone|import\w*|disk|unlink|template|["'\\]*\$|\/)/im;

/** A shell sees one word in them. */
function quotedCommands({ file }: SourceText, text: string): readonly Command[] {
  if (isScript(text, file)) return [];
  return quotedTexts(text, qmQuoted).flatMap((word) => within(text, word));
}

function unreadLists(source: SourceText): readonly ConfigNote[] {
  const { text } = source;
  return [...text.matchAll(qmListed)]
    .filter(({ index }) => !isCommentLine(text.slice(text.lastIndexOf('\n', index - 1) + 1, index)))
    .slice(0, limits.notes)
    .map(({ index, 0: { length } }) => {
      const at = positionAt(source, { start: index, end: index + length });
      return openNote('unreadable', 'a list of arguments of qm is not read', at);
    });
}
