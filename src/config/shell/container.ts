import { listAt } from './argv.js';
import { readOneCommand } from './commands.js';
import { type Command, shell } from './reading.js';
import { unknownWord, type Word } from './word.js';

/** Where a container's program stands, and where its arguments: Dockerfile, Compose, Kubernetes. */
const partners: ReadonlyMap<string, string> = new Map([
  ['ENTRYPOINT', 'CMD'],
  ['entrypoint', 'command'],
  ['command', 'args'],
]);

const keyBefore =
  /(^|[\n{,])([ \t-]*)["']?(ENTRYPOINT|entrypoint|command)["']?:?[ \t]*(?:\[\s*|\n(?:[ \t]*(?:#[^\n]*)?\n)*[ \t]*-[ \t]+)?["']?$/;

/** Beyond this nobody wrote the container. */
const beforeMax = 1000;
const besideMax = 4000;

/** Where a key stands in its mapping, and which it is looked for beside. */
interface KeyPosition {
  readonly indent: number;
  readonly own: string;
  readonly partner: string;
}

/** A command with what stands beside it as its arguments; what cannot be read there is one unknown word. */
export function withArguments(text: string, command: Command): Command {
  const { start } = command;
  const match = keyBefore.exec(text.slice(Math.max(0, start - beforeMax), start));
  const own = match?.[3] ?? '';
  const partner = partners.get(own);
  if (match === null || partner === undefined) return command;
  const lineStart = text.lastIndexOf('\n', start - 1 - (match[0].length - (match[1] ?? '').length));
  const isInLine = /[{,]/.test(match[1] ?? '');
  const at = isInLine
    ? inLine(text, start, partner)
    : besideLine(text, lineStart + 1, { indent: match[2]?.length ?? 0, own, partner });
  if (at === -1) return command;
  return { ...command, words: [...command.words, ...valueAt(text, at)] };
}

function inLine(text: string, start: number, partner: string): number {
  const line = text.slice(start, start + besideMax).split('\n', 1)[0] ?? '';
  const match = new RegExp(`[,\\]}"'\\s]["']?${partner}["']?:[ \\t]*`).exec(line);
  return match === null ? -1 : start + match.index + match[0].length;
}

/** In the same mapping: lines of the same indentation, up to one that is less indented. */
function besideLine(
  text: string,
  lineStart: number,
  { indent, own, partner }: KeyPosition,
): number {
  const key = new RegExp(`^["']?(?:(${own})|${partner})["']?(?::[ \\t]*|[ \\t]+(?=\\[))`);
  for (const isForward of [true, false]) {
    let at = lineStart;
    while (Math.abs(at - lineStart) < besideMax) {
      // An item's first key has nothing of it before.
      if (!isForward && /^[ \t]*-/.test(text.slice(at, at + indent))) break;
      const next = isForward ? text.indexOf('\n', at) + 1 : text.lastIndexOf('\n', at - 2) + 1;
      if (isForward ? next === 0 : at === 0) break;
      at = next;
      const line = lineAt(text, at);
      if (/^\s*(#|$)/.test(line)) continue;
      const margin = /^[ \t-]*/.exec(line)?.[0].length ?? 0;
      const isNextItem = isForward && margin === indent && /^[ \t]*-/.test(line);
      if (margin < indent || isNextItem) break;
      const match = margin === indent ? key.exec(line.slice(margin)) : null;
      if (match?.[1] !== undefined) break;
      if (match !== null) return at + margin + match[0].length;
    }
  }
  return -1;
}

function lineAt(text: string, at: number): string {
  const end = text.indexOf('\n', at);
  return text.slice(at, end === -1 ? text.length : end);
}

function valueAt(text: string, at: number): readonly Word[] {
  const list = listAt(text, at);
  if (list !== null) return list;
  const line = lineAt(text, at);
  const folded = foldedAt(text, at);
  if (folded !== null || /^[\w./-]/.test(line)) {
    const { commands, error } =
      folded === null
        ? readOneCommand(text, shell, at)
        : readOneCommand(folded.text, shell, folded.start);
    if (error === null) return commands.flatMap(({ words }) => words);
  }
  return [unknownWord({ start: at, end: at + Math.max(1, line.trimEnd().length) })];
}

/** A folded text of YAML as one line, with every character where it stood; null for none. */
function foldedAt(text: string, at: number): { text: string; start: number } | null {
  const head = />[-+]?[ \t]*(?:#[^\n]*)?\r?\n(?=([ \t]+)\S)/y;
  head.lastIndex = at;
  const indent = head.exec(text)?.[1];
  if (indent === undefined) return null;
  const body = new RegExp(`(?:${indent}[^\\n]*(?:\\n|$))+`, 'y');
  const start = head.lastIndex;
  body.lastIndex = start;
  const lines = body.exec(text)?.[0] ?? '';
  const oneLine = lines.trimEnd().replaceAll(/[\r\n]/g, ' ');
  return { text: `${text.slice(0, start)}${oneLine}\n`, start };
}
