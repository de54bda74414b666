import type { SaidOfGuest } from '../../model/disk-source.js';
import type { ConfigNote, SkippedDrive, VmDefinition, VmDisk } from '../../model/vm-disk.js';
import { finishDisk, note, openNote, plainDraft } from '../draft.js';
import { byDefault } from '../fact.js';
import { guestNamed } from '../guest-names.js';
import { type AliasedDisk, changedDisks, globalChanges, withoutSets } from '../passthrough.js';
import { collect } from '../qemu/collect.js';
import { newSetup, type Setup } from '../qemu/setup.js';
import { vmOf } from '../qemu/vm.js';
import type { ReadContext } from '../reader.js';
import { readCommands } from '../shell/commands.js';
import { noVariables } from '../shell/reading.js';
import { isUnknown, type Word } from '../shell/word.js';
import { positionAt, type SourceText } from '../text.js';
import { isDriveKey, overlaid, readDrive } from './drive.js';
import type { Surroundings } from './drive-reading.js';
import { machineOf, type ProxmoxMachine, scsiModel } from './machine.js';
import { type Setting, type Settings, settingText } from './settings.js';
import { readStorages } from './storage.js';

/** A VM of Proxmox VE. */
export function proxmoxVm(
  source: SourceText,
  settings: Settings,
  context: ReadContext,
): VmDefinition {
  const machine = machineOf(source, settings, context.qemuVersion);
  const around: Surroundings = { source, machine, storages: readStorages(context.storages) };
  const disks: AliasedDisk[] = [];
  const skipped: SkippedDrive[] = [];
  for (const setting of inOrder(settings)) {
    const drive = readDrive(setting, around);
    if ('skipped' in drive) skipped.push(drive.skipped);
    else disks.push({ disk: drive.disk, alias: setting.key });
  }
  disks.push(...temporaryVariables(settings, around));
  const passed = applyArguments(settings, around, disks, context);
  const guest = guestOf(source, settings);
  return {
    name: nameOf(settings),
    ...(guest === undefined ? {} : { guest }),
    at: settings.at,
    machineType: machine.machineType,
    disks: [...passed.disks.map(finishDisk), ...passed.added],
    skipped: [...skipped, ...passed.skipped],
    notes: [
      ...settings.notes,
      ...strangeKeys(source, settings),
      ...passed.notes,
      ...pendingNotes(source, settings),
    ],
  };
}

/** `other`, and what only a script knows, say nothing. */
function guestOf(source: SourceText, { entries }: Settings): SaidOfGuest | undefined {
  const given = entries.get('ostype');
  return given === undefined
    ? undefined
    : guestNamed(given.value.text, positionAt(source, given.value));
}

/** A name that only the script knows names nothing; the number does. */
function nameOf(settings: Settings): string {
  const names = [settingText(settings, 'name'), settings.vm];
  return names.find((name) => name !== '' && !isUnknown(name)) ?? '';
}

function inOrder({ entries }: Settings): readonly Setting[] {
  return [...entries.values()].filter(
    ({ key, options }) => isDriveKey(key) || options !== undefined,
  );
}

/** Numbers that Proxmox VE has no drive for. */
function strangeKeys(source: SourceText, { entries }: Settings): readonly ConfigNote[] {
  return [...entries.values()]
    .filter(({ key }) => /^(ide|sata|scsi|virtio|efidisk|tpmstate)\d+$/.test(key))
    .filter(({ key }) => !isDriveKey(key))
    .map(({ key, value }) => {
      const message = `Proxmox VE has no ${key}: there is no such disk`;
      return note('no-effect', message, positionAt(source, value));
    });
}

/** OVMF without an EFI disk keeps its variables in a file of /tmp, later of /run. */
function temporaryVariables(
  { entries }: Settings,
  { source, machine }: Surroundings,
): readonly AliasedDisk[] {
  const bios = entries.get('bios');
  if (bios?.value.text !== 'ovmf' || entries.has('efidisk0') || machine.isConfidential) return [];
  const at = positionAt(source, bios.value);
  const ofBlockdev: Partial<VmDisk> = {
    aio: byDefault('io_uring', 'Proxmox VE', at),
    detectZeroes: byDefault('on', 'Proxmox VE', at),
  };
  const disk: VmDisk = {
    ...plainDraft('efidisk0', at, 'no-settings'),
    ...(machine.usesBlockdev ? ofBlockdev : {}),
    frontend: byDefault('pflash', 'Proxmox VE without an EFI disk', at),
    device: 'cfi.pflash01',
    format: byDefault('raw', 'Proxmox VE', at),
    disposable: 'there is no EFI disk: the variables are in a temporary file',
  };
  return [{ disk, alias: 'efidisk0' }];
}

