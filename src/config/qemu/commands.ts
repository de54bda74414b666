import { readCommands, readOneCommand } from '../shell/commands.js';
import {
  type Command,
  type Dialect,
  noVariables,
  type ScriptError,
  shell,
} from '../shell/reading.js';
import { scriptVariables } from '../shell/variables.js';
import { isUnknown, plainWord, type Word } from '../shell/word.js';

/** One start of QEMU: its program, and the words after it. */
export interface QemuCommand {
  /** '' where the program is a variable's value. */
  readonly binary: string;
  readonly at: Word;
  readonly words: readonly Word[];
}

export interface FoundCommands {
  readonly commands: readonly QemuCommand[];
  readonly error: ScriptError | null;
}

const program = /(^|\/)(qemu-system-[\w-]+|qemu-kvm|kvm|qemu)(\.exe)?$/;
const surely = /(^|\/)qemu-system-/;
const typical = /^--?(drive|blockdev|device|hd[abcd]|cdrom|m|machine|M|readconfig|pflash)$/;
const ofDisks = /^--?(drive|blockdev|device|hd[abcd]|readconfig)$/;

export function findQemuCommands(text: string): FoundCommands {
  if (text.includes('\0')) return fromProcess(text);
  if (/^\s*ExecStart\w*=/m.test(text)) return fromUnit(text);
  return isScript(text) ? fromScript(text) : fromProse(text);
}

/** `/proc/PID/cmdline`: the words as the process got them. */
function fromProcess(text: string): FoundCommands {
  const words: Word[] = [];
  let start = 0;
  for (const part of text.replace(/\0[\r\n]*$/, '').split('\0')) {
    words.push(plainWord(part, start));
    start += part.length + 1;
  }
  const command = qemuOf({ words, start: 0, isChained: false });
  return { commands: command === null ? [] : [command], error: null };
}

const systemd: Dialect = { operators: false, specifiers: true, variables: noVariables };

function fromUnit(text: string): FoundCommands {
  return collect(text, /^\s*ExecStart\w*=[-@:+!|]*[ \t]*/gm, systemd);
}

/** A page with commands in it: each line that starts QEMU, and its continuations. */
function fromProse(text: string): FoundCommands {
  const line = /^[\s>$#%*`]*(?=(sudo\s+|env\s+)?[\w./~${}-]*(qemu-system-\w+|qemu-kvm|kvm)\s)/gm;
  return collect(text, line, shell);
}

function collect(text: string, line: RegExp, dialect: Dialect): FoundCommands {
  const commands: QemuCommand[] = [];
  let error: ScriptError | null = null;
  let last = 0;
  for (const match of text.matchAll(line)) {
    const from = match.index + match[0].length;
    if (from < last) continue;
    const script = readOneCommand(text, dialect, from);
    error ??= script.error;
    const command = script.commands[0] === undefined ? null : qemuOf(script.commands[0]);
    if (command === null) continue;
    commands.push(command);
    last = command.words.at(-1)?.end ?? from;
  }
  return { commands, error: commands.length > 0 ? null : error };
}

/** Anything that begins as a script does; a page of prose has quotes that close nothing. */
function isScript(text: string): boolean {
  if (text.startsWith('#!')) return true;
  const first = /^(?!\s*(#|$)).*$/m.exec(text)?.[0] ?? '';
  const word = (first.trim().split(/\s/)[0] ?? '').replace(/^["']|["']$/g, '');
  return /^([A-Za-z_]\w*\+?=|-|set$|export$|exec$|sudo$|\$)/.test(word) || program.test(word);
}

function fromScript(text: string): FoundCommands {
  const { commands, error } = readCommands(text, { ...shell, variables: scriptVariables(text) });
  return { commands: commands.map(qemuOf).filter((command) => command !== null), error };
}

/** The part of a command that is QEMU's; null where it starts something else. */
function qemuOf({ words }: Command): QemuCommand | null {
  const index = words.findIndex(({ text }) => program.test(text));
  const word = words[index];
  const after = words.slice(index + 1);
  if (
    word !== undefined &&
    (surely.test(word.text) || after.some(({ text }) => typical.test(text)))
  ) {
    return { binary: word.text, at: word, words: after };
  }
  const [first] = words;
  if (first === undefined || !words.some(({ text }) => ofDisks.test(text))) return null;
  if (first.text.startsWith('-')) return { binary: 'qemu-system-x86_64', at: first, words };
  const unknown = words.findIndex(({ text }) => isUnknown(text));
  const option = words.findIndex(({ text }) => text.startsWith('-'));
  if (unknown === -1 || unknown > option) return null;
  return { binary: '', at: first, words: words.slice(unknown + 1) };
}
