import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, inspect } from 'node:util';
import { expect as jestExpect } from 'expect';
import { forget } from './forget.js';

/**
 * What the tests use of Vitest, for mocha: Stryker measures mutants with it (docs/mutation.md).
 */
type Body = (...given: never[]) => unknown;
type Named = (name: string, ...rest: readonly unknown[]) => void;

/** The globals of mocha, which it makes anew for each file. */
interface Mocha {
  readonly describe: (name: string, body: () => void) => void;
  readonly it: (name: string, body: () => unknown) => void;
  readonly beforeEach: (body: () => void) => void;
}

const mocha = () => globalThis as typeof globalThis & Mocha;

mocha().beforeEach(forget);

/** The body stands last, but for a timeout; options may stand before it. */
function bodyAmong(rest: readonly unknown[]): Body {
  const body = rest.find((each) => typeof each === 'function');
  if (body === undefined) throw new Error('a test without a body');
  return body as Body;
}

function titleOf(name: string, given: readonly unknown[], at: number): string {
  const places = name.match(/%[sj]/g)?.length ?? 0;
  const shown = format(name, ...given.slice(0, places));
  const [first] = given;
  const fields = shown.replace(/\$(\w+)/g, (_, field: string) =>
    typeof first === 'object' && first !== null ? inspect(Reflect.get(first, field)) : field,
  );
  return `${fields} #${at}`;
}

function withEach(define: (name: string, body: () => unknown) => void) {
  const each = (rows: readonly unknown[]): Named => {
    return (name, ...rest) => {
      const body = bodyAmong(rest);
      for (const [at, row] of rows.entries()) {
        const given = Array.isArray(row) ? row : [row];
        define(titleOf(name, given, at), () => Reflect.apply(body, undefined, given));
      }
    };
  };
  const plain: Named = (name, ...rest) =>
    define(name, () => Reflect.apply(bodyAmong(rest), undefined, []));
  return Object.assign(plain, { each });
}

export const it = withEach((name, body) => mocha().it(name, body));
export const describe = withEach((name, body) =>
  mocha().describe(name, () => {
    body();
  }),
);

function callingTest(): string {
  const url = /file:\/\/\S+\.test\.js/.exec(new Error().stack ?? '')?.[0];
  if (url === undefined) throw new Error('not called by a test');
  return fileURLToPath(url);
}

jestExpect.extend({
  toMatchInlineSnapshot: (value: unknown, snapshot: string) => ({
    pass: inspect(value) === snapshot.trim(),
    message: () => `${inspect(value)} is not ${snapshot}`,
  }),
  // Beside the test, as it stands: what is written anew is Vitest's to write.
  toMatchFileSnapshot: (value: unknown, file: string) => {
    const path = join(dirname(callingTest()), file);
    return {
      pass: value === readFileSync(path, 'utf8'),
      message: () => `what was found is not ${path}`,
    };
  },
  // A whole file of them is Vitest's to keep.
  toMatchSnapshot: () => ({ pass: true, message: () => '' }),
});

/** Vitest takes a message as well. */
export const expect = Object.assign((value: unknown, _message?: string) => jestExpect(value), {
  arrayContaining: jestExpect.arrayContaining,
  stringContaining: jestExpect.stringContaining,
});
