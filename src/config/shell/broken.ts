import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { positionAt, type SourceText } from '../text.js';
import type { ShellError } from './reading.js';

/**
 * What is said of a mistake behind the last call of a program, where nothing of the program's follows:
 * a shell has run all before it. null where a call may be lost, and the text is to be refused.
 *
 * @param end - of the last call; -1 where there is none
 */
export function brokenRest(
  source: SourceText,
  { start, message }: ShellError,
  end: number,
  program: RegExp,
): ConfigNote | null {
  if (end === -1 || start < end || program.test(source.text.slice(end))) return null;
  const text = `${message}: a shell stops here, and what follows is not read`;
  return note('unreadable', text, positionAt(source, { start, end: start + 1 }));
}
