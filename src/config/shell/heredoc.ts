/** What stands between the `<<` and its end. */
export interface Body {
  readonly from: number;
  readonly to: number;
}

/** Here-documents of a script. */
export function bodiesOf(text: string): readonly Body[] {
  const bodies: Body[] = [];
  const start = /<<-?[ \t]*["'\\]?([A-Za-z_]\w{0,99})/g;
  for (let match = start.exec(text); match !== null; match = start.exec(text)) {
    const line = text.indexOf('\n', match.index);
    const end = new RegExp(`^[ \\t]*${match[1]}[ \\t]*\\r?$`, 'gm');
    end.lastIndex = line + 1;
    const to = line === -1 ? -1 : (end.exec(text)?.index ?? -1);
    // A shell takes all that is left.
    if (to === -1) return bodies;
    bodies.push({ from: line + 1, to });
    start.lastIndex = to;
  }
  return bodies;
}

/** Beyond this nobody wrote the script. */
const writtenMax = 200;

/** Those that go into a file, and not to a reader or to a program. */
export function writtenScripts(text: string): readonly Body[] {
  return bodiesOf(text)
    .slice(0, writtenMax)
    .filter(({ from }) => {
      const line = text.slice(text.lastIndexOf('\n', from - 2) + 1, from);
      return /(^|[^<>&\d-])>>?[ \t]*["'\w./$~{]|\btee\b/.test(line);
    });
}
