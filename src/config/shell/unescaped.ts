import { bodiesOf } from './heredoc.js';
import { droppedMark, unknownMark } from './word.js';

/** How far here-documents within one another are followed. */
const depthMax = 3;

/** `\\`, `\$` and `` \` ``, several at once: bash(1), Here Documents. */
const escapes = new RegExp(`(?:\\\\${droppedMark}*[\\\\$\`])+`, 'g');

/**
 * A text of the same length, in which here-documents are what their reader gets: a shell takes escapes
 * out of those whose delimiter has no quotes. What is taken out is a mark that no word keeps.
 */
export function withoutEscapes(text: string): string {
  const own = text.replaceAll(droppedMark, unknownMark);
  return own.includes('<<') ? unescaped(own, depthMax) : own;
}

function unescaped(text: string, depth: number): string {
  if (depth === 0) return text;
  const parts: string[] = [];
  let last = 0;
  for (const { from, to, isQuoted } of bodiesOf(text)) {
    const body = text.slice(from, to);
    parts.push(text.slice(last, from), unescaped(isQuoted ? body : taken(body), depth - 1));
    last = to;
  }
  return parts.length === 0 ? text : parts.join('') + text.slice(last);
}

/** Marks stand first, so that what is left of several escapes stands together. */
function taken(body: string): string {
  return body.replaceAll(escapes, (run) => {
    const left = run.replaceAll(droppedMark, '').replaceAll(/\\([\s\S])/g, '$1');
    return droppedMark.repeat(run.length - left.length) + left;
  });
}
