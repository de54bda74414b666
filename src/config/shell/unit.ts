import { readOneCommand } from './commands.js';
import type { FoundCalls, ProgramFinder } from './finder.js';
import { innerCommands } from './inner.js';
import { type Dialect, noVariables, type ScriptError } from './reading.js';

const systemd: Dialect = { operators: false, specifiers: true, variables: noVariables };

const execStart = /^\s*ExecStart\w*=[-@:+!|]*[ \t]*/gm;
/** A section, or a setting as systemd spells them: variables of a shell have capitals, or none. */
const head = /^(?!\s*([#;]|$)).*$/m;
const unitHead = /^\s*(\[[\w-]+\]|[A-Z][a-z]\w*=)/;

/** A unit of systemd, and not a text that has one in it. */
export function isUnit(text: string): boolean {
  return /^\s*ExecStart\w*=/m.test(text) && unitHead.test(head.exec(text)?.[0] ?? '');
}

/** systemd leaves comments out before it puts lines together; man systemd.syntax. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /(\\\r?\n)((?:[ \t]*[#;][^\n]*(?:\n|$))+)/g,
    (_, end: string, comments: string) => end + ' '.repeat(comments.length),
  );
}

/** Commands that units of a text start, and those that a shell starts for them. */
export function unitCalls<Call>(
  whole: string,
  { callOf, isScriptWord }: ProgramFinder<Call>,
): FoundCalls<Call> {
  const text = withoutComments(whole);
  const calls: Call[] = [];
  let error: ScriptError | null = null;
  for (const match of text.matchAll(execStart)) {
    const script = readOneCommand(text, systemd, match.index + match[0].length);
    const inner = innerCommands(text, script.commands, isScriptWord);
    const found = [...script.commands, ...inner].map(callOf).filter((call) => call !== null);
    calls.push(...found);
    if (found.length > 0) error ??= script.error;
  }
  return { calls, error };
}
