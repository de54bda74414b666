import { configFormats, type DefinitionFormat } from '../../config/formats.js';
import { type Stranger, strangerOf } from '../../config/strangers.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { UnreadFile } from '../../model/gate-result.js';
import { usageError } from '../usage-error.js';
import type { ConfigInput } from './config-inputs.js';

/** The machines of a folder are not what its files say. */
export function changesOthers(input: ConfigInput): boolean {
  return strangerIn(input)?.changesOthers === true;
}

/** Something else that has words of a format in it. */
export function isStrange(input: ConfigInput, forced: DefinitionFormat | null): boolean {
  return forced === null && strangerIn(input) !== null;
}

export function unreadFiles(input: ConfigInput): readonly UnreadFile[] {
  const stranger = input.isNamed ? null : strangerIn(input);
  if (stranger === null || stranger.isElsewhere === true) return [];
  const { what, instead } = stranger;
  return [{ file: input.name, what, instead }];
}

/** Each text is asked once. */
const strangers = new WeakMap<ConfigInput, Stranger | null>();

function strangerIn(input: ConfigInput): Stranger | null {
  const known = strangers.get(input);
  if (known !== undefined) return known;
  const found = strangerOf(input.text);
  strangers.set(input, found);
  return found;
}

export function notRecognised(input: ConfigInput): Diagnostic {
  const { name, text } = input;
  const start = { file: name, line: 1, column: 1, endColumn: 1 };
  if (text.trim() === '') return { ...start, message: 'it is empty', help: '', sourceLine: '' };
  const stranger = strangerIn(input);
  const sourceLine = text.slice(0, 4096).split('\n')[0] ?? '';
  const known = configFormats.map(({ id }) => id).join(', ');
  return {
    ...start,
    message:
      stranger === null
        ? 'no format of VM definitions that blkcheck knows'
        : `not a format that blkcheck reads: ${stranger.what}`,
    help: stranger?.instead ?? `${known}; --input-format forces one`,
    sourceLine: sourceLine.replace(/\r$/, ''),
  };
}

/**
 * @param templates - files that would be definitions once they are filled in
 * @param strangers - files that have machines in formats that are not read
 */
export function nothingFound(
  names: readonly string[],
  templates: readonly string[],
  strangers: readonly UnreadFile[],
): Error {
  const help =
    unreadHelp(templates, ': templates; render them, and check what comes out') ||
    unreadHelp(
      strangers.map(({ file }) => file),
      strangers.map(({ what, instead }) => `: ${what}; ${instead}`)[0] ?? '',
    );
  const message = `no VM definition is found in ${names.join(', ')}`;
  return usageError(message, help || 'blkcheck list formats');
}

function unreadHelp([first, ...others]: readonly string[], why: string): string {
  if (first === undefined) return '';
  return `${first}${others.length > 0 ? ` and ${others.length} more` : ''}${why}`;
}
