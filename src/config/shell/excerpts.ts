import { blank, type Span } from '../text.js';
import { readCommands } from './commands.js';
import { noVariables, shell } from './reading.js';

/** Scripts that stand in a text of another language. */
export interface Excerpts {
  /** As long as the text, with blanks for all that is no script. */
  readonly text: string;
  /** What a shell would not read to its end: the rest of such a script is blank. */
  readonly broken: readonly Span[];
}

/**
 * @param spans - where the scripts stand, in their order
 * @param meaning - what a shell is given of one, as long as what is written there
 */
export function scriptsIn(
  text: string,
  spans: readonly Span[],
  meaning: (text: string, span: Span) => string,
): Excerpts {
  const broken: Span[] = [];
  const parts: string[] = [];
  let last = 0;
  for (const span of spans) {
    if (span.start < last) continue;
    const script = meaning(text, span);
    const rest = restOf(script);
    if (rest !== -1) broken.push({ start: span.start + rest, end: span.end });
    const whole = rest === -1 ? script : script.slice(0, rest) + blank(script.slice(rest));
    parts.push(gapOf(text, last, span.start), whole);
    last = span.end;
  }
  return { text: parts.join('') + gapOf(text, last, text.length), broken };
}

/** A script ends a command, also where the next one stands on its line. */
function gapOf(text: string, from: number, to: number): string {
  const gap = blank(text.slice(from, to));
  if (from === 0 || gap === '') return gap;
  return gap.length === 1 ? ';' : `\n;${gap.slice(2)}`;
}

/** Where the command begins in which a shell finds a mistake; -1 for none. */
function restOf(script: string): number {
  // Nothing else is left open.
  if (!/['"`$(]/.test(script)) return -1;
  const { commands, error } = readCommands(script, { ...shell, variables: noVariables });
  if (error === null) return -1;
  const whole = commands.at(-1)?.words.at(-1)?.end ?? 0;
  return whole + Math.max(0, script.slice(whole).search(/\S/));
}
