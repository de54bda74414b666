import * as v from 'valibot';
import { linesOf } from '../../config/comment-scope.js';
import { beginsComment, commentSyntax } from '../../config/comments.js';
import { closed } from '../../config/site/fields.js';
import {
  diagnosticAt,
  positionAt,
  type SourceText,
  type Span,
  sourceText,
} from '../../config/text.js';
import { commentFields } from '../../gate/waivers-schema.js';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { Waiver } from '../../model/waiver.js';
import type { ReadConfigs } from '../definitions/read-configs.js';
import { UsageError } from '../usage-error.js';
import { mayWaive } from './may-waive.js';
import { unknownRules } from './waiver-rules.js';

/** `# blkcheck-waive: BLK011 owner=... expires=... reason=...`, with any of the formats' marks. */
const comment = /(#|\/\/|;|\/\*|<!--)[ \t]*blkcheck-waive:([^\n]*)/gu;
const ends = /[ \t]*(?:-->|\*\/)?[ \t\r]*$/u;

const schema = closed('a waiver', commentFields);

/**
 * The waivers that stand in definitions, each beside what it is about. Text that is no comment waives nothing.
 *
 * @throws UsageError with all that lack something.
 */
export function commentWaivers({
  texts,
  files,
}: Pick<ReadConfigs, 'texts' | 'files'>): readonly Waiver[] {
  const formats = new Map(files.map(({ file, format }) => [file, format]));
  const diagnostics: Diagnostic[] = [];
  const waivers = [...texts]
    .filter(([, text]) => mayWaive(text))
    .flatMap(([name, text]) => {
      const found = commentsOf(sourceText(name, text), formats.get(name) ?? '');
      const lines = text.split('\n');
      return found.flatMap((each) => waiverOf(each, lines, diagnostics));
    });
  if (diagnostics.length > 0) throw new UsageError(diagnostics);
  return waivers;
}

interface Comment {
  readonly source: SourceText;
  readonly span: Span;
  /** What follows the name. */
  readonly said: string;
}

function commentsOf(source: SourceText, format: string): readonly Comment[] {
  const { file: name, text } = source;
  const syntax = commentSyntax({ name, text, format });
  return [...text.matchAll(comment)].flatMap((match): Comment[] => {
    const [whole, mark = '', said = ''] = match;
    const { index: start } = match;
    if (!beginsComment(syntax, start, start + mark.length)) return [];
    return [{ source, span: { start, end: start + whole.length }, said }];
  });
}

/**
 * @param lines - of the text
 * @param diagnostics - gets what is wrong with it
 */
function waiverOf(
  { source, span, said }: Comment,
  lines: readonly string[],
  diagnostics: Diagnostic[],
): readonly Waiver[] {
  const read = v.safeParse(schema, fieldsOf(said));
  if (!read.success) {
    const [issue] = read.issues;
    const [message = ''] = issue.message.split('\n');
    const field = String(issue.path?.[0]?.key ?? '');
    diagnostics.push(diagnosticAt(source, span, `\`${field}\`: ${message}`, help));
    return [];
  }
  for (const { message, help: word } of unknownRules([read.output]))
    diagnostics.push(diagnosticAt(source, span, message, word));
  const { disk: pattern = '', ...fields } = read.output;
  const at = positionAt(source, span);
  const disk = `${at.file}:${at.line}`;
  const { first, last } = linesOf(lines, at.line);
  const next = Math.max(first, at.line + 1);
  const scope = { first: at.line, last: pattern === '' ? next : last, pattern };
  return [{ ...fields, disk, isComment: true, at, scope }];
}

const help =
  'blkcheck-waive: BLK011 owner=NAME expires=2027-01-31 reason=WORDS TO THE END OF THE LINE';

/** The reason is the rest of the line. */
function fieldsOf(text: string): Readonly<Record<string, string>> {
  const [before = '', reason] = text.replace(ends, '').split(/(?:^|[ \t])reason=(.*)/su);
  const words = before.trim().split(/[ \t]+/u);
  const pairs = words.slice(1).map((word): [string, string] => {
    const at = word.indexOf('=');
    return at === -1 ? [word, ''] : [word.slice(0, at), word.slice(at + 1)];
  });
  const fields = { rule: words[0] ?? '', ...Object.fromEntries(pairs) };
  return reason === undefined ? fields : { ...fields, reason };
}
