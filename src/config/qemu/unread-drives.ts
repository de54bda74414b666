import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { isPage } from '../formats.js';
import type { Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';

const drive = /(?<![\w-])-(?:drive|blockdev|hd[a-d])(?=["']?(?:[ \t,=]|$))/gm;

/** Beyond this nobody reads them. */
const notesMax = 10;

const message =
  'these options are of no command that was read: the machine that they make is not judged';

/**
 * Options of QEMU for disks on lines of which no command has a word: in a file whose other commands were
 * read nobody would miss them. A page shows options as examples.
 *
 * @param told - of which lines it is said already
 */
export function unreadDrives(
  source: SourceText,
  words: readonly Word[],
  told: readonly ConfigNote[],
): readonly ConfigNote[] {
  const { text, lineStarts } = source;
  if (isPage(source.file)) return [];
  const known = linesOf(source, words);
  for (const { at } of told) known.add(at.line);
  const notes: ConfigNote[] = [];
  for (const { index } of text.matchAll(drive)) {
    const at = positionAt(source, { start: index, end: index + 1 });
    const line = text.slice(lineStarts[at.line - 1] ?? 0, index);
    if (known.has(at.line) || isTold(line)) continue;
    known.add(at.line);
    notes.push(note('unreadable', message, at));
    if (notes.length === notesMax) break;
  }
  return notes;
}

/** A comment, or what a script tells its user. */
function isTold(line: string): boolean {
  return /^\s*(?:#|\/\/|::|<!--|(?:rem|echo|printf)\s)/i.test(line);
}

function linesOf(source: SourceText, words: readonly Word[]): Set<number> {
  const lines = new Set<number>();
  const add = (start: number) => lines.add(positionAt(source, { start, end: start + 1 }).line);
  for (const { start, end, pieces } of words) {
    add(start);
    add(Math.max(start, end - 1));
    for (const piece of pieces) add(piece.start);
  }
  return lines;
}
