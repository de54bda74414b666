import type { ConfigNote } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { Branches } from '../shell/assignments.js';
import type { ShellError } from '../shell/reading.js';
import { isUnknown, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { type Call, callOf } from './calls.js';
import { type DocumentOf, scriptOf } from './commands.js';
import { addMissing, Drafts, mayBeGiven } from './drafts.js';
import { MachineIds, type NamedVm, noId } from './machine-ids.js';
import { apply, attachedBy, type Made } from './script-options.js';
import type { Setting, Settings } from './settings.js';
import { writtenFiles } from './written-files.js';

export interface ScriptVms {
  readonly vms: readonly Settings[];
  readonly error: ShellError | null;
}

interface Reading {
  readonly source: SourceText;
  readonly drafts: Drafts;
  readonly ids: MachineIds;
  /** Of every machine of the script. */
  readonly notes: ConfigNote[];
}

/** `qm create` and `qm set` of a script, put together by VM in the order of the script. */
export function readScript(source: SourceText, documentOf: DocumentOf): ScriptVms {
  const { commands, error, notes: untold } = scriptOf(source, documentOf);
  const reading: Reading = {
    source,
    drafts: new Drafts(),
    ids: new MachineIds(),
    notes: [...untold],
  };
  const branches = new Branches();
  for (const command of commands.toSorted((one, other) => one.start - other.start)) {
    const { depth } = branches;
    branches.enter(command);
    reading.ids.learn(command);
    const call = callOf(source, command);
    if (call !== null) carryOut(reading, call, { depth, isChained: command.isChained });
  }
  const { drafts, notes } = reading;
  const [first] = notes;
  if (drafts.size === 0 && first !== undefined) drafts.known(noId, first.at, 0);
  return { vms: drafts.settings([...notes, ...writtenFiles(source)]), error };
}

/** Where a call stands among branches, and whether it surely runs. */
interface CallContext {
  readonly depth: number;
  readonly isChained: boolean;
}

function carryOut(reading: Reading, call: Call, place: CallContext): void {
  const { source, drafts, ids, notes } = reading;
  const at = positionAt(source, call.at);
  if (call.kind === 'unread') {
    notes.push(openNote('unreadable', 'which of its commands `qm` is given is not known', at));
    return;
  }
  const id = call.id === null ? noId : ids.idOf(call.id);
  if (call.kind === 'options') return setOptions(reading, call, id, place);
  if (call.kind === 'copy') return copy(reading, call, id, place);
  if (call.kind === 'import') return imported(reading, call, id, place);
  // What may not run is not done: a disk of a template, or one that is taken away, is not judged.
  const [draft] = drafts.of(id);
  if (draft === undefined || place.isChained || place.depth > draft.depth) return;
  if (call.kind === 'unlink') for (const drive of call.drives) draft.entries.delete(drive);
  else draft.entries.set('template', { key: 'template', value: { ...call.at, text: '1' } });
}

/** PVE/QemuServer/ImportDisk.pm: a drive that is there stays, and what is not attached is `unused0`. */
function imported(
  { source, drafts }: Reading,
  { drive, storage, at }: Extract<Call, { kind: 'import' }>,
  id: NamedVm,
  { depth }: CallContext,
): void {
  if (drive === null) {
    for (const draft of drafts.of(id)) draft.loose.push(storage);
    return;
  }
  drafts.known(id, positionAt(source, at), depth);
  const options = importedDrive(source, drive, storage);
  for (const draft of drafts.of(id)) addMissing(draft, [options]);
}

function setOptions(
  { source, drafts }: Reading,
  { isNew, words, at: word }: Extract<Call, { kind: 'options' }>,
  id: NamedVm,
  { depth, isChained }: CallContext,
): void {
  const at = positionAt(source, word);
  if (!isNew) for (const draft of drafts.of(id)) draft.loose.splice(0, attachedBy(words));
  if (isNew) {
    const draft = drafts.begun(id, at, depth);
    draft.origin = null;
    return apply(draft, words, source);
  }
  const draft = drafts.known(id, at, depth);
  const [, ...others] = drafts.of(id);
  const mayRun = isChained || depth > draft.depth;
  if (!mayRun) apply(draft, words, source);
  const possible = mayRun ? [draft, ...others] : others;
  if (possible.length === 0) return;
  const made: Made = { entries: new Map(), notes: [] };
  apply(made, words, source);
  for (const each of possible) mayBeGiven(each, made, at);
}

/** Settings of a machine, and machines, up to which clones are read; Proxmox VE has some 200 keys. */
const settingsMax = 250;
const clonesMax = 1000;

/** `qm clone 9000 100`, `qmrestore backup.vma 100`: disks and settings come with what it is made of. */
function copy(
  { source, drafts, ids }: Reading,
  { of, done, at: word }: Extract<Call, { kind: 'copy' }>,
  id: NamedVm,
  { depth }: CallContext,
): void {
  const at = positionAt(source, word);
  const [original] = of === null ? [] : drafts.of(ids.idOf(of));
  // What is restored over a machine is that one.
  const draft = of === null ? drafts.known(id, at, depth) : drafts.begun(id, at, depth);
  const isKnown = original !== undefined && original.entries.size <= settingsMax;
  if (!isKnown || drafts.size > clonesMax) {
    const message = `it is ${done}: what comes with it, and is not named here, is not known`;
    draft.origin = openNote('unreadable', message, at);
    return;
  }
  const isOwn = ({ key }: Setting): boolean => key === 'template' || key === 'name';
  addMissing(
    draft,
    [...original.entries.values()].filter((setting) => !isOwn(setting)),
  );
  draft.notes.push(...original.notes);
  draft.origin = original.origin;
}

/** An image that becomes a drive: PVE/QemuServer/ImportDisk.pm sets nothing but its volume. */
function importedDrive(source: SourceText, drive: Word, storage: Word): Setting {
  const span = { start: storage.start, end: storage.end };
  const file = { key: 'file', value: `${storage.text}:0`, span, source };
  const options = { list: [file], span, source, opaque: null, error: '' };
  const key = isUnknown(drive.text) ? writtenName(source, drive) : drive.text;
  return { key, value: storage, options };
}

const writtenName = ({ text }: SourceText, { start, end }: Word): string =>
  text.slice(start, end).replaceAll(/["']/g, '');
