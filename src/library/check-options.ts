import * as v from 'valibot';
import type { Diagnostic } from '../model/diagnostic.js';
import { UsageError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';

/** A schema for each option, none forgotten and none too many. Its message says what is expected. */
export type Entries<Options> = {
  readonly [Key in keyof Required<Options>]: v.GenericSchema<unknown, Required<Options>[Key]>;
};

/**
 * Looks at options that may come from JavaScript. One that is `undefined` is absent.
 *
 * @param required - what has no default
 * @returns the same without those
 * @throws UsageError with everything that is no option, or has a value that it cannot have.
 */
export function checkedOptions<Options extends object>(
  entries: Entries<Options>,
  options: Options,
  required: readonly (keyof Options & string)[] = [],
): Options {
  if (typeof options !== 'object' || options === null || Array.isArray(options))
    throw new UsageError([diagnosticOf(`options are an object, not ${valueWords(options)}`, '')]);
  const given: [string, unknown][] = Object.entries(options).filter(
    ([, value]) => value !== undefined,
  );
  const present = Object.fromEntries(given) as Options;
  const missing = required.filter((key) => !Object.hasOwn(present, key));
  const diagnostics = [
    ...missing.map((key) => diagnosticOf(`the option \`${key}\` is missing`, '')),
    ...given.flatMap(([key, value]) => problemsOf(entries, key, value)),
  ];
  if (diagnostics.length > 0) throw new UsageError(diagnostics);
  return present;
}

function optionOf<Options>(entries: Entries<Options>, key: string): v.GenericSchema {
  return (entries as Readonly<Record<string, v.GenericSchema>>)[key] ?? v.never();
}

function problemsOf<Options>(
  entries: Entries<Options>,
  key: string,
  value: unknown,
): readonly Diagnostic[] {
  const known = Object.keys(entries);
  if (!known.includes(key))
    return [diagnosticOf(`there is no option \`${key}\``, didYouMean(key, known))];
  const read = v.safeParse(optionOf(entries, key), value);
  if (read.success) return [];
  return read.issues.map((issue) => {
    const path = v.getDotPath(issue);
    const where = path === null ? key : `${key}.${path}`;
    return diagnosticOf(`\`${where}\` is ${issue.message}, not ${valueWords(issue.input)}`, '');
  });
}

const shownMax = 60;

/** A value of JavaScript in a message: one line, never long. */
function valueWords(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value.slice(0, shownMax));
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : 'a list';
  if (typeof value === 'object' && value !== null) return 'an object';
  return typeof value === 'function' ? 'a function' : String(value);
}

function diagnosticOf(message: string, help: string): Diagnostic {
  return { file: '', line: 0, column: 0, endColumn: 0, message, help, sourceLine: '' };
}
