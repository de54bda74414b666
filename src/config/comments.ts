import { isProgram } from './formats.js';
import { blank } from './text.js';

/** A text that may have comments. */
export interface Commented {
  readonly name: string;
  readonly text: string;
  /** '' where no format takes it for its own. */
  readonly format: string;
}

/** How the comments of a text look. */
export interface CommentSyntax {
  /** The text, with blanks for what holds no comments. */
  readonly text: string;
  /** What a line is up to the mark, with the mark. */
  readonly start: RegExp;
  /** In XML quotation marks are text. */
  readonly hasQuotes: boolean;
}

/** Scripts in YAML, documents in scripts and the like have marks of their own: a line tells them apart. */
export function commentSyntax(file: Commented): CommentSyntax {
  const { text, format } = file;
  if (isXml(text)) return { text: withoutCdata(text), start: /<!--$/, hasQuotes: false };
  if (isJson(text)) return { text, start: /[^\s\S]/, hasQuotes: false };
  if (isOfLines(file)) return { text, start: /^\s*[#;]$/, hasQuotes: false };
  const isYaml = format === 'kubevirt' || format === 'incus';
  const start = new RegExp(marksOf(file).join('|'));
  return { text: isYaml ? withoutBlocks(text) : text, start, hasQuotes: true };
}

/** Whether the mark from `at` to `end` begins a comment, and is no part of a value. */
export function beginsComment(
  { text, start, hasQuotes }: CommentSyntax,
  at: number,
  end: number,
): boolean {
  const lineStart = text.lastIndexOf('\n', at - 1) + 1;
  if (!start.test(text.slice(lineStart, end))) return false;
  return !hasQuotes || !isInQuotes(text.slice(lineStart, at));
}

/**
 * Whether a line is a comment, in whatever language its text may be: of a shell, of C, of Windows' two.
 * `#cloud-config` begins a document that cloud-init carries out.
 */
export const isCommentLine = (line: string): boolean =>
  /^\s*(#(?!cloud)|\/\/|::|rem\s)/i.test(line);

const isXml = (text: string) => /^\uFEFF?\s*<[?!a-zA-Z]/.test(text);

function isJson(text: string): boolean {
  if (!/^\uFEFF?\s*[{[]/.test(text)) return false;
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** Sections of oslo.config, systemd and -readconfig, and files of Proxmox VE: a comment has a line of its own. */
function isOfLines({ name, text, format }: Commented): boolean {
  const first = /^(?!\s*([#;]|$)).*$/m.exec(text)?.[0] ?? '';
  if (/^\s*\[[^\]]+\]\s*$/.test(first)) return true;
  return format === 'proxmox' && !/\.(ya?ml|sh)$/i.test(name) && /^[a-z]\w*:\s/.test(first);
}

/** `#` begins a word, or follows what ends one. */
function marksOf({ name, format }: Commented): readonly string[] {
  const isHcl = format === 'terraform' || format === 'packer';
  const isOfC = isHcl || isProgram(name, '');
  return [
    '(^|[\\s;&|()`<])#$',
    '<!--$',
    ...(isOfC ? ['//$'] : []),
    ...(isOfC || name.endsWith('.nix') ? ['/\\*$'] : []),
  ];
}

/** An apostrophe within a word is one of prose. */
function isInQuotes(before: string): boolean {
  let open = '';
  for (let index = 0; index < before.length; index += 1) {
    const character = before[index] ?? '';
    if (character === '\\' && open !== "'") index += 1;
    else if (character === open) open = '';
    else if (open === '' && opens(before, index)) open = character;
  }
  return open !== '';
}

function opens(before: string, index: number): boolean {
  const character = before[index];
  if (character === "'") return !/\w/.test(before[index - 1] ?? '');
  return character === '"';
}

function withoutCdata(text: string): string {
  const parts: string[] = [];
  let last = 0;
  for (;;) {
    const from = text.indexOf('<![CDATA[', last);
    const to = from === -1 ? -1 : text.indexOf(']]>', from);
    if (to === -1) return parts.join('') + text.slice(last);
    parts.push(text.slice(last, from), blank(text.slice(from, to)));
    last = to;
  }
}

const blockStart = /(^|[\s:-])[|>][-+\d]*[ \t]*(#.*)?\r?$/;

/** Block scalars of a machine in YAML are a guest's scripts, or notes. */
function withoutBlocks(text: string): string {
  let parent: number | null = null;
  const lines = text.split('\n').map((line) => {
    const indent = line.length - line.trimStart().length;
    if (parent !== null && (line.trim() === '' || indent > parent)) return blank(line);
    parent = blockStart.test(line) ? indent : null;
    return line;
  });
  return lines.join('\n');
}
