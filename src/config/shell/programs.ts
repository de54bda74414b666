import { listedCommands } from './argv.js';
import { readCommands, readOneCommand } from './commands.js';
import { writtenScripts } from './heredoc.js';
import { innerCommands } from './inner.js';
import { isMakefile, readMakefile } from './make.js';
import {
  type Command,
  type Dialect,
  noVariables,
  type Script,
  type ScriptError,
  shell,
} from './reading.js';
import { withoutTemplate } from './template.js';
import { scriptVariables } from './variables.js';
import { readWindowsScript } from './windows.js';
import { plainWord, type Word } from './word.js';

/** How calls of a program are told from all other commands of a text. */
export interface ProgramFinder<Call> {
  /** The part of a command that is the program's; null where it starts something else. */
  readonly callOf: (command: Command) => Call | null;
  /** Where a call ends, so that its continuations are not looked at again. */
  readonly endOf: (call: Call) => number;
  /** In a page of prose: what stands before a call in its line. */
  readonly lineStart: RegExp;
  /** The first word of a text that is a script although it does not say so. */
  readonly isScriptWord: (word: string) => boolean;
}

export interface FoundCalls<Call> {
  readonly calls: readonly Call[];
  readonly error: ScriptError | null;
}

/** Calls in `/proc/PID/cmdline`, in a unit of systemd, in a script, or in a page with commands in it. */
export function findCalls<Call>(
  whole: string,
  finder: ProgramFinder<Call>,
  file = '',
): FoundCalls<Call> {
  if (whole.includes('\0')) return fromProcess(whole, finder);
  const text = withoutTemplate(whole);
  if (/^\s*ExecStart\w*=/m.test(text)) {
    return collect(text, execStart(0), systemd, finder);
  }
  const windows = readWindowsScript(text, file);
  if (windows !== null) return callsOf(windows, finder);
  if (isMakefile(text)) return withInner(text, readMakefile(text), finder);
  if (isScript(text, file, finder)) return fromScript(text, finder);
  const found = collect(text, finder.lineStart, shell, finder);
  const listed = callsOf({ commands: listedCommands(text), error: null }, finder);
  return { ...found, calls: [...found.calls, ...listed.calls] };
}

/** The words as the process got them. */
function fromProcess<Call>(text: string, { callOf }: ProgramFinder<Call>): FoundCalls<Call> {
  const words: Word[] = [];
  let start = 0;
  for (const part of text.replace(/\0[\r\n]*$/, '').split('\0')) {
    words.push(plainWord(part, start));
    start += part.length + 1;
  }
  const call = callOf({ words, start: 0, isChained: false });
  return { calls: call === null ? [] : [call], error: null };
}

const systemd: Dialect = { operators: false, specifiers: true, variables: noVariables };

function collect<Call>(
  text: string,
  line: RegExp,
  dialect: Dialect,
  { callOf, endOf }: ProgramFinder<Call>,
): FoundCalls<Call> {
  const calls: Call[] = [];
  let error: ScriptError | null = null;
  let last = 0;
  for (const match of text.matchAll(line)) {
    const from = match.index + match[0].length;
    if (from < last) continue;
    const script = readOneCommand(text, dialect, from);
    const call = script.commands[0] === undefined ? null : callOf(script.commands[0]);
    if (call === null) continue;
    // A sentence that names the program has apostrophes that close nothing.
    error ??= script.error;
    calls.push(call);
    last = Math.max(from, endOf(call));
  }
  return { calls, error: calls.length > 1 ? null : error };
}

/** Anything that begins as a script does; a page of prose has quotes that close nothing. */
function isScript<Call>(
  text: string,
  file: string,
  { isScriptWord }: ProgramFinder<Call>,
): boolean {
  if (text.startsWith('#!') || /\.(sh|bash|zsh|ksh)$/i.test(file)) return true;
  const first = /^(?!\s*(#|$)).*$/m.exec(text)?.[0] ?? '';
  const word = (first.trim().split(/\s/)[0] ?? '').replace(/^["']|["']$/g, '');
  return /^([A-Za-z_]\w*\+?=|-|set$|export$|exec$|sudo$|\$)/.test(word) || isScriptWord(word);
}

function fromScript<Call>(text: string, finder: ProgramFinder<Call>): FoundCalls<Call> {
  const own = readCommands(text, { ...shell, variables: scriptVariables(text) });
  const { calls, error } = withInner(text, own, finder);
  // A script that the script writes is one of its own.
  const written = writtenScripts(text).flatMap(({ from, to }) => {
    const script = readCommands(text, { ...shell, variables: noVariables }, from, to);
    const found = withInner(text, script, finder).calls;
    if (!/^\s*ExecStart/m.test(text.slice(from, to))) return found;
    return collect(text.slice(0, to), execStart(from), systemd, finder).calls;
  });
  return { calls: [...calls, ...written], error };
}

function withInner<Call>(text: string, script: Script, finder: ProgramFinder<Call>) {
  const inner = innerCommands(text, script.commands, finder.isScriptWord);
  return callsOf({ ...script, commands: [...script.commands, ...inner] }, finder);
}

/** From a place on. */
function execStart(from: number): RegExp {
  const pattern = /^\s*ExecStart\w*=[-@:+!|]*[ \t]*/gm;
  pattern.lastIndex = from;
  return pattern;
}

function callsOf<Call>(
  { commands, error }: Script,
  { callOf }: ProgramFinder<Call>,
): FoundCalls<Call> {
  return { calls: commands.map(callOf).filter((call) => call !== null), error };
}
