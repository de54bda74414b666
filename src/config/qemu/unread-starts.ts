import type { ConfigNote } from '../../model/vm-disk.js';
import { isCommentLine } from '../comments.js';
import { openNote } from '../draft.js';
import { isPage } from '../formats.js';
import { limits } from '../limits.js';
import { positionAt, type SourceText, type Span } from '../text.js';
import type { QemuCommand } from './commands.js';

const program = String.raw`(?:qemu-system-[\w-]+|qemu-kvm|\bqemu)`;
const ofDisks = String.raw`["'\s,]--?(?:drive|blockdev|device|hd[abcd]|readconfig)\b`;

/** Lines of a script that give a command to what runs it later, or elsewhere. */
const carriers: readonly RegExp[] = [
  /(?<![\w.])(sh|bash|dash|zsh|ksh|at|batch|ssh|su)\b(?!\.).*<<<\s*["'$]/,
  /\|\s*(sudo\s+)?(crontab|at|batch|sh|bash|dash|zsh|ksh|ssh|tee)\b/,
  /\b(echo|printf)\b.*>>?\s*(?!&|\/dev\/)["']?[\w$~./{-]+/,
  /\b(nix-shell|nix\s+(run|shell|develop)|flatpak\s+run|guix\s+shell)\b/,
  /^\s*\$\{?\w+\}?\s+\S+\s+["'].*qemu/,
  /^\s*\w+=\S*\\n\$\w+\s/,
];

/** What of a text starts QEMU with a disk, and is no part of a command that was read. */
export function unreadStarts(
  source: SourceText,
  commands: readonly QemuCommand[],
): readonly ConfigNote[] {
  const read = commands.flatMap(spansOf);
  const isRead = (at: number) => read.some(({ start, end }) => at >= start && at < end);
  return startsIn(source)
    .filter(({ start }) => !isRead(start))
    .slice(0, limits.notes)
    .map((span) => openNote('unreadable', messageOf(source, span), positionAt(source, span)));
}

function messageOf({ text }: SourceText, { start, end }: Span): string {
  const name = misspelt.exec(text.slice(start, end))?.[0];
  if (name !== undefined)
    return `\`${name}\` is no program of QEMU's: if it starts one, its disks are not read`;
  return 'another start of QEMU, with disks, is not read: give its command line';
}

function spansOf({ at, words }: QemuCommand): readonly Span[] {
  const end = words.reduce((last, word) => Math.max(last, word.end), at.end);
  const pieces = [at, ...words].flatMap((word) => [word, ...word.pieces]);
  return [{ start: at.start, end: Math.max(at.end, end) }, ...pieces];
}

function startsIn(source: SourceText): readonly Span[] {
  const { file, text } = source;
  if (isPage(file)) return matches(text, inlineCode);
  if (/\.nix$/i.test(file)) return [...matches(text, quotedStart), ...carried(text)];
  if (isDocument(source)) {
    return [...matches(text, inDocument), ...matches(text, argumentsAlone), ...variables(text)];
  }
  return carried(text);
}

/** Of an image whose program is not said: `command: ["-drive", ...]`. */
const argumentsAlone =
  /(?<=^[ \t]*(?:command|args):[ \t]*(?:\[[ \t]*)?["']?)--?(?=[^\n]{0,2000}(?:drive|blockdev|hd[abcd])\b)/gm;

const inlineCode = new RegExp(
  `(?<=[^\`]\`)(?=[\\w./]*${program}[^\`\\n]*${ofDisks}[^\`\\n]*\`)`,
  'g',
);
const inDocument = new RegExp(
  `(?<=["'[]|[-:][ \\t]+|\\b(?:exec|sudo)[ \\t]+|^[ \\t]*)[\\w./]*${program}["']?(?=[^\\n]{0,2000}${ofDisks}|["']?,?[ \\t]*\\n\\s*-[ \\t]+["']?-)`,
  'gm',
);

/** In a text between double quotes, which Nix fills in. */
const quotedStart = new RegExp(
  `(?<=")[^"\\n]{0,500}${program}(?=[^"\\n]{0,2000}${ofDisks}[^"\\n]{0,2000}")`,
  'g',
);

function isDocument({ file, text }: SourceText): boolean {
  return /\.(ya?ml|json)$/i.test(file) || /^\s*(\{|\[\s*[[{"])/.test(text);
}

function matches(text: string, pattern: RegExp): readonly Span[] {
  return [...text.matchAll(pattern)].flatMap(({ index, 0: { length } }) => {
    const line = text.slice(text.lastIndexOf('\n', index - 1) + 1, index);
    return isCommentLine(line) ? [] : [{ start: index, end: index + Math.max(length, 1) }];
  });
}

/** `$QEMU -drive ...` in a document whose texts are scripts. */
function variables(text: string): readonly Span[] {
  return /=["']?[\w./-]*qemu-(system-|kvm)/.test(text) ? matches(text, startOfVariable) : [];
}

const startOfVariable = /\$\{?\w+\}?["']?(?=[^\n]{0,2000}\s-(drive|blockdev|hd[abcd])\s)/g;

const started = new RegExp(`${program}(?=.*${ofDisks})`, 's');

/** As `qemu-sytem-x86_64`: nothing else is called so. */
const misspelt =
  /(?<![\w.-])(?!qemu[-_]system[-_])q\w{2,4}[-_]\w{4,8}[-_](?:x86_64|i386|aarch64|arm|riscv(?:32|64)|ppc(?:64)?|s390x|loongarch64|mips\w*|sparc(?:64)?)(?![\w.-])/;
const hasDisks = new RegExp(ofDisks);

function misspeltStart(line: string): readonly [string, number] | null {
  const match = misspelt.exec(line);
  const isStart = match !== null && hasDisks.test(line.slice(match.index));
  return isStart ? [match[0], match.index] : null;
}

function carried(text: string): readonly Span[] {
  // A line with those that continue it.
  return [...text.matchAll(/(?:[^\\\n]|\\[\s\S])+/g)].flatMap(({ index, 0: line }) => {
    if (isCommentLine(line)) return [];
    const match = started.exec(line);
    const isCarried = match !== null && carriers.some((carrier) => carrier.test(line));
    const found = isCarried ? ([match[0], match.index] as const) : misspeltStart(line);
    if (found === null) return [];
    const start = index + found[1];
    return [{ start, end: start + found[0].length }];
  });
}
