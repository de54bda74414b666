import { displayWidth } from '../text/width.js';

/** A shell would not join these at a backslash as it found them. */
const quoting = /["'\\]/u;

const continuation = ' \\';

/**
 * A command that can be copied from a screen: broken between words where that is the same to a
 * shell, never inside one and never cut. `first` columns are taken on the first line.
 */
export function commandLines(command: string, first: number, columns: number): readonly string[] {
  if (first + displayWidth(command) <= columns || quoting.test(command)) return [command];
  const lines: string[] = [];
  let line = '';
  for (const word of command.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    const indent = lines.length === 0 ? first : 0;
    if (line === '' || indent + displayWidth(longer + continuation) <= columns) {
      line = longer;
    } else {
      lines.push(line + continuation);
      line = `  ${word}`;
    }
  }
  return [...lines, line];
}
