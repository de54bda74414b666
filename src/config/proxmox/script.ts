import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { readOptions } from '../qemu/options.js';
import { Branches } from '../shell/assignments.js';
import { holdsNoDisk } from '../shell/no-disk.js';
import type { Command, ScriptError } from '../shell/reading.js';
import { scriptCommands } from '../shell/script.js';
import { withoutEscapes } from '../shell/unescaped.js';
import { isUnknown, partOf, unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import type { Setting, Settings } from './settings.js';
import { writtenFiles } from './written-files.js';

export interface ScriptVms {
  readonly vms: readonly Settings[];
  readonly error: ScriptError | null;
}

interface Draft {
  readonly at: Settings['at'];
  readonly entries: Map<string, Setting>;
  readonly notes: ConfigNote[];
  /** How many branches, loops and functions are around the call that comes first. */
  readonly depth: number;
}

const programs = /^(.*\/)?(qm|pvesh|qmrestore)$/;

/** `qm create` and `qm set` of a script, put together by VM in the order of the script. */
export function readScript(source: SourceText): ScriptVms {
  const text = withoutEscapes(source.text);
  const { commands: all, error } = scriptCommands(
    text,
    (word) => programs.test(word),
    'as written',
  );
  const commands = all.toSorted((one, other) => one.start - other.start);
  const vms = new Map<string, Draft>();
  const copies = new Map<string, ConfigNote>();
  const made = new Set<string>();
  const branches = new Branches();
  for (const command of commands) {
    const { depth } = branches;
    branches.enter(command);
    const step = laterStep(text, command);
    const later = step === null ? undefined : vms.get(step.vm);
    if (step !== null && later !== undefined && depth <= later.depth) change(later, step);
    const copy = copyOf(source, command);
    if (copy !== null) copies.set(copy.vm, copy.note);
    const call = callOf(text, command);
    if (call === null) continue;
    const known = vms.get(call.vm);
    const draft = known ?? {
      at: positionAt(source, call.word),
      entries: new Map(),
      notes: [],
      depth,
    };
    vms.set(call.vm, draft);
    if (call.isNew) made.add(call.vm);
    apply(draft, call.words, source);
  }
  const written = writtenFiles(source);
  const found = [...vms].map(([vm, { at, entries, notes }]): Settings => {
    const copy = copies.get(vm);
    const isWhole = made.has(vm) && copy === undefined;
    const before = isWhole ? [] : [copy ?? openNote('unreadable', changed, at)];
    const own = [...before, ...written, ...notes];
    return { isFile: false, isWhole, vm, at, entries, pending: [], notes: own };
  });
  return { vms: found, error };
}

/** What a later call makes of a VM beside `set`. */
interface Later {
  readonly vm: string;
  readonly verb: Word;
  /** Drives that it takes away. */
  readonly drives: readonly string[];
}

/** `qm template 100`, `qm unlink 100 --idlist scsi1`, which surely run where the VM is made. */
function laterStep(text: string, { words, isChained }: Command): Later | null {
  const index = words.findIndex(({ text: word }) => /^(.*\/)?qm$/.test(word));
  const isDisk = words[index + 1]?.text === 'disk';
  const [verb, target, ...others] = words.slice(index + (isDisk ? 2 : 1));
  const vm = index === -1 || target === undefined ? undefined : nameOfVm(text, target);
  if (vm === undefined || verb === undefined || isChained) return null;
  if (verb.text === 'template' && !isDisk) return { vm, verb, drives: [] };
  const list = others.findIndex((word) => /^--?idlist(=|$)/.test(word.text));
  const [, inside] = /=(.*)$/.exec(others[list]?.text ?? '') ?? [];
  const drives = (inside ?? others[list + 1]?.text ?? '').split(/[\s,;]+/);
  return verb.text === 'unlink' && list !== -1 ? { vm, verb, drives } : null;
}

function change({ entries }: Draft, { verb, drives }: Later): void {
  for (const drive of drives) entries.delete(drive);
  if (verb.text !== 'template') return;
  entries.set('template', { key: 'template', value: { ...verb, text: '1' } });
}

const changed = 'the VM is there already: what it has, and is not named here, is not known';

/** `qm clone 9000 100`, `qmrestore backup.vma 100`: disks and settings come with what it is made of. */
function copyOf(
  source: SourceText,
  { words }: Command,
): { readonly vm: string; readonly note: ConfigNote } | null {
  const index = words.findIndex(({ text }) => /^(.*\/)?(qm|qmrestore)$/.test(text));
  const program = words[index];
  const isRestore = program !== undefined && /qmrestore$/.test(program.text);
  const target = words[index + (isRestore ? 2 : 3)];
  if (program === undefined || target === undefined) return null;
  if (!isRestore && words[index + 1]?.text !== 'clone') return null;
  const vm = nameOfVm(source.text, target);
  if (vm === undefined) return null;
  const message = `it is ${isRestore ? 'restored' : 'cloned'}: what comes with it, and is not named here, is not known`;
  return { vm, note: openNote('unreadable', message, positionAt(source, program)) };
}

function nameOfVm(text: string, { start, end }: Word): string | undefined {
  return /^["']?(\$\{?\w+\}?|\d+)/.exec(text.slice(start, end))?.[1]?.replace(/[{}]/g, '');
}

interface Call {
  readonly vm: string;
  /** It makes the VM. */
  readonly isNew: boolean;
  readonly word: Word;
  readonly words: readonly Word[];
}

/** `qm create 100 ...`, `qm set 100 ...`, `pvesh set /nodes/N/qemu/100/config ...`. */
function callOf(text: string, { words }: Command): Call | null {
  const index = words.findIndex(({ text: word }) => /^(.*\/)?(qm|pvesh)$/.test(word));
  const program = words[index];
  const verb = words[index + 1]?.text ?? '';
  const target = words[index + 2];
  if (program === undefined || target === undefined || !/^(create|set)$/.test(verb)) return null;
  const rest = words.slice(index + 3);
  const isNew = verb === 'create';
  if (/pvesh$/.test(program.text)) return pveshCall(target, rest, isNew);
  const vm = nameOfVm(text, target);
  return vm === undefined ? null : { vm, isNew, word: program, words: rest };
}

function pveshCall(target: Word, rest: readonly Word[], isCreate: boolean): Call | null {
  const path = /\/qemu(\/([^/]+))?(\/config)?\/?$/.exec(target.text);
  if (path === null) return null;
  const own = rest.findIndex(({ text }) => /^--?vmid$/.test(text));
  const vm = path[2] ?? (own === -1 ? '' : (rest[own + 1]?.text ?? ''));
  // POST to a VM's own config changes it.
  return { vm, isNew: isCreate && path[2] === undefined, word: target, words: rest };
}

function apply({ entries, notes }: Draft, words: readonly Word[], source: SourceText): void {
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
