import { limits } from '../limits.js';
import type { Command } from './reading.js';
import { append, appendAs, finished, newWord, touch, unknownMark, type Word } from './word.js';

/** An element of a list: in quotes, or bare as YAML allows. */
const element = /(?:"((?:[^"\\\n]|\\.)*)"|'((?:[^'\n]|'')*)'|([^\s,\]"'#][^,\]\n]*))/y;
/** What may stand before one: a Dockerfile continues lines within a list. */
const blanks = /(?:\s|\\\r?\n|#[^\n]*\n)*/y;
const flowStart = /\[\s*(?=["']?[\w./${}-]*qemu-(?:system-|kvm))/g;
const blockStart =
  /^([ \t]*)-[ \t]+(?=["']?[\w./${}-]*qemu-(?:system-[\w-]+|kvm)["']?[ \t]*\r?$)/gm;

/** Argument vectors in lists: a Dockerfile's `CMD`, JSON, a list of YAML in either style. */
export function listedCommands(text: string): readonly Command[] {
  return [...flowLists(text), ...blockLists(text), ...bareProgram(text)];
}

const programAlone = /["']?\bcommand["']?[ \t]*:\s*(?=["'][\w./-]*qemu-(?:system-[\w-]+|kvm)["'])/g;

/** A program whose arguments stand beside it: tasks of an editor, in JSON. */
function bareProgram(text: string): readonly Command[] {
  return [...text.matchAll(programAlone)].flatMap(({ index, 0: { length } }) => {
    element.lastIndex = index + length;
    const match = element.exec(text);
    return match === null ? [] : [commandOf([wordOf(match)])];
  });
}

const quotedStart =
  /[:=[,-]\s*(?=["'](?:exec\s+|sudo\s+)?[\w./-]*(?:qemu-system-[\w-]+|qemu-kvm)\s)/g;

/**
 * Texts in quotes that are commands by themselves: a string of JSON or YAML.
 *
 * @param start - what stands before one
 */
export function quotedTexts(text: string, start = quotedStart): readonly Word[] {
  return [...text.matchAll(start)].flatMap(({ index, 0: { length } }) => {
    element.lastIndex = index + length;
    const match = element.exec(text);
    return match === null ? [] : [wordOf(match)];
  });
}

/** The elements of a list whose first element, or the bracket before it, is at a place; null for none. */
export function listAt(text: string, at: number): readonly Word[] | null {
  if (text[at] === '[') {
    const { words, end } = readFlow(text, skipped(text, at + 1));
    return words.length > 0 || text[end] === ']' ? words : null;
  }
  const start = /\s*\n((?:[ \t]*(?:#[^\n]*)?\n)*)([ \t]*)(?=-[ \t]+\S)/y;
  start.lastIndex = at;
  const match = start.exec(text);
  if (match === null) return null;
  return blockWords(text, start.lastIndex - (match[2] ?? '').length, match[2] ?? '');
}

function flowLists(text: string): readonly Command[] {
  const found: Command[] = [];
  let last = 0;
  for (const { index, 0: head } of text.matchAll(flowStart)) {
    if (index < last) continue;
    const list = readFlow(text, index + head.length);
    last = list.end;
    if (list.words.length > 0) found.push(commandOf(list.words));
  }
  return found;
}

/** Up to the bracket; without words where something else than a list stands there. */
function readFlow(text: string, from: number): { words: readonly Word[]; end: number } {
  const words: Word[] = [];
  // Where the program has quotes, what has none is a variable of some language.
  const isQuoted = /["']/.test(text[from] ?? '');
  for (let at = from; words.length < limits.words; ) {
    element.lastIndex = skipped(text, at);
    if (text[element.lastIndex] === ']') return { words, end: element.lastIndex };
    const match = element.exec(text);
    if (match === null) break;
    const isHidden = isQuoted && match[3] !== undefined && !/^-?\d+\s*$/.test(match[3]);
    const word = wordOf(match);
    words.push(isHidden ? { ...word, text: unknownMark } : word);
    at = skipped(text, element.lastIndex);
    if (text[at] === ',') at += 1;
    else if (text[at] !== ']') break;
  }
  return { words: [], end: from };
}

function skipped(text: string, at: number): number {
  blanks.lastIndex = at;
  return at + (blanks.exec(text)?.[0].length ?? 0);
}

function blockLists(text: string): readonly Command[] {
  return [...text.matchAll(blockStart)].map(({ index, 1: indent = '' }) =>
    commandOf(blockWords(text, index, indent)),
  );
}

/** Items of one indentation, from the beginning of a line on. */
function blockWords(text: string, from: number, indent: string): readonly Word[] {
  const words: Word[] = [];
  const line = new RegExp(`(?:[ \\t]*(?:#[^\\n]*)?\\r?\\n)*${indent}-[ \\t]+`, 'y');
  line.lastIndex = from;
  while (words.length < limits.words && line.test(text)) {
    element.lastIndex = line.lastIndex;
    const start = element.lastIndex;
    const end = text.indexOf('\n', start) === -1 ? text.length : text.indexOf('\n', start);
    const quoted = /["']/.test(text[start] ?? '') ? element.exec(text) : null;
    words.push(quoted === null ? bareWord(text.slice(start, end), start) : wordOf(quoted));
    line.lastIndex = end;
  }
  return words;
}

function commandOf(words: readonly Word[]): Command {
  return { words, start: words[0]?.start ?? 0, isChained: false };
}

function bareWord(line: string, start: number): Word {
  const text = line.replace(/\s+#.*$/, '').trimEnd();
  return built(text, start, start, /\$\$|\$\{[^}]*\}|\$\w+|\{\{.*?\}\}/g);
}

function wordOf(match: RegExpExecArray): Word {
  const [whole, double, single, bare] = match;
  const text = double ?? single ?? bare?.trimEnd() ?? '';
  const end = match.index + whole.length;
  const start = bare === undefined ? end - text.length - 1 : end - (bare?.length ?? 0);
  const special =
    single === undefined ? /\\.|\$\$|\$\{[^}]*\}|\$\w+|\{\{.*?\}\}/g : /''|\{\{.*?\}\}/g;
  return built(text, start, bare === undefined ? start - 1 : start, special);
}

/** Escapes are what they stand for; a variable of Compose or a template only a run knows. */
function built(text: string, start: number, from: number, special: RegExp): Word {
  const word = newWord();
  touch(word, from, start + text.length);
  let last = 0;
  for (const { 0: found, index } of text.matchAll(special)) {
    append(word, text.slice(last, index), start + last);
    last = index + found.length;
    appendAs(word, meaningOf(found), start + index, start + last);
  }
  append(word, text.slice(last), start + last);
  return finished(word);
}

function meaningOf(found: string): string {
  if (found === "''") return "'";
  if (found === '$$') return '$';
  if (!found.startsWith('\\')) return unknownMark;
  return found === '\\n' ? '\n' : found === '\\t' ? '\t' : found.slice(1);
}
