import * as v from 'valibot';
import { closed } from '../config/site/fields.js';
import { diagnosticAt, sourceText } from '../config/text.js';
import { type Waiver, waiverFields } from '../gate/waivers.js';
import type { Diagnostic } from '../model/diagnostic.js';
import { UsageError } from './usage-error.js';
import { unknownRules } from './waiver-rules.js';

/** `# blkcheck-waive: BLK011 owner=... expires=... reason=...`, in any of the formats' comments. */
const comment = /(?:#|\/\/|;|\/\*|<!--)[ \t]*blkcheck-waive:([^\n]*)/gu;
const ends = /[ \t]*(?:-->|\*\/)?[ \t\r]*$/u;

const schema = closed('a waiver', waiverFields);

/**
 * The waivers that stand in definitions, each beside what it is about.
 *
 * @param texts - by the names of their files
 * @throws UsageError with all that lack something.
 */
export function commentWaivers(texts: ReadonlyMap<string, string>): readonly Waiver[] {
  const waivers: Waiver[] = [];
  const diagnostics: Diagnostic[] = [];
  for (const [file, text] of texts) {
    if (!text.includes('blkcheck-waive:')) continue;
    const source = sourceText(file, text);
    for (const match of text.matchAll(comment)) {
      const span = { start: match.index, end: match.index + match[0].length };
      const read = v.safeParse(schema, fieldsOf(match[1] ?? ''));
      const { line } = diagnosticAt(source, span, '');
      if (read.success) {
        const wrong = unknownRules([read.output]);
        diagnostics.push(
          ...wrong.map((each) => diagnosticAt(source, span, each.message, each.help)),
        );
        waivers.push({ ...read.output, disk: `${file}:${line}`, comment: { file, line } });
      } else {
        const [issue] = read.issues;
        const [message = ''] = issue.message.split('\n');
        const field = String(issue.path?.[0]?.key ?? '');
        diagnostics.push(diagnosticAt(source, span, `\`${field}\`: ${message}`, help));
      }
    }
  }
  if (diagnostics.length > 0) throw new UsageError(diagnostics);
  return waivers;
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
