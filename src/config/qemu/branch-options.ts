import type { VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { isUnknown, unknownMark, type Word } from '../shell/word.js';
import type { SourceText } from '../text.js';
import { impliedKeys, isSwitch, readArguments, withValue } from './arguments.js';
import { readOptions, valueIn } from './options.js';

/** What concerns more than one disk, or the machine. */
const ofMachine = /^(global|set|readconfig|snapshot|machine|M|usbdevice|name)$/;

/** A variable between quotes. */
const oneWord = /^"[^"@*`(]*"$/;

/** Whether words that a branch adds are options of their own, which say nothing of any disk but theirs. */
export function isAddition(source: SourceText, words: readonly Word[]): boolean {
  return readArguments(words).every(({ name, value }) => {
    if (name === '' || isUnknown(name) || /\s/.test(name) || withValue.test(name)) return false;
    if (ofMachine.test(name)) return false;
    if (value === null) return isSwitch(name);
    // Without quotes it may be several words.
    const isOpen = /^["']*$/.test(value.text.split(unknownMark)[0] ?? '') && isUnknown(value.text);
    if (isOpen && !oneWord.test(source.text.slice(value.start, value.end))) return false;
    return isKnown(source, name, value);
  });
}

function isKnown(source: SourceText, name: string, value: Word): boolean {
  if (!/^(drive|device|blockdev|chardev)$/.test(name)) return true;
  const options = readOptions(source, value, impliedKeys[name] ?? '');
  if (options.opaque !== null || options.error !== '') return false;
  const keys = name === 'device' ? ['driver', 'id', 'drive', 'bus'] : ['id', 'node-name', 'if'];
  return keys.every((key) => !isUnknown(valueIn(options, key) ?? ''));
}

/** Whether the disks of a machine are the same with what its branches add. */
export function keepsDisks(without: VmDefinition, all: VmDefinition): boolean {
  const now = new Set(all.disks.map(settingsOf));
  const before = new Set(without.notes.map((each) => JSON.stringify(each)));
  const isNew = all.notes.some(
    (each) => each.rule === 'refused-by-qemu' && !before.has(JSON.stringify(each)),
  );
  return !isNew && without.disks.every((disk) => now.has(settingsOf(disk)));
}

/** All but what it is called: its place among others is another. */
function settingsOf({ id: _, isCounted: __, ...disk }: VmDisk): string {
  return JSON.stringify(disk);
}
