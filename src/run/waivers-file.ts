import { existsSync } from 'node:fs';
import * as v from 'valibot';
import { readYaml } from '../config/document/yaml.js';
import { placeOf, plainOf } from '../config/site/located.js';
import { diagnosticAt, sourceText } from '../config/text.js';
import { type Waiver, waiversSchema } from '../gate/waivers.js';
import { readTextFile } from './read-file.js';
import { UsageError, usageError } from './usage-error.js';

export const waiversFileName = 'blkcheck.waivers.yaml';

const bytesMax = 1_048_576;

/**
 * The waivers of the file that was named, or of this folder's; none where there is no file.
 *
 * @throws UsageError with all mistakes of the file.
 */
export function loadWaivers(named: string): readonly Waiver[] {
  const file = named === '' ? waiversFileName : named;
  if (!existsSync(file)) {
    if (named === '') return [];
    throw usageError(`${named}: there is no such file`);
  }
  const source = sourceText(file, readTextFile(file, bytesMax));
  const read = readYaml(source);
  if ('diagnostics' in read) throw new UsageError(read.diagnostics);
  const [root] = read.documents;
  if (root === undefined) return [];
  const { value } = plainOf(source, root);
  const result = v.safeParse(waiversSchema, value);
  if (result.success) return result.output.waivers.map((each) => ({ ...each, comment: null }));
  throw new UsageError(
    result.issues.map((issue) => {
      const path = (issue.path ?? []).map(({ key }) => key as string | number);
      return diagnosticAt(source, placeOf(root, path).span, issue.message);
    }),
  );
}
