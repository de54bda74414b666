import type { ConfigNote } from '../../model/vm-disk.js';
import { note, openNote } from '../draft.js';
import { holdsNoDisk } from '../shell/no-disk.js';
import { isUnknown, type Word } from '../shell/word.js';
import { positionAt, type Span } from '../text.js';
import { argumentsOf } from './command-line.js';
import { hiddenWords, type InstallOption } from './options.js';
import type { InstallReading } from './reading.js';

/** Only a shell knows the whole of it. */
export function isHidden({ text }: Word): boolean {
  return isUnknown(text) && text.length === 1;
}

const ofDisks =
  /(^|[\s"'])--(disk|nodisks|controller|xml|qemu-commandline|machine|boot|os-variant|osinfo|cdrom|location|connect|virt-type|arch|file)/;

/** What this program cannot follow. */
export function notesOf(
  reading: InstallReading,
  specs: readonly InstallOption[],
): readonly ConfigNote[] {
  const { source, call, options } = reading;
  const at = (span: Span) => positionAt(source, span);
  const raw = ({ start, end }: Word) => source.text.slice(start, end);
  const disks = specs.flatMap(({ value }) => (value !== null && isHidden(value) ? [value] : []));
  const unknown = (word: Word) => `\`${raw(word)}\` may add disks: what it holds is not known`;
  const hidden = [
    ...hiddenWords(call.words)
      .filter((word) => !holdsNoDisk(source, word, ofDisks))
      .map((word) => openNote('unreadable', unknown(word), at(word))),
    ...disks.map((word) => note('unreadable', unknown(word), at(word))),
    ...options.flatMap(({ name, value }) => {
      const message = name === 'qemu-commandline' && value !== null ? argumentsOf(value).error : '';
      return message === '' || value === null ? [] : [openNote('unreadable', message, at(value))];
    }),
  ];
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
