import { readJsonOptions } from '../qemu/json-options.js';
import type { Options } from '../qemu/options.js';
import { findCalls } from '../shell/programs.js';
import type { Command, ShellError } from '../shell/reading.js';
import type { Word } from '../shell/word.js';
import type { SourceText } from '../text.js';

/** A request of `curl` with a body of JSON. */
export interface Request {
  readonly method: string;
  readonly url: string;
  readonly body: Word;
  /** The body is `@` and the name of a file that holds it: man curl, --data. */
  readonly isFile: boolean;
}

/** Requests of a script, or of a page with commands in it. */
export function findRequests(text: string): {
  readonly requests: readonly Request[];
  readonly error: ShellError | null;
} {
  const { calls, error } = findCalls(text, {
    callOf: requestOf,
    endOf: ({ body }) => body.end,
    lineStart: /^[\s>$#*`]*(?=(sudo\s+)?curl\s)/gm,
    isScriptWord: (word) => word === 'curl',
  });
  return { requests: calls, error };
}

function requestOf({ words }: Command): Request | null {
  const start = words.findIndex(({ text }) => /(^|\/)curl$/.test(text));
  if (start === -1) return null;
  const indexOf = (pattern: RegExp) =>
    words.findIndex(({ text }, at) => at > start && pattern.test(text));
  const after = (pattern: RegExp): Word | undefined => {
    const index = indexOf(pattern);
    return index === -1 ? undefined : words[index + 1];
  };
  const data = /^(-d|--data(-raw|-binary)?|--json)$/;
  const body = after(data);
  const url = words.find(({ text }) => /^https?:\/\//.test(text));
  if (body === undefined || url === undefined) return null;
  const isFile = body.text.startsWith('@') && words[indexOf(data)]?.text !== '--data-raw';
  return { method: after(/^(-X|--request)$/)?.text ?? 'PUT', url: url.text, body, isFile };
}

export function bodyOptions(source: SourceText, { body }: Request): Options {
  return readJsonOptions(source, body);
}

/** The options of a list inside a body, one by one: `disks.0.path` is `path` of the first. */
export function listed(options: Options, key: string): readonly Options[] {
  const found = new Map<string, Options>();
  for (const each of options.list) {
    const [first = '', index = '', ...rest] = each.key.split('.');
    if (first !== key || rest.length === 0) continue;
    const known = found.get(index) ?? { ...options, list: [], span: each.span };
    found.set(index, { ...known, list: [...known.list, { ...each, key: rest.join('.') }] });
  }
  return [...found.values()];
}
