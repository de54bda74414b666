import { note, openNote } from '../draft.js';
import { limits } from '../limits.js';
import type { ReadContext } from '../reader.js';
import { isUnknown, plainWord, unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { type Argument, impliedKeys, readArguments, withValue } from './arguments.js';
import { isAddition } from './branch-options.js';
import { type Option, type Options, option, positionOf, readOptions } from './options.js';
import { readIni } from './readconfig.js';
import type { Setup } from './setup.js';
import { isHarmless, shortened, unreadable } from './unread-options.js';

/** Applies the options of a command line, in their order. */
export function collect(
  setup: Setup,
  source: SourceText,
  words: readonly Word[],
  context: ReadContext,
): void {
  for (const argument of readArguments(words)) collectOne(setup, source, argument, context);
}

/** How `-hda` and the like are spelled as a `-drive`. */
const shortcuts: Readonly<Record<string, string>> = {
  hda: 'index=0,media=disk',
  hdb: 'index=1,media=disk',
  hdc: 'index=2,media=disk',
  hdd: 'index=3,media=disk',
  cdrom: 'index=2,media=cdrom',
  fda: 'if=floppy,index=0',
  fdb: 'if=floppy,index=1',
  sd: 'if=sd',
  mtdblock: 'if=mtd',
  pflash: 'if=pflash',
};

function collectOne(
  setup: Setup,
  source: SourceText,
  { name, word, value }: Argument,
  context: ReadContext,
): void {
  const { perhaps } = word;
  if (setup.takes !== 'nothing' && perhaps !== undefined) {
    const isTaken = isAddition(source, perhaps) && !isHarmless(source, word);
    if (isTaken && setup.takes === 'all') collectAddition(setup, source, perhaps, context);
    if (isTaken) return;
  }
  if (name === '') return collectBare(setup, source, word);
  if (isUnknown(name)) return unreadable(setup, source, word);
  if (withValue.test(name)) return noOption(setup, source, word, 'its value is a word of its own');
  if (/\s/.test(name)) {
    const [option = ''] = word.text.split(/\s/, 1);
    const own = `the option is \`${shortened(option)}\`, and what follows is a word of its own`;
    return noOption(setup, source, word, own);
  }
  if (ofDrives.test(name)) return noOption(setup, source, word, 'it is a setting of `-drive`');
  if (name === 'snapshot') setup.snapshot = positionAt(source, word);
  if (value === null) return;
  const shortcut = shortcuts[name];
  if (shortcut !== undefined && Object.hasOwn(shortcuts, name)) {
    addGroup(setup, 'drive', shortcutOptions(source, value, shortcut));
  } else if (name === 'readconfig') readConfig(setup, source, value, context);
  else if (name === 'set') applySet(setup, source, value);
  else if (name === 'global') collectGlobal(setup, source, value);
  else if (name === 'usbdevice') collectUsb(setup, source, value);
  else if (name === 'name') collectName(setup, source, value);
  else addGroup(setup, name, readOptions(source, value, impliedKeys[name] ?? ''));
}

/** Disks are judged as if they were there. */
function collectAddition(
  setup: Setup,
  source: SourceText,
  words: readonly Word[],
  context: ReadContext,
): void {
  const [first, last] = [words[0], words.at(-1)];
  const before = partsIn(setup);
  collect(setup, source, words, context);
  if (partsIn(setup) === before || first === undefined || last === undefined) return;
  const [start, end] = [first.pieces[0]?.start ?? first.start, last.pieces.at(-1)?.end ?? last.end];
  const span = start < end ? { start, end } : first;
  const text = shortened(words.map((word) => word.text.replaceAll(unknownMark, '…')).join(' '));
  const message = `the script decides by a branch or a loop whether \`${text}\` is there: judged as if it were`;
  setup.notes.push(note('unreadable', message, positionAt(source, span)));
}

/** What disks are made of. */
const partsIn = ({ drives, devices, blockdevs }: Setup): number =>
  drives.length + devices.length + blockdevs.length;

/** An option and its value in one word, as `"${ARRAY[*]}"` makes them, or `-hda=FILE`. */
function noOption(setup: Setup, source: SourceText, word: Word, own: string): void {
  const message = `QEMU has no option \`${shortened(word.text)}\`: ${own}; it does not start`;
  setup.notes.push(note('refused-by-qemu', message, positionAt(source, word)));
}

/** Keys of `-drive` that are the name of no option: QEMU, qemu-options.hx. */
const ofDrives = /^(cache|aio|discard|detect-zeroes|werror|rerror|if|file)$/;

/** @param group - what `-readconfig` calls a section, and the command line an option */
export function addGroup(setup: Setup, group: string, options: Options): void {
  const count = partsIn(setup) + setup.chardevs.length;
  setup.optionCount += options.list.length;
  if (count >= limits.groups || setup.optionCount > limits.optionsOfAll) {
    if (setup.notes.some(({ message }) => message.includes('rest'))) return;
    const message = `more than ${limits.groups} options, or ${limits.optionsOfAll} settings in them: the rest is not read`;
    setup.notes.push(openNote('unreadable', message, positionOf(options)));
    return;
  }
  if (group === 'drive') setup.drives.push(options);
  else if (group === 'device') setup.devices.push(options);
  else if (group === 'blockdev') setup.blockdevs.push(options);
  else if (group === 'chardev') setup.chardevs.push(options);
  else if (group === 'machine' || group === 'M') setup.machine.push(options);
}

/** A word that stands alone is an image, unless it is the shell's own affair. */
function collectBare(setup: Setup, source: SourceText, word: Word): void {
  if (isUnknown(word.text) && !/[/.]/.test(word.text)) return unreadable(setup, source, word);
  if (/^-{0,2}$/.test(word.text)) return;
  addGroup(setup, 'drive', shortcutOptions(source, word, 'index=0,media=disk'));
}

function shortcutOptions(source: SourceText, file: Word, text: string): Options {
  const span = { start: file.start, end: file.end };
  const list = text.split(',').map((part): Option => {
    const [key = '', value = ''] = part.split('=');
    return { key, value, span, source };
  });
  list.push({ key: 'file', value: file.text, span, source });
  return { list, span, source, opaque: null, error: '' };
}

function collectName(setup: Setup, source: SourceText, word: Word): void {
  const name = option(readOptions(source, word, 'guest'), 'guest')?.value ?? '';
  if (!isUnknown(name)) setup.name = name;
}

function collectGlobal(setup: Setup, source: SourceText, word: Word): void {
  if (setup.globals.length >= limits.groups) return unreadable(setup, source, word);
  const short = /^([^.=]+)\.([^=]+)=(.*)$/s.exec(word.text);
  if (short !== null && !word.text.startsWith('driver=')) {
    const [, driver = '', key = '', value = ''] = short;
    if (isHiddenProperty(driver, key)) return unreadable(setup, source, word);
    const span = { start: word.start, end: word.end };
    setup.globals.push({ driver, option: { key, value, span, source } });
    return;
  }
  const options = readOptions(source, word, '');
  const property = option(options, 'property');
  const value = option(options, 'value');
  const driver = option(options, 'driver')?.value ?? '';
  const isHidden = isHiddenProperty(driver, property?.value ?? '') || options.opaque !== null;
  if (isHidden) return unreadable(setup, source, word);
  if (property === undefined || value === undefined) return;
  setup.globals.push({ driver, option: { ...value, key: property.value } });
}

/** One that may be any device's, or any property of one. */
function isHiddenProperty(driver: string, key: string): boolean {
  const ofDisks = /^(drive[AB]?|write-cache|config-wce|dpofua|[wr]error|share-rw)$/;
  return isUnknown(key) || (isUnknown(driver) && ofDisks.test(key));
}

/** `-set drive.d0.cache=unsafe` changes what was defined before it. */
function applySet(setup: Setup, source: SourceText, word: Word): void {
  const match = /^([^.=]+)\.([^.=]+)\.([^=]+)=(.*)$/s.exec(word.text);
  const [, group = '', id = '', key = '', value = ''] = match ?? [];
  if (isUnknown(match === null ? word.text : group + id + key))
    return unreadable(setup, source, word);
  if (match === null) return;
  const groups: Readonly<Record<string, Options[]>> = {
    drive: setup.drives,
    device: setup.devices,
    machine: setup.machine,
  };
  const list = Object.hasOwn(groups, group) ? groups[group] : undefined;
  const isNamed = (options: Options) => option(options, 'id')?.value === id;
  // What is written as JSON is in none of QEMU's lists of options.
  const index = list?.findIndex((each) => each.isJson !== true && isNamed(each)) ?? -1;
  const found = list?.[index];
  if (list === undefined || found === undefined) {
    const message = `there is no ${group} \`${id}\` before this: QEMU does not start`;
    setup.notes.push(note('refused-by-qemu', message, positionAt(source, word)));
    return;
  }
  const span = { start: word.start, end: word.end };
  list[index] = { ...found, list: [...found.list, { key, value, span, source }] };
}

/** `-usbdevice disk:[format=raw:]file`, up to QEMU 2.12. */
function collectUsb(setup: Setup, source: SourceText, word: Word): void {
  const match = /^disk:(format=([^:]*):)?(.*)$/s.exec(word.text);
  if (match === null) return;
  const id = `usbdevice${setup.devices.length}`;
  const format = match[2] === undefined ? '' : `format=${match[2]},`;
  const drive = shortcutOptions(source, plainWord(match[3] ?? '', word.start), `${format}if=none`);
  const span = { start: word.start, end: word.end };
  const own = (key: string, value: string): Option => ({ key, value, span, source });
  setup.drives.push({ ...drive, span, list: [...drive.list, own('id', id)] });
  const list = [own('driver', 'usb-storage'), own('drive', id)];
  setup.devices.push({ list, span, source, opaque: null, error: '' });
}

/** Bridges, ports, USB and sound that Proxmox VE gives to its machines: qemu-server, src/usr. */
const withoutDisks = /^\/usr\/share\/qemu-server\/pve-(q35(-4\.0)?|usb)\.cfg$/;

function readConfig(setup: Setup, source: SourceText, word: Word, { related }: ReadContext): void {
  const file = isUnknown(word.text) ? null : related(word.text);
  if (file === null && withoutDisks.test(word.text)) return;
  if (file === null) {
    const name = source.text.slice(word.start, word.end);
    const message = `the disks in \`${name}\` are not known: the file cannot be read here`;
    setup.notes.push(openNote('unreadable', message, positionAt(source, word)));
    return;
  }
  const { sections, errors } = readIni(file);
  for (const { group, options } of sections) {
    if (group === 'blockdev') {
      const message = "QEMU's -readconfig takes no section `blockdev`: it does not start";
      setup.notes.push(note('refused-by-qemu', message, positionOf(options)));
    } else if (group === 'global') addIniGlobal(setup, options);
    else addGroup(setup, group, options);
  }
  for (const error of errors) {
    setup.notes.push(note('refused-by-qemu', error.message, positionAt(file, error)));
  }
}

export function addIniGlobal(setup: Setup, options: Options): void {
  const property = option(options, 'property');
  const value = option(options, 'value');
  const driver = option(options, 'driver')?.value ?? '';
  if (property === undefined || value === undefined) return;
  setup.globals.push({ driver, option: { ...value, key: property.value } });
}
