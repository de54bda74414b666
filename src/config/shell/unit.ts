import { readOneCommand } from './commands.js';
import type { FoundCalls, ProgramFinder } from './finder.js';
import { innerCommands } from './inner.js';
import { type Dialect, noVariables, type ShellError, type Variables } from './reading.js';
import { isUnknown, partOf, type Word } from './word.js';

const systemd: Dialect = { operators: false, specifiers: true, variables: noVariables };

const execStart = /^[ \t]*(ExecStart\w*)[ \t]*=[ \t]*([-@:+!|]*)[ \t]*/gm;
/** A section, or a setting as systemd spells them: variables of a shell have capitals, or none. */
const head = /^(?!\s*([#;]|$)).*$/m;
const unitHead = /^\s*(\[[\w-]+\]|[A-Z][a-z]\w*[ \t]*=)/;

/** A unit of systemd, and not a text that has one in it. */
export function isUnit(text: string): boolean {
  return /^[ \t]*ExecStart\w*[ \t]*=/m.test(text) && unitHead.test(head.exec(text)?.[0] ?? '');
}

/** systemd leaves comments out before it puts lines together; man systemd.syntax. */
function withoutComments(text: string): string {
  return text.replaceAll(
    /(\\\r?\n)((?:[ \t]*[#;][^\n]*(?:\n|$))+)/g,
    (_, end: string, comments: string) => end + ' '.repeat(comments.length),
  );
}

const environment = /^[ \t]*Environment[ \t]*=[ \t]*(?:(?=\S)|(\s|$))/gm;
/** What takes the place of `Environment=`, or may be of another unit. */
const otherwise =
  /^[ \t]*(EnvironmentFile|UnsetEnvironment)[ \t]*=|^[ \t]*\[Service\](?=[\s\S]*^[ \t]*\[Service\])/m;

/** What a unit says of its environment: man systemd.exec. A later line holds, an empty one forgets all. */
function environmentOf(text: string): Variables {
  if (otherwise.test(text)) return noVariables;
  const known = new Map<string, Word>();
  for (const match of text.matchAll(environment)) {
    if (match[1] !== undefined) {
      known.clear();
      continue;
    }
    const { commands } = readOneCommand(text, systemd, match.index + match[0].length);
    const words = commands.flatMap((command) => command.words);
    if (words.some(({ text: each }) => isUnknown(each.split('=', 1)[0] ?? ''))) return noVariables;
    for (const word of words) {
      const name = /^[A-Za-z_]\w*(?==)/.exec(word.text)?.[0] ?? '';
      const value = partOf(word, name.length + 1);
      if (name === '' || isUnknown(value.text)) known.delete(name);
      else known.set(name, value);
    }
  }
  return { ...noVariables, scalar: (name) => known.get(name) };
}

/** Commands that units of a text start, and those that a shell starts for them. */
export function unitCalls<Call>(
  whole: string,
  { callOf, isScriptWord }: ProgramFinder<Call>,
): FoundCalls<Call> {
  const text = withoutComments(whole);
  let calls: { readonly setting: string; readonly call: Call }[] = [];
  let error: ShellError | null = null;
  // In a text that has a unit in it, another shell may come first to the variables.
  const variables = isUnit(text) ? environmentOf(text) : noVariables;
  for (const match of text.matchAll(execStart)) {
    const setting = match[1] ?? '';
    if (isEmpty(text, match)) {
      // An empty one forgets those before it: man systemd.service.
      if (isUnit(text)) calls = calls.filter((each) => each.setting !== setting);
      continue;
    }
    const own = match[2]?.includes(':') ? noVariables : variables;
    const dialect = { ...systemd, variables: own };
    const script = readOneCommand(text, dialect, match.index + match[0].length);
    const inner = innerCommands(text, script.commands, isScriptWord);
    const found = [...script.commands, ...inner].map(callOf).filter((call) => call !== null);
    calls.push(...found.map((call) => ({ setting, call })));
    if (found.length > 0) error ??= script.error;
  }
  return { calls: calls.map(({ call }) => call), error };
}

function isEmpty(text: string, { index, 0: { length } }: RegExpExecArray): boolean {
  return /^\r?(\n|$)/.test(text.slice(index + length, index + length + 2));
}
