import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { isUnknown, type Word } from '../shell/word.js';
import { positionAt, type Span } from '../text.js';
import { hiddenWords, type InstallOption } from './options.js';
import type { InstallReading } from './reading.js';

/** Only a shell knows the whole of it. */
export function isHidden({ text }: Word): boolean {
  return isUnknown(text) && text.length === 1;
}

/** What this program cannot follow. */
export function notesOf(
  reading: InstallReading,
  specs: readonly InstallOption[],
): readonly ConfigNote[] {
  const { source, call, options } = reading;
  const at = (span: Span) => positionAt(source, span);
  const raw = ({ start, end }: Word) => source.text.slice(start, end);
  const hidden = [
    ...hiddenWords(call.words),
    ...specs.flatMap(({ value }) => (value !== null && isHidden(value) ? [value] : [])),
  ].map((word) =>
    note('unreadable', `\`${raw(word)}\` may add disks: what it holds is not known`, at(word)),
  );
  const xpaths = [
    ...options.filter(({ name }) => name === 'xml').map(({ word }) => word),
    ...specs.flatMap(({ value }) =>
      value !== null && /(^|,)xpath\d*\./.test(value.text) ? [value] : [],
    ),
  ].map((word) =>
    note('passthrough', 'XPath options rewrite the domain: they are not followed', at(word)),
  );
  return [...hidden, ...xpaths];
}
