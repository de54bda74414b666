import * as v from 'valibot';
import type { Diagnostic } from '../../model/diagnostic.js';
import { type Formula, isMistake, nameSpan, namesOf, parseExpression, zero } from './expression.js';
import { unknownKey } from './fields.js';
import { limits } from './limits.js';
import type { Located, Path } from './located.js';
import { diagnostic, narrowed, type Source, type Span } from './source.js';
import { didYouMean } from './suggest.js';

/** One reading of a file: where things stand, what names exist, and what was wrong so far. */
export interface Reading {
  readonly located: Located;
  /** The recovery is a module's function, and the scenario must not name another. */
  readonly hasModule: boolean;
  readonly source: Source;
  readonly diagnostics: Diagnostic[];
  /** Names that the file gives, whether what stands under them is right or not. */
  readonly regionNames: readonly string[];
  readonly parameterNames: readonly string[];
  /** Set once an expression draws, or a `choose` is read. */
  random: boolean;
}

/** Nothing that is found from here on would be shown. */
export function isFull({ diagnostics }: Reading): boolean {
  return diagnostics.length >= limits.diagnostics;
}

export function report(reading: Reading, span: Span, message: string, help = ''): void {
  if (isFull(reading)) return;
  reading.diagnostics.push(diagnostic(reading.source, span, message, help));
}

type Issue = v.BaseIssue<unknown>;

const isUnknownKey = (issue: Issue) => issue.type === 'never';

function issueSpan(reading: Reading, path: Path, issue: Issue): Span {
  const keys = (issue.path ?? []).map((item) => item.key as string | number);
  const full = [...path, ...keys];
  const isKey = issue.path?.at(-1)?.origin === 'key' || isUnknownKey(issue);
  return isKey ? reading.located.keySpan(full) : reading.located.span(full);
}

function issueText(issue: Issue): string {
  if (!isUnknownKey(issue)) return issue.message;
  return unknownKey(issue.message, String(issue.path?.at(-1)?.key));
}

/** What the schema makes of the value at `path`; null, and a report of all its mistakes, if not. */
export function held<Schema extends v.GenericSchema>(
  reading: Reading,
  schema: Schema,
  value: unknown,
  path: Path,
): v.InferOutput<Schema> | null {
  const result = v.safeParse(schema, value);
  if (result.success) return result.output;
  // Looking up a position takes as long as its mapping is large, so not for what nobody will see.
  const room = limits.diagnostics - reading.diagnostics.length;
  for (const issue of result.issues.slice(0, room)) {
    const [message = '', help = ''] = issueText(issue).split('\n');
    report(reading, issueSpan(reading, path, issue), message, help);
  }
  return null;
}

function checkNames(reading: Reading, formula: Formula, scope: readonly string[]): void {
  const draws = namesOf(formula.expression, (name) => {
    if (scope.includes(name)) return;
    const help = didYouMean(name, scope);
    report(reading, nameSpan(formula, name), `no parameter or loop is named \`${name}\``, help);
  });
  if (draws) reading.random = true;
}

/** An expression over the names in `scope`; 0 in its place, and a report, where it is none. */
export function formula(
  reading: Reading,
  text: string,
  span: Span,
  scope: readonly string[],
): Formula {
  const parsed = parseExpression(text);
  if (isMistake(parsed)) {
    const at = narrowed(span, text, parsed.offset, parsed.length);
    report(reading, at, `\`${text}\`: ${parsed.message}`, parsed.help);
    return { expression: zero, text, span };
  }
  const read = { expression: parsed, text, span };
  checkNames(reading, read, scope);
  return read;
}

/** The expression of an optional field; null where the field is not there. */
export function fieldFormula(
  reading: Reading,
  value: number | string | undefined,
  path: Path,
  scope: readonly string[],
): Formula | null {
  if (value === undefined) return null;
  return formula(reading, String(value), reading.located.span(path), scope);
}
