import * as v from 'valibot';
import { isTextLikeOther } from '../../model/text-like.js';

type Received = { readonly input: unknown };

/** A value as messages quote it. */
export function quoted(value: unknown): string {
  if (typeof value === 'string') return `\`${value.slice(0, 60)}\``;
  if (value === null || value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : `\`${String(value)}\``;
}

/** A text is told from what it reads as. */
function received(value: unknown): string {
  return isTextLikeOther(value) ? `the text ${quoted(value)}` : quoted(value);
}

/** In a message, what follows the line break is the help. */
function withHelp(message: string, help: string): string {
  return `${message}\n${help}`;
}

/**
 * A mapping that takes these keys and no others. Not the library's strict object, which stops at the
 * first key that it does not know; to the types it is one, because nothing else comes out.
 */
export function closed<const Entries extends v.ObjectEntries>(what: string, entries: Entries) {
  const known = Object.keys(entries).join(', ');
  const rest = v.never(withHelp(`${what} has no such key`, `one of: ${known}`));
  const schema = v.objectWithRest(entries, rest, (issue) =>
    issue.expected === 'Object'
      ? `${what} is a mapping, not ${quoted(issue.input)}`
      : `${what} needs ${issue.expected?.replaceAll('"', '`') ?? 'more'}`,
  );
  return schema as unknown as v.StrictObjectSchema<Entries, undefined>;
}

export function oneOf<const Options extends readonly (string | number)[]>(
  options: Options,
  description: string,
) {
  return v.pipe(
    v.picklist(options, ({ input }: Received) =>
      withHelp(`${received(input)} is not accepted here`, `one of: ${options.join(', ')}`),
    ),
    v.description(description),
  );
}

export function text(description: string) {
  const message = ({ input }: Received) => `text, not ${quoted(input)}`;
  return v.pipe(
    v.string(message),
    v.minLength(1, 'text that is not empty'),
    v.maxLength(2_000, 'at most 2000 characters'),
    v.description(description),
  );
}

export function flag(description: string) {
  const message = ({ input }: Received) => `true or false, not ${received(input)}`;
  return v.pipe(v.boolean(message), v.description(description));
}

export function amount(description: string, max: number) {
  const message = ({ input }: Received) => `a whole number, not ${received(input)}`;
  return v.pipe(
    v.number(message),
    v.integer(message),
    v.minValue(0, message),
    v.maxValue(max, `at most ${max}`),
    v.description(description),
  );
}

/** `6` and `6.12` are numbers to YAML; what they are to us is text. */
export function version(description: string) {
  const message = ({ input }: Received) => `a version such as 6.12, not ${quoted(input)}`;
  const written = v.pipe(v.string(message), v.regex(/^\d{1,4}(\.\d{1,4}){0,3}$/, message));
  const whole = v.pipe(v.number(message), v.minValue(0, message));
  return v.pipe(v.union([written, whole], message), v.description(description));
}

/** One value, or a list of them. */
export function oneOrMore<Item extends v.GenericSchema>(item: Item, description: string) {
  const several = v.pipe(v.array(item), v.minLength(1, 'a list that is not empty'));
  const message = ({ input }: Received) => `text or a list of texts, not ${quoted(input)}`;
  return v.pipe(v.union([item, several], message), v.description(description));
}
