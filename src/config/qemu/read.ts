import type { VmDefinition } from '../../model/vm-disk.js';
import { openNote } from '../draft.js';
import { foreign, type ReadContext, type ReadResult } from '../reader.js';
import { brokenRest } from '../shell/broken.js';
import { diagnosticAt, positionAt, type SourceText } from '../text.js';
import { readMachines } from '../vm-file.js';
import { onlyTells } from './arguments.js';
import { keepsDisks } from './branch-options.js';
import { addGroup, addIniGlobal, collect } from './collect.js';
import { findQemuCommands, type QemuCommand } from './commands.js';
import { foreignStarts } from './foreign-starts.js';
import { readIni } from './readconfig.js';
import { newSetup, type Setup } from './setup.js';
import { unreadStarts } from './unread-starts.js';
import { vmOf } from './vm.js';

/** QEMU command lines: a script, a page with commands, a unit of systemd, `/proc/PID/cmdline`. */
export function readQemu(source: SourceText, context: ReadContext): ReadResult {
  if (isIni(source.text)) return readIniFile(source, context);
  const { calls, error } = findQemuCommands(source);
  const commands = calls.filter(({ words }) => !onlyTells(source, words));
  const end = calls.at(-1)?.words.at(-1)?.end ?? -1;
  const rest = error === null ? null : brokenRest(source, error, end, /qemu|kvm/i);
  if (error !== null && rest === null)
    return { diagnostics: [diagnosticAt(source, error, error.message)] };
  if (commands.length === 0) return foreign(source, noCommand);
  const unread = [...unreadStarts(source, calls), ...foreignStarts(source)];
  return readMachines(source, context, {
    format: 'qemu',
    machines: commands,
    read: (command) => {
      const own = definitionOf(source, command, context);
      const isFirst = command === commands[0];
      const definition = isFirst ? { ...own, notes: [...own.notes, ...unread] } : own;
      if (rest === null || command !== commands.at(-1)) return definition;
      return { ...definition, notes: [...definition.notes, rest] };
    },
  });
}

const noCommand = 'no QEMU command line with disks is found here';

const mayGrow = 'arguments that the script gathers: what else a start is given is not known here';

function definitionOf(
  source: SourceText,
  { binary, at, words, isGathered }: QemuCommand,
  context: ReadContext,
): VmDefinition {
  const read = (takes: Setup['takes']) => {
    const setup = newSetup(binary, positionAt(source, at), takes);
    if (isGathered) setup.notes.push(openNote('unreadable', mayGrow, setup.at));
    collect(setup, source, words, context);
    return vmOf(setup, context.qemuVersion);
  };
  if (!words.some(({ perhaps }) => perhaps !== undefined)) return read('nothing');
  const all = read('all');
  return keepsDisks(read('none'), all) ? all : read('nothing');
}

export function isIni(text: string): boolean {
  const first = /^(?![ \t\r]*(#|$)).*$/m.exec(text)?.[0] ?? '';
  return /^\s*\[(drive|device|machine|blockdev|chardev|global|object|netdev|memory|boot-opts|smp-opts|accel|name|rtc|mon|global|fsdev|spice|nic)(\s+"[^"]*")?\s*\]\s*$/.test(
    first,
  );
}

/** A file of `-readconfig` by itself: whose machine it is, the command line would say. */
function readIniFile(source: SourceText, context: ReadContext): ReadResult {
  const { sections, errors } = readIni(source);
  if (errors.length > 0) {
    const diagnostics = errors.map((error) => diagnosticAt(source, error, error.message));
    return { diagnostics };
  }
  const setup = newSetup('qemu-system-x86_64', positionAt(source, { start: 0, end: 1 }));
  for (const { group, options } of sections) {
    if (group === 'global') addIniGlobal(setup, options);
    else addGroup(setup, group, options);
  }
  return readMachines(source, context, {
    format: 'qemu',
    machines: [setup],
    read: (only) => vmOf(only, context.qemuVersion),
  });
}
