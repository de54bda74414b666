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
    const end = new RegExp(`^[ \\t]*${match[2]}[ \\t]*\\r?$`, 'gm');
    end.lastIndex = line + 1;
    const to = line === -1 ? -1 : (end.exec(text)?.index ?? -1);
    // A shell takes all that is left.
    if (to === -1) return bodies;
    bodies.push({ from: line + 1, to, isQuoted: match[1] !== '' });
    start.lastIndex = to;
  }
  return bodies;
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
