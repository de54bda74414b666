import {
  append,
  appendAs,
  finished,
  newWord,
  touch,
  unknownMark,
  unknownWord,
  type Word,
} from '../shell/word.js';
import type { View } from './view.js';

const openings: Readonly<Record<string, string>> = { '${': '}', '{{': '}}', '%{': '}' };
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * A text as a word of a command line, with what is filled in later marked, so that the rest of it can
 * be read: `file={{ .OutputDir }}/disk,if=virtio`. A value that is no text at all is one mark.
 */
export function wordOfView(view: View): Word {
  const { node, source, span } = view;
  const raw = source.text.slice(span.start, span.end);
  if (node?.kind === 'scalar' && node.text === raw && !/\$\{|\{\{|%\{/.test(raw)) {
    return { text: raw, pieces: [{ at: 0, ...span }], ...span };
  }
  if (node?.kind === 'scalar' && !isEscaped(raw, node.text)) {
    return { text: node.text, pieces: [], ...span };
  }
  const quoted = /^".*"$/s.test(raw);
  if (node?.kind !== 'scalar' && !quoted) return unknownWord(view.span);
  const inset = quoted && node?.kind !== 'scalar' ? 1 : 0;
  return marked(raw.slice(inset, raw.length - inset), span.start + inset);
}

/** Whether what stands there is the text itself, escapes apart: not a heredoc, not a block of YAML. */
function isEscaped(raw: string, text: string): boolean {
  return !raw.includes('\n') && raw.length >= text.length;
}

function marked(raw: string, start: number): Word {
  const word = newWord();
  touch(word, start, start + raw.length);
  for (let at = 0; at < raw.length; ) {
    const closing = openings[raw.slice(at, at + 2)];
    const end = closing === undefined ? -1 : closingOf(raw, at + 2, closing);
    if (end !== -1) {
      appendAs(word, unknownMark, start + at, start + end);
      at = end;
    } else if (raw[at] === '\\') {
      const code = raw[at + 1] ?? '\\';
      appendAs(word, escapes[code] ?? code, start + at, start + at + 2);
      at += 2;
    } else {
      append(word, raw[at] ?? '', start + at);
      at += 1;
    }
  }
  return finished(word);
}

function closingOf(text: string, from: number, closing: string): number {
  let depth = 1;
  for (let at = from; at < text.length; at += 1) {
    if (text[at] === '{') depth += 1;
    if (text[at] !== '}') continue;
    depth -= 1;
    if (depth === 0) return closing === '}}' ? at + 1 + (text[at + 1] === '}' ? 1 : 0) : at + 1;
  }
  return -1;
}
