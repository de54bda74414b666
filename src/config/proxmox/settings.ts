import type { ConfigNote, Position } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import type { Options } from '../qemu/options.js';
import { withoutTemplate } from '../shell/template.js';
import { plainWord, unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';

/** One `key: value` of a VM's file, or one option of `qm`. */
export interface Setting {
  readonly key: string;
  readonly value: Word;
  /** The value's parts, where they were written apart from one another. */
  readonly options?: Options;
  /** The key is the drive's place among others, that nobody wrote. */
  readonly isCounted?: true;
}

/** What a VM's file says, or several calls of `qm` together. */
export interface Settings {
  /** A file of the host, not a script that is still to run. */
  readonly isFile: boolean;
  /** All that the VM is made of stands here. */
  readonly isWhole: boolean;
  /** The VM's number, or the variable that holds it; '' where only the file's name has it. */
  readonly vm: string;
  /** The first line, or the first call. */
  readonly at: Position;
  readonly entries: ReadonlyMap<string, Setting>;
  /** What will hold after the next start. */
  readonly pending: readonly Setting[];
  /** What of it cannot be read. */
  readonly notes: readonly ConfigNote[];
}

/** QemuServer.pm, parse_vm_config. */
const header = /^(\[[^\]]*\])\s*$/;
const entry = /^([a-z][a-z_-]*\d*):\s*(.*\S)\s*$/;

/** A line that a template makes, or the number of a drive. */
const madeKey = new RegExp(`^(ide|sata|scsi|virtio|efidisk)?\\s*${unknownMark}`);

/**
 * A file of /etc/pve/qemu-server. Only what stands before the first `[...]` is the VM as it is:
 * the rest is snapshots, and changes that wait.
 */
export function readConf(source: SourceText): Settings {
  const entries = new Map<string, Setting>();
  const pending = new Map<string, Setting>();
  const notes: ConfigNote[] = [];
  const text = withoutTemplate(source.text);
  let section = '';
  for (const [index, start] of source.lineStarts.entries()) {
    const next = source.lineStarts[index + 1] ?? text.length + 1;
    const line = text.slice(start, next - 1);
    const name = header.exec(line)?.[1];
    if (name !== undefined) section = name;
    if (name !== undefined || line.startsWith('#')) continue;
    const match = entry.exec(line);
    if (section === '' && madeKey.test(line)) notes.push(openKey(source, start, next - 1));
    if (match === null) continue;
    const [, key = '', value = ''] = match;
    const setting = { key, value: plainWord(value, start + line.indexOf(value, key.length + 1)) };
    if (section === '') entries.set(key, setting);
    else if (section.toUpperCase() === '[PENDING]') pending.set(key, setting);
  }
  return {
    isFile: true,
    isWhole: true,
    vm: '',
    at: positionAt(source, { start: 0, end: 1 }),
    entries,
    pending: [...pending.values()],
    notes,
  };
}

function openKey(source: SourceText, start: number, end: number): ConfigNote {
  const line = source.text.slice(start, end).trim();
  const message = `\`${line}\` may be any drive: a template makes its key`;
  return openNote('unreadable', message, positionAt(source, { start, end }));
}

export function settingText({ entries }: Settings, key: string): string {
  return entries.get(key)?.value.text ?? '';
}
