import * as v from 'valibot';
import { isTextLikeOther } from '../../model/text-like.js';
import { didYouMean, quoted } from './suggest.js';

/** In a schema's message, what follows the line break is the help. */
export function withHelp(message: string, help: string): string {
  return help === '' ? message : `${message}\n${help}`;
}

type Received = { readonly input: unknown };

/** A text is told from what it reads as. */
function received(value: unknown): string {
  return isTextLikeOther(value) ? `the text ${quoted(value)}` : quoted(value);
}

/**
 * A mapping that takes these keys and no others. Not the library's strict object, which stops at
 * the first key that it does not know; to the types it is one, because nothing else comes out.
 */
export function closed<const Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  const known = Object.keys(entries).join(' ');
  const schema = v.objectWithRest(entries, v.never(`${what}\n${known}`), (issue) => {
    if (issue.expected === 'Object') return `${what} is a mapping, not ${quoted(issue.input)}`;
    return `${what} needs ${issue.expected?.replaceAll('"', '`') ?? 'more'}`;
  });
  return schema as unknown as v.StrictObjectSchema<Entries, undefined>;
}

/** The message about a key that `closed` does not take. */
export function unknownKey(message: string, key: string): string {
  const [what = '', known = ''] = message.split('\n');
  return withHelp(`${what} has no ${quoted(key)}`, didYouMean(key, known.split(' ')));
}

export function oneOf<const Options extends readonly string[]>(options: Options, text: string) {
  return v.pipe(
    v.picklist(options, ({ input }: Received) =>
      withHelp(`${quoted(input)} is not accepted here`, didYouMean(String(input), options)),
    ),
    v.description(text),
  );
}

export function oneOfBytes<const Options extends readonly number[]>(
  options: Options,
  description: string,
) {
  const message = ({ input }: Received) =>
    withHelp(`${received(input)} is not accepted here`, `one of: ${options.join(', ')}`);
  return v.pipe(v.picklist(options, message), v.description(description));
}

export function text(description: string) {
  const message = ({ input }: Received) => `expected text, not ${quoted(input)}`;
  return v.pipe(
    v.string(message),
    v.minLength(1, 'expected text that is not empty'),
    v.maxLength(2_000, 'expected at most 2000 characters'),
    v.description(description),
  );
}

export function integer(description: string, min: number, max: number) {
  const message = ({ input }: Received) => `expected a whole number, not ${received(input)}`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(min, ({ input }: Received) => `${input} is too small; ${min} at least`),
    v.maxValue(max, ({ input }: Received) => `${input} is too large; ${max} at most`),
    v.description(description),
  );
}

export function flag(description: string) {
  const message = ({ input }: Received) => `expected true or false, not ${received(input)}`;
  return v.pipe(v.boolean(message), v.description(description));
}

/** A number, or text that gives one. */
export function expression(description: string) {
  return v.pipe(
    v.union(
      [v.pipe(v.number(), v.integer()), v.string()],
      ({ input }: Received) => `expected a whole number or an expression, not ${quoted(input)}`,
    ),
    v.description(description),
  );
}

/** `region` or `region[expression]`. */
export function reference(description: string) {
  const message = ({ input }: Received) =>
    `expected a region, as in \`log\` or \`log[t]\`, not ${quoted(input)}`;
  return v.pipe(v.string(message), v.description(description));
}

export function list<Item extends v.GenericSchema>(item: Item, description: string) {
  const message = ({ input }: Received) => `expected a list, not ${quoted(input)}`;
  return v.pipe(
    v.array(item, message),
    v.minLength(1, 'expected a list that is not empty'),
    v.description(description),
  );
}

/** One value, or a list of them. */
export function oneOrMore<Item extends v.GenericSchema>(item: Item, description: string) {
  return v.pipe(
    v.union(
      [item, v.pipe(v.array(item), v.minLength(1))],
      ({ input }: Received) => `expected a region or a list of regions, not ${quoted(input)}`,
    ),
    v.description(description),
  );
}

/** A mapping from names that the scenario chooses. */
export function named<Item extends v.GenericSchema>(
  pattern: RegExp,
  what: string,
  item: Item,
  description: string,
) {
  const key = v.pipe(
    v.string(),
    v.regex(pattern, ({ input }: Received) => `${quoted(input)} is not ${what}`),
  );
  const message = ({ input }: Received) => `expected a mapping from names, not ${quoted(input)}`;
  return v.pipe(v.record(key, item, message), v.description(description));
}