interface Passed {
  readonly disks: readonly VmDisk[];
  readonly added: readonly VmDisk[];
  readonly skipped: readonly SkippedDrive[];
  readonly notes: readonly ConfigNote[];
}

/** `args:` is put behind QEMU's command line as it is. */
function applyArguments(
  settings: Settings,
  { source, machine }: Pick<Surroundings, 'source' | 'machine'>,
  disks: readonly AliasedDisk[],
  context: ReadContext,
): Passed {
  const given = settings.entries.get('args');
  if (given === undefined) {
    return { disks: disks.map(({ disk }) => disk), added: [], skipped: [], notes: [] };
  }
  const at = positionAt(source, given.value);
  const { words, error } = wordsOf(source, given.value);
  const drives = machine.usesBlockdev ? null : 'drive-';
  const { rest, changes } = withoutSets(source, words, disks, drives);
  const setup = newSetup(`qemu-system-${machine.arch}`, at);
  addMachine(setup, source, given.value, machine);
  collect(setup, source, rest, context);
  const all = [...changes, ...globalChanges(setup, disks, () => machine.usesBlockdev)];
  const own = vmOf(setup, context.qemuVersion);
  const { snapshot } = setup;
  const isDropped = snapshot !== null && !machine.usesBlockdev;
  const dropped = '-snapshot: everything is dropped when the VM stops';
  return {
    disks: changedDisks(disks, all).map(({ disk }) =>
      isDropped ? overlaid(disk, snapshot, dropped) : disk,
    ),
    added: own.disks,
    skipped: own.skipped,
    notes: error === '' ? own.notes : [...own.notes, openNote('unreadable', error, at)],
  };
}

interface ArgumentWords {
  readonly words: readonly Word[];
  /** Why they are not all; '' where they are. */
  readonly error: string;
}

function wordsOf(source: SourceText, value: Word): ArgumentWords {
  const dialect = { operators: false, specifiers: false, variables: noVariables };
  const { start, end, text } = value;
  const isPlain = source.text.slice(start, end) === text;
  const script = isPlain
    ? readCommands(source.text, dialect, start, end)
    : readCommands(text, dialect);
  const words = script.commands.flatMap((command) => command.words);
  return {
    // Escapes stand in between, or nobody knows the value: all its words are where it is.
    words: isPlain ? words : words.map((word) => ({ text: word.text, pieces: [], start, end })),
    error: script.error === null ? '' : `args are read up to a mistake: ${script.error.message}`,
  };
}

/** What a device of the user's own may be plugged into. */
function addMachine(
  setup: Setup,
  source: SourceText,
  { start }: Word,
  { type, scsi }: ProxmoxMachine,
): void {
  const span = { start, end: start };
  const options = (...pairs: readonly (readonly [string, string])[]) => ({
    list: pairs.map(([key, value]) => ({ key, value, span, source })),
    span,
    source,
    opaque: null,
    error: '',
  });
  if (type !== '') setup.machine.push(options(['type', type]));
  const model = scsi.known ? scsiModel(scsi.value) : '';
  if (model !== '') setup.devices.push(options(['driver', model], ['id', 'scsihw0']));
  setup.devices.push(options(['driver', 'ahci'], ['id', 'ahci0']));
}

/** A change that waits is not judged; it is said. */
function pendingNotes(source: SourceText, { pending }: Settings): readonly ConfigNote[] {
  return pending
    .filter(({ key }) => isDriveKey(key) || key === 'scsihw' || key === 'args')
    .map(({ key, value }) => {
      const text = isUnknown(value.text) ? source.text.slice(value.start, value.end) : value.text;
      const message = `at the next start: ${key}: ${text}`;
      return note('next-start', message, positionAt(source, value));
    });
}
