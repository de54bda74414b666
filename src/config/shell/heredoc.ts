import { runners } from './runners.js';

/** What stands between the `<<` and its end. */
export interface Body {
  readonly from: number;
  readonly to: number;
  /** Its delimiter has quotes, so that a shell leaves the text as it is. */
  readonly isQuoted: boolean;
}

/** Here-documents of a script, or of a stretch of one. */
export function bodiesOf(
  whole: string,
  { from, to: until }: Pick<Body, 'from' | 'to'> = { from: 0, to: whole.length },
): readonly Body[] {
  const text = whole.slice(0, until);
  const bodies: Body[] = [];
  const start = /<<-?[ \t]*(["'\\]?)([A-Za-z_]\w{0,99})/g;
  start.lastIndex = from;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const line = text.indexOf('\n', match.index);
    const to = line === -1 ? -1 : hereEnd(text, line + 1, delimiterOf(match));
    // A shell takes all that is left.
    if (to === -1) return bodies;
    bodies.push({ from: line + 1, to, isQuoted: match[1] !== '' });
    start.lastIndex = to;
  }
  return bodies;
}

function delimiterOf([sign, , word = '']: RegExpExecArray): HereDelimiter {
  return { word, takesTabs: sign.startsWith('<<-') };
}

/** What ends a here-document. */
export interface HereDelimiter {
  readonly word: string;
  /** `<<-` */
  readonly takesTabs: boolean;
}

/** In characters: how far a line that ends it for a shell may be behind one that only looks so. */
const strictWithin = 20_000;

/**
 * Where the line begins that ends a here-document; -1 for none. Blanks before the delimiter end it only where
 * the whole script is indented, as within YAML.
 */
export function hereEnd(text: string, from: number, { word, takesTabs }: HereDelimiter): number {
  const own = word.replaceAll(/[^\w]/g, '\\$&');
  const loose = new RegExp(`^[ \\t]*${own}[ \\t]*\\r?$`, 'gm');
  loose.lastIndex = from;
  const at = loose.exec(text)?.index ?? -1;
  if (at === -1) return -1;
  const strict = new RegExp(`^${takesTabs ? '\\t*' : ''}${own}\\r?$`, 'm');
  const behind = strict.exec(text.slice(at, at + strictWithin))?.index ?? 0;
  return at + behind;
}

/** Beyond this nobody wrote the script. */
const writtenMax = 200;

/** Those that go into a file, or to a shell, and not to a reader or to another program. */
export function writtenScripts(text: string, around: Pick<Body, 'from' | 'to'>): readonly Body[] {
  return bodiesOf(text, around)
    .slice(0, writtenMax)
    .filter((body) => {
      const command = commandOf(text, body);
      const isFile = /(^|[^<>&\d-])>>?[ \t]*["'\w./$~{]|\btee\b/.test(command);
      return isFile || command.split(/[\s|;&()]+/).some((word) => runners.test(word));
    });
}

/** Lines that a command with a here-document may have before it. */
const continuedMax = 20;

/** The line of the `<<`, and those that it continues. */
function commandOf(text: string, { from }: Body): string {
  let start = text.lastIndexOf('\n', from - 2) + 1;
  for (
    let left = continuedMax;
    left > 0 && /\\\r?\n$/.test(text.slice(Math.max(0, start - 3), start));
    left -= 1
  ) {
    start = text.lastIndexOf('\n', start - 2) + 1;
  }
  return text.slice(start, from);
}
