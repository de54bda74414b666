import type { Span } from '../text.js';
import { type Excerpts, scriptsIn } from './excerpts.js';

const fence = /^[ \t]*(`{3,}|~{3,})[ \t]*([\w.+-]*)/;
/** In these `# ` is what root's shell asks with. */
const ofTerminals = /^(console|shell-session|terminal|text|)$/i;
const inline = /`([^`\n]+)`/g;
const prompt = /^[ \t]*(?:[\w.@:~/-]*[#$>%]|\*|-|\d+\.)[ \t]+(?=\S)/;

/**
 * The commands of a page: blocks between fences, code within lines, and lines that begin with a program. What
 * else stands there is prose.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function pageScripts(page: string, isProgram: (word: string) => boolean): Excerpts {
  const spans: Span[] = [];
  let open: { readonly mark: string; readonly isTerminal: boolean } | null = null;
  let isContinued = false;
  let start = 0;
  for (const line of page.split('\n')) {
    const [, mark = '', language = ''] = fence.exec(line) ?? [];
    const isEnd = open !== null && mark.startsWith(open.mark);
    const whole = { start: start + (prompt.exec(line)?.[0].length ?? 0), end: start + line.length };
    if (isEnd) open = null;
    else if (open !== null)
      spans.push(open.isTerminal || /^[ \t]*\$ /.test(line) ? whole : { ...whole, start });
    else if (mark !== '') open = { mark, isTerminal: ofTerminals.test(language) };
    else if (isContinued || isProgram(firstWord(page.slice(whole.start, whole.end)))) {
      spans.push(whole);
      isContinued = line.trimEnd().endsWith('\\');
    } else spans.push(...inlineOf(line, start));
    start += line.length + 1;
  }
  return scriptsIn(page, joined(spans), (text, span) => text.slice(span.start, span.end));
}

const firstWord = (line: string): string =>
  line.replace(/^\s*(?:sudo\s+)?/, '').split(/\s/, 1)[0] ?? '';

function inlineOf(line: string, at: number): readonly Span[] {
  return [...line.matchAll(inline)].map(({ index, 1: code = '' }) => {
    return { start: at + index + 1, end: at + index + 1 + code.length };
  });
}

/** Lines that follow one another are one script. */
function joined(lines: readonly Span[]): readonly Span[] {
  const spans: { readonly start: number; end: number }[] = [];
  for (const line of lines) {
    const last = spans.at(-1);
    if (last !== undefined && last.end + 1 === line.start) last.end = line.end;
    else spans.push({ ...line });
  }
  return spans;
}
