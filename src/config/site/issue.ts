import type * as v from 'valibot';
import type { Diagnostic } from '../../model/diagnostic.js';
import type { DocNode } from '../document/node.js';
import { diagnosticAt, type SourceText } from '../text.js';
import { placeOf } from './located.js';

type Issue = v.BaseIssue<unknown>;

/** What a schema says of a document, at the key or the value that it is about. */
export function issueDiagnostic(source: SourceText, root: DocNode, issue: Issue): Diagnostic {
  const deepest = deepestOf(issue, []);
  const place = placeOf(root, deepest.path);
  const isKey = deepest.issue.type === 'never' || deepest.issue.path?.at(-1)?.origin === 'key';
  const [message = '', help = ''] = deepest.issue.message.split('\n');
  return diagnosticAt(source, isKey ? place.keySpan : place.span, message, help);
}

/** Of a value that fits none of several kinds, the mistake of the kind that it came closest to. */
function deepestOf(issue: Issue, above: readonly (string | number)[]) {
  const path = [...above, ...(issue.path ?? []).map(({ key }) => key as string | number)];
  let deepest = { issue, path };
  for (const inner of issue.issues ?? []) {
    const found = deepestOf(inner, path);
    if (found.path.length > deepest.path.length) deepest = found;
  }
  return deepest;
}
