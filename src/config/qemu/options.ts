import type { Position } from '../../model/vm-disk.js';
import { limits } from '../limits.js';
import { isUnknown, spanIn, unknownMark, type Word } from '../shell/word.js';
import { positionAt, type SourceText, type Span } from '../text.js';
import { readJsonOptions } from './json-options.js';

/** One `key=value` of an option string, or one leaf of a JSON object, its path dotted. */
export interface Option {
  readonly key: string;
  readonly value: string;
  readonly span: Span;
  /** The text that the span belongs to: options may come from several files. */
  readonly source: SourceText;
}

/** What follows one `-drive`, `-device` or the like, or a section of a `-readconfig` file. */
export interface Options {
  readonly list: readonly Option[];
  readonly span: Span;
  readonly source: SourceText;
  /** Something in it can only be known when it runs, and may set anything. */
  readonly opaque: Option | null;
  /** Why QEMU would not take it at all; '' where it would. */
  readonly error: string;
  /** Written as JSON, which QEMU keeps apart for `-device`. */
  readonly isJson?: true;
}

export function positionOf({ source, span }: { source: SourceText; span: Span }): Position {
  return positionAt(source, span);
}

/** The last one counts, as for QEMU. */
export function option({ list }: Options, key: string): Option | undefined {
  for (let index = list.length - 1; index >= 0; index -= 1) {
    if (list[index]?.key === key) return list[index];
  }
  return undefined;
}

export function valueIn(options: Options, key: string): string | undefined {
  return option(options, key)?.value;
}

/** @param impliedKey - of a first part without `=`; '' where that is a switch like all others */
export function readOptions(source: SourceText, word: Word, impliedKey: string): Options {
  if (/^\s*\{/.test(word.text)) return { ...readJsonOptions(source, word), isJson: true };
  const list: Option[] = [];
  let opaque: Option | null = null;
  let from = 0;
  while (from <= word.text.length && list.length < limits.options) {
    const { end, text, firstEqual } = readPart(word.text, from);
    if (text !== '' || from === 0) {
      const found = optionOf(source, word, { from, end, text, firstEqual, impliedKey });
      const isWhole = endsWhole(found);
      if (isUnknown(found.key) || isWhole) opaque ??= { ...found, value: unknownMark };
      if (isWhole) list.push({ ...found, value: found.value.slice(0, -1) });
      else if (!isUnknown(found.key)) list.push(found);
    }
    from = end + 1;
  }
  const error = list.length < limits.options ? '' : `more than ${limits.options} options`;
  return { list, span: { start: word.start, end: word.end }, source, opaque, error };
}

const wholeKeys =
  /^(if|format|aio|media|snapshot|readonly|read-only|discard|detect-zeroes|[rw]error|copy-on-read|write-cache|cache|(.*\.)?(driver|direct|no-flush|writeback))$/;
const wholeValues =
  /^(on|off|none|write(back|through)|directsync|unsafe|virtio|ide|scsi|sd|floppy|pflash|raw|qcow2|vmdk|vdi|vhdx|native|threads|io_uring|disk|unmap|ignore|report|stop|enospc|file|host_device)$/;
const wholeName = /\.(img|raw|qcow2|vmdk|vdi|vhdx?|iso)$/;

/** What is put behind a whole value, as in `if=virtio$EXTRA`, is further keys. */
function endsWhole({ key, value }: Option): boolean {
  const known = value.slice(0, -1);
  if (!value.endsWith(unknownMark) || isUnknown(known)) return false;
  return wholeKeys.test(key) ? wholeValues.test(known) : key === 'file' && wholeName.test(known);
}

interface Part {
  readonly from: number;
  readonly end: number;
  /** With doubled commas made one. */
  readonly text: string;
  readonly firstEqual: number;
  readonly impliedKey: string;
}

/** One part, up to the next single comma. */
function readPart(text: string, from: number): Omit<Part, 'from' | 'impliedKey'> {
  let end = from;
  let doubled = false;
  while (end < text.length) {
    if (text[end] === ',') {
      if (text[end + 1] !== ',') break;
      doubled = true;
      end += 1;
    }
    end += 1;
  }
  const raw = text.slice(from, end);
  return { end, text: doubled ? raw.replaceAll(',,', ',') : raw, firstEqual: raw.indexOf('=') };
}

function optionOf(source: SourceText, word: Word, part: Part): Option {
  const { from, end, text, firstEqual, impliedKey } = part;
  const whole = spanIn(word, from, end);
  if (firstEqual === -1) {
    if (from === 0 && impliedKey !== '') {
      return { key: impliedKey, value: text, span: whole, source };
    }
    // `nokey` is an old way to say `key=off`.
    const off = /^no[a-z]/.test(text) && switches.has(text.slice(2));
    const key = off ? text.slice(2) : text;
    return { key, value: off ? 'off' : 'on', span: whole, source };
  }
  const key = text.slice(0, firstEqual);
  const span = spanIn(word, from + firstEqual + 1, end);
  return { key, value: text.slice(firstEqual + 1), span, source };
}

const switches: ReadonlySet<string> = new Set(['readonly', 'snapshot', 'read-only']);

/** QEMU's words for yes and no; null for anything else. */
export function truth(value: string): boolean | null {
  if (value === 'on' || value === 'yes' || value === 'true' || value === 'y') return true;
  if (value === 'off' || value === 'no' || value === 'false' || value === 'n') return false;
  return null;
}

export function rawText({ source, span }: Option): string {
  return source.text.slice(span.start, span.end);
}
