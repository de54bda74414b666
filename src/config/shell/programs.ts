import { listedCommands, quotedTexts } from './argv.js';
import { hiddenCommands } from './assigned.js';
import { readOneCommand } from './commands.js';
import { withArguments } from './container.js';
import { withoutEchoes } from './echoes.js';
import type { FoundCalls, ProgramFinder } from './finder.js';
import { innerCommands, within } from './inner.js';
import { isMakefile, readMakefile } from './make.js';
import { type ShellError, type ShellScript, shell } from './reading.js';
import { scriptCommands } from './script.js';
import { startedVariables } from './started-variables.js';
import { withoutTemplate } from './template.js';
import { withoutEscapes } from './unescaped.js';
import { isUnit, unitCalls } from './unit.js';
import { readWindowsScript } from './windows.js';
import { plainWord, type Word } from './word.js';

/** Calls in `/proc/PID/cmdline`, in a unit of systemd, in a script, or in a page with commands in it. */
export function findCalls<Call>(
  whole: string,
  finder: ProgramFinder<Call>,
  file = '',
): FoundCalls<Call> {
  if (whole.includes('\0')) return fromProcess(whole, finder);
  const filled = withoutTemplate(whole);
  if (isUnit(filled)) return unitCalls(filled, finder);
  const windows = readWindowsScript(filled, file);
  if (windows !== null) return callsOf(windows, finder);
  const text = withoutEscapes(filled);
  if (isMakefile(text)) return withInner(text, readMakefile(text), finder);
  if (isScript(text, file, finder)) return fromScript(text, finder);
  return fromPage(text, finder);
}

/** Lines that begin as commands do, lists, and units that are quoted. */
function fromPage<Call>(text: string, finder: ProgramFinder<Call>): FoundCalls<Call> {
  const units = unitCalls(text, finder);
  const ends = new Set(units.calls.map(finder.endOf));
  const found = collect(text, finder);
  const lines = found.calls.filter((call) => !ends.has(finder.endOf(call)));
  const commands = [
    ...listedCommands(text).map((command) => withArguments(text, command)),
    ...quotedTexts(text).flatMap((word) => within(text, word)),
  ];
  const listed = callsOf({ commands, error: null }, finder);
  return { ...found, calls: [...lines, ...listed.calls, ...units.calls] };
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

function collect<Call>(
  text: string,
  { callOf, endOf, lineStart }: ProgramFinder<Call>,
): FoundCalls<Call> {
  const calls: Call[] = [];
  let error: ShellError | null = null;
  let last = 0;
  for (const match of text.matchAll(lineStart)) {
    const from = match.index + match[0].length;
    if (from < last) continue;
    const script = readOneCommand(text, { ...shell, isPage: true }, from);
    const [command] = script.commands;
    const call = command === undefined ? null : callOf(withArguments(text, command));
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
  const first = /^(?![ \t\r]*(#|$)).*$/m.exec(text)?.[0] ?? '';
  const word = (first.trim().split(/\s/)[0] ?? '').replace(/^["']|["']$/g, '');
  return (
    /^([A-Za-z_]\w*\+?=|-{1,2}[A-Za-z]|set$|export$|exec$|sudo$|\$)/.test(word) ||
    isScriptWord(word)
  );
}

function fromScript<Call>(text: string, finder: ProgramFinder<Call>): FoundCalls<Call> {
  const { isScriptWord: isProgram, callOf } = finder;
  const { commands, error } = scriptCommands(text, isProgram, 'as called');
  const all = commands.filter((command) => callOf(command) !== null);
  const read = withoutEchoes(all, isProgram);
  const { calls } = callsOf({ commands: read, error }, finder);
  const units = unitCalls(text, finder).calls;
  const isAlone = calls.length === 0 && units.length === 0;
  const hidden = hiddenCommands(text, commands, isProgram, isAlone);
  const started = startedVariables(text, commands, isProgram, [...read, ...hidden]);
  const others = callsOf({ commands: [...hidden, ...started], error }, finder);
  return { calls: [...calls, ...units, ...others.calls], error };
}

function withInner<Call>(text: string, script: ShellScript, finder: ProgramFinder<Call>) {
  const inner = innerCommands(text, script.commands, finder.isScriptWord);
  return callsOf({ ...script, commands: [...script.commands, ...inner] }, finder);
}

function callsOf<Call>(
  { commands, error }: ShellScript,
  { callOf }: ProgramFinder<Call>,
): FoundCalls<Call> {
  return { calls: commands.map(callOf).filter((call) => call !== null), error };
}
