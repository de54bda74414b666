import { nowhere, type Span } from './source.js';

export type Path = readonly (string | number)[];

/** Plain data that can say where each of its values stands. */
export interface Located {
  readonly data: unknown;
  /** The value at a path, or what encloses it where there is none. */
  readonly span: (path: Path) => Span;
  /** The key at the end of a path. */
  readonly keySpan: (path: Path) => Span;
}

export function pathText(path: Path): string {
  let text = '';
  for (const key of path) {
    text += typeof key === 'number' ? `[${key}]` : `${text === '' ? '' : '.'}${key}`;
  }
  return text;
}

/** For data that has no text: the path is the position. */
export function locatedData(data: unknown): Located {
  const span = (path: Path) => ({ ...nowhere, where: pathText(path) });
  return { data, span, keySpan: span };
}
