import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { readOptions } from '../qemu/options.js';
import { holdsNoDisk } from '../shell/no-disk.js';
import { isUnknown, partOf, unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import type { Setting } from './settings.js';

/** What is put together of a machine, call by call. */
export interface Made {
  readonly entries: Map<string, Setting>;
  readonly notes: ConfigNote[];
}

/** Options of `qm create` and `qm set`, the last one counting. */
export function apply({ entries, notes }: Made, words: readonly Word[], source: SourceText): void {
  for (let index = 0; index < words.length; index += 1) {
    const word = words[index];
    const hidden = word === undefined ? null : hiddenDrive(word, words[index + 1], source);
    if (hidden !== null) entries.set(hidden.key, hidden);
    const match = /^--?([a-z][a-z0-9_-]*)(=)?/.exec(word?.text ?? '');
    const key = match?.[1] ?? '';
    if (word === undefined) continue;
    if (hidden !== null || hidesOption(word, words[index + 1])) {
      index += 1;
      continue;
    }
    if (isHidden(word, source)) notes.push(hiddenOptions(word, source));
    if (match === null || key === '') continue;
    const inside = match[2] === '=' ? partOf(word, match[0].length) : null;
    const next = words[index + 1];
    // What QEMU is given begins with a dash itself.
    const isOption = key !== 'args' && next?.text.startsWith('-') === true;
    const value = inside ?? (next === undefined || isOption ? null : next);
    if (value === null) continue;
    if (inside === null) index += 1;
    if (key === 'delete') for (const name of value.text.split(/[\s,;]+/)) entries.delete(name);
    else entries.set(key, { key, value });
  }
}

const aDrive = /^--?(ide|sata|scsi|virtio|efidisk|tpmstate)(\d+|$)/;
/** A new volume, a CD-ROM, and a disk that is copied are none that was there. */
const otherDrive =
  /^(file=)?[^/:\s,]+:(\d+(\.\d+)?|cloudinit)(,|$)|^none|media=cdrom|import-from=|\.iso(,|$)/;

/** How many volumes that are there already become drives. */
export function attachedBy(words: readonly Word[]): number {
  return words.filter((word, index) => {
    const inside = /^[^=]*=(.*)$/s.exec(word.text)?.[1];
    const value = inside ?? words[index + 1]?.text;
    return aDrive.test(word.text) && value !== undefined && !otherDrive.test(value);
  }).length;
}

/** `--net"$number" virtio`: of a device that is no drive. */
function hidesOption({ text }: Word, value: Word | undefined): boolean {
  return isUnknown(text) && /^--?[a-z]/.test(text) && value?.text.startsWith('-') === false;
}

const ofDisks =
  /(^|[\s"'])--?(ide|sata|scsi|virtio|efidisk|tpmstate|args|machine|bios|delete|ostype|arch)/;

/** It may be any number of options, or none. */
function isHidden(word: Word, source: SourceText): boolean {
  return word.text.startsWith(unknownMark) && !holdsNoDisk(source, word, ofDisks);
}

function hiddenOptions(word: Word, source: SourceText): ConfigNote {
  const text = source.text.slice(word.start, word.end);
  const message = `\`${text}\` may add options: what it holds is not known here`;
  return openNote('unreadable', message, positionAt(source, word));
}

/** `--"$bus" local:32,cache=none`: a drive whose key only the script knows. */
function hiddenDrive(word: Word, value: Word | undefined, source: SourceText): Setting | null {
  if (value === undefined || !/^--?[^=\s]*$/.test(word.text) || !isUnknown(word.text)) return null;
  const [volume = ''] = value.text.split(',');
  if (volume.includes('=') || !/:|^\//.test(volume)) return null;
  const key = source.text.slice(word.start, word.end).replace(/^--?|["']/g, '');
  const options = { ...readOptions(source, value, 'file'), span: word };
  return { key, value, options };
}
