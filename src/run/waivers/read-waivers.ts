import * as v from 'valibot';
import { readYaml } from '../../config/document/yaml.js';
import { issueDiagnostic } from '../../config/site/issue.js';
import { placeOf, plainOf } from '../../config/site/located.js';
import { diagnosticAt, positionAt, sourceText } from '../../config/text.js';
import { waiversSchema } from '../../gate/waivers-schema.js';
import type { Waiver } from '../../model/waiver.js';
import { readTextFile } from '../files/read-file.js';
import { UsageError } from '../usage-error.js';
import { unknownRules } from './waiver-rules.js';

const bytesMax = 1_048_576;

/** @throws UsageError with all mistakes of the file. */
export function readWaivers(file: string): readonly Waiver[] {
  const source = sourceText(file, readTextFile(file, bytesMax));
  const read = readYaml(source);
  if ('diagnostics' in read) throw new UsageError(read.diagnostics);
  const [root] = read.documents;
  if (root === undefined) return [];
  const { value } = plainOf(source, root);
  const result = v.safeParse(waiversSchema, value);
  const mistakes = result.success
    ? unknownRules(result.output.waivers).map(({ index, message, help }) =>
        diagnosticAt(source, placeOf(root, ['waivers', index, 'rule']).span, message, help),
      )
    : result.issues.map((issue) => issueDiagnostic(source, root, issue));
  if (mistakes.length === 0 && result.success)
    return result.output.waivers.map((each, index) => {
      const at = positionAt(source, placeOf(root, ['waivers', index, 'rule']).span);
      return { ...each, isComment: false, at };
    });
  throw new UsageError(mistakes.sort((one, other) => one.line - other.line));
}
