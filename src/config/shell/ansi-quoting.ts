import { fail, type Reading } from './reading.js';
import { append, appendAs, touch } from './word.js';

const sequence =
  /\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{1,4})|U([0-9A-Fa-f]{1,8})|c([\s\S])|([\s\S]))/y;

const named: ReadonlyMap<string, string> = new Map([
  ['a', '\x07'],
  ['b', '\b'],
  ['e', '\x1b'],
  ['E', '\x1b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['\\', '\\'],
  ["'", "'"],
  ['"', '"'],
  ['?', '?'],
]);

/** `$'...'`, from its quote on; POSIX.1-2024, XCU 2.2.4, and the manual of bash, 3.1.2.4. */
export function ansiQuoted(reading: Reading): void {
  const { text, word, end } = reading;
  const start = reading.at;
  touch(word, start - 1, start + 1);
  reading.at += 1;
  while (reading.at < end) {
    const { at } = reading;
    const character = text[at] ?? '';
    if (character === "'") {
      reading.at += 1;
      touch(word, start, reading.at);
      return;
    }
    sequence.lastIndex = at;
    const match = character === '\\' ? sequence.exec(text) : null;
    if (match === null) {
      append(word, character, at);
      reading.at += 1;
    } else {
      reading.at += match[0].length;
      appendAs(word, meaningOf(match), at, reading.at);
    }
  }
  fail(reading, start, 'this quote is not closed');
}

function meaningOf([whole, octal, byte, short, long, control, other]: RegExpExecArray): string {
  const hexadecimal = byte ?? short ?? long;
  if (octal !== undefined) return String.fromCharCode(Number.parseInt(octal, 8) & 0xff);
  if (hexadecimal !== undefined) {
    const code = Number.parseInt(hexadecimal, 16);
    return code > 0x10ffff ? whole : String.fromCodePoint(code);
  }
  if (control !== undefined) return String.fromCharCode(control.charCodeAt(0) & 0x1f);
  return named.get(other ?? '') ?? whole;
}
