import type { Diagnostic } from '../../model/diagnostic.js';

type BytePosition = Pick<Diagnostic, 'line' | 'column' | 'endColumn' | 'sourceLine'>;

/** Where the text ends that some bytes begin with, if they are taken for UTF-8. */
export function badByteIn(bytes: Uint8Array): BytePosition {
  const good = goodText(bytes);
  const lineStart = good.lastIndexOf('\n') + 1;
  const column = good.length - lineStart + 1;
  const sourceLine = good.slice(lineStart);
  return { line: good.split('\n').length, column, endColumn: column + 1, sourceLine };
}

/** As much as is text, by halves: a decoder does not say where it failed. */
function goodText(bytes: Uint8Array): string {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    if (textOf(bytes, middle) === null) bad = middle;
    else good = middle;
  }
  return textOf(bytes, good) ?? '';
}

/** The first bytes as text; null where they are none. A character that is cut off is left out. */
function textOf(bytes: Uint8Array, length: number): string | null {
  try {
    const decoder = new TextDecoder('utf-8', { fatal: true });
    return decoder.decode(bytes.subarray(0, length), { stream: true });
  } catch {
    return null;
  }
}
