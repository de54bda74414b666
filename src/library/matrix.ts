import type { MatrixResult } from '../model/matrix-result.js';
import { type MatrixOptions, runMatrix } from '../run/matrix/matrix.js';
import { checkedOptions } from './check-options.js';
import { matrixEntries } from './option-schemas.js';
import { inOptionWords } from './option-words.js';

/** of-stacks.ts says what it does, and loads it. */
export async function matrix(options: MatrixOptions): Promise<MatrixResult> {
  const checked = checkedOptions(matrixEntries, options);
  return (await inOptionWords(() => runMatrix(checked))).result;
}
