import { readCommands } from './commands.js';
import { readPowerShell } from './powershell.js';
import { type Dialect, noVariables, type Script, type Variables } from './reading.js';
import { plainWord, type Word } from './word.js';

/** A batch file: what says so in its first lines, or a caret that continues a call of QEMU. */
const batch =
  /^(?!#!)(?=(?:[^\n]*\n){0,30}\s*@?(?:echo off|setlocal|rem\s)|[\s\S]*qemu[^\n]*\^[ \t]*\r?\n)/i;
/** A backquote that continues a call; in a page it would close a quotation. */
const powerShell = /qemu[^\n`]*[ \t]`\r?\n[ \t]*\S/i;

/** What a Unix shell starts with, or how it continues a line: Proxmox VE's tests have such files. */
const unix = /^\s*(#|\/)|[ \t]\\\r?$/m;

export function readWindowsScript(text: string, file: string): Script | null {
  if (isBatch(text, file)) return readBatch(text);
  const isPowerShell = /\.ps1$/i.test(file) || (!text.startsWith('#!') && powerShell.test(text));
  return isPowerShell ? readPowerShell(text) : null;
}

function isBatch(text: string, file: string): boolean {
  if (/\.bat$/i.test(file)) return true;
  if (/\.cmd$/i.test(file)) return batch.test(text) || !unix.test(text);
  return !/\.\w+$/.test(file) && batch.test(text);
}

const plain = { operators: true, specifiers: false } as const;

function readBatch(text: string): Script {
  const dialect: Dialect = { ...plain, escape: '^', variables: batchVariables(text) };
  const { commands, error } = readCommands(text, dialect);
  return {
    commands: commands.filter(({ words }) => !/^(@?rem$|::)/i.test(words[0]?.text ?? '')),
    error,
  };
}

/** Names that are set once, in the plain course of the file, to something without quotes or variables. */
function batchVariables(text: string): Variables {
  const known = new Map<string, Word | null>();
  for (const match of text.matchAll(/\bset[ \t]+(?:\/[ap][ \t]+)?"?(\w+)=/gi)) {
    const name = (match[1] ?? '').toLowerCase();
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    const isPlain = /^@?$/.test(text.slice(lineStart, match.index)) && !/\//.test(match[0]);
    const from = match.index + match[0].length;
    const value = /^[^\r\n]*/.exec(text.slice(from))?.[0].trimEnd() ?? '';
    const bare = match[0].includes('"') && value.endsWith('"') ? value.slice(0, -1) : value;
    const isLiteral = isPlain && !known.has(name) && !/["%^!&|<>]/.test(bare);
    known.set(name, isLiteral ? plainWord(bare, from) : null);
  }
  return { ...noVariables, scalar: (name) => known.get(name.toLowerCase()) ?? undefined };
}
