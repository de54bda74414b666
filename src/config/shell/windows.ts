import { readCommands } from './commands.js';
import { readPowerShell } from './powershell.js';
import { type Dialect, noVariables, type ShellScript, type Variables } from './reading.js';
import { plainWord, type Word } from './word.js';

/** A batch file: what says so in its first lines, or a caret that continues a call of QEMU. */
const batch =
  /^(?!#!)(?=(?:[^\n]*\n){0,30}\s*@?(?:echo off|setlocal|rem\s)|[\s\S]*qemu[^\n]*\^[ \t]*\r?\n)/i;
/** A backquote that continues a call; in a page it would close a quotation. */
const powerShell = /qemu[^\n`]*[ \t]`\r?\n[ \t]*\S/i;

/** What a Unix shell starts with, or how it continues a line: Proxmox VE's tests have such files. */
const unix = /^\s*(#|\/)|[ \t]\\\r?$/m;

export function readWindowsScript(text: string, file: string): ShellScript | null {
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

function readBatch(text: string): ShellScript {
  const dialect: Dialect = { ...plain, escape: '^', variables: batchVariables(text) };
  const { commands, error } = readCommands(text, dialect);
  return {
    commands: commands.filter(({ words }) => !/^(@?rem$|::)/i.test(words[0]?.text ?? '')),
    error,
  };
}

/** Another file that runs in its place, or a name that is computed: that may set anything. */
const sourcing = /\bcall[ \t]+(?!:)\S|\bset[ \t]+(?:\/[ap][ \t]+)?"?[^"=\s%!]*[%!]/i;

/** Names that are set once, in the plain course of the file, to something without quotes or variables. */
function batchVariables(text: string): Variables {
  if (sourcing.test(text.replaceAll(/^[ \t]*@?(rem\b|::)[^\n]*/gim, ''))) return noVariables;
  const known = new Map<string, Word | null>();
  const jump = text.search(/\bgoto\b/i);
  let depth = 0;
  let counted = 0;
  for (const match of text.matchAll(/\bset[ \t]+(?:\/[ap][ \t]+)?"?(\w+)=/gi)) {
    const name = (match[1] ?? '').toLowerCase();
    const lineStart = text.lastIndexOf('\n', match.index) + 1;
    depth += bracketsIn(text.slice(counted, match.index));
    counted = match.index;
    const isSure = depth <= 0 && (jump === -1 || jump > match.index);
    const isAlone = /^@?$/.test(text.slice(lineStart, match.index));
    const isPlain = isSure && isAlone && !/\//.test(match[0]);
    const from = match.index + match[0].length;
    const value = /^[^\r\n]*/.exec(text.slice(from))?.[0].trimEnd() ?? '';
    const bare = match[0].includes('"') && value.endsWith('"') ? value.slice(0, -1) : value;
    const isLiteral = isPlain && !known.has(name) && !/["%^!&|<>]/.test(bare);
    known.set(name, isLiteral ? plainWord(bare, from) : null);
  }
  return { ...noVariables, scalar: (name) => known.get(name.toLowerCase()) ?? undefined };
}

/** Blocks that lines open, less those that they close. */
function bracketsIn(lines: string): number {
  const bare = lines.replaceAll(/"[^"\n]*"/g, '');
  return (bare.match(/\(/g)?.length ?? 0) - (bare.match(/\)/g)?.length ?? 0);
}
