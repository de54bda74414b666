import type { MatrixResult } from '../../model/matrix-result.js';
import { renderMatrixMarkdown } from '../../report/matrix/matrix-markdown.js';
import { renderMatrix } from '../../report/matrix/matrix-pretty.js';
import { jsonText } from '../../report/text/json-text.js';
import { paintOf, plainPaint } from '../../report/text/paint.js';
import { checkWritable, writeTextFile } from '../../run/files/write-file.js';
import type { MatrixFlags, MatrixReporterName } from '../advice-flags.js';
import { chalkFor } from '../chalk-for.js';
import { runOptionsOf, withoutAbsent } from '../run-options.js';
import { columnsOf, columnsUsual } from '../streams.js';
import { tellBugs } from '../tell-bugs.js';
import type { ReporterFlag } from '../values.js';

export async function matrixCommand(files: readonly string[], flags: MatrixFlags): Promise<number> {
  const { reporter = [], vary, prove, ...others } = flags;
  for (const { file } of reporter) if (file !== '') checkWritable(file);
  const { runMatrix } = await import('../../run/matrix/matrix.js');
  const { result, blkcheckBugs } = await runMatrix({
    ...runOptionsOf(files, others),
    ...withoutAbsent({ vary, prove }),
  });
  process.exitCode = result.summary.exitCode;
  for (const each of reporter)
    if (each.file !== '') writeTextFile(each.file, render(each, result, flags));
  const printed = reporter.find(({ file }) => file === '') ?? { name: 'pretty', file: '' };
  process.stdout.write(render(printed, result, flags));
  tellBugs(blkcheckBugs);
  return result.summary.exitCode;
}

function render(
  { name, file }: ReporterFlag<MatrixReporterName>,
  result: MatrixResult,
  { all, color }: MatrixFlags,
): string {
  if (name === 'json') return jsonText(result);
  if (name === 'markdown') return renderMatrixMarkdown(result);
  const isFile = file !== '';
  return renderMatrix(result, {
    paint: isFile ? plainPaint : paintOf(chalkFor(process.stdout, color)),
    columns: isFile ? columnsUsual : columnsOf(process.stdout),
    all: all === true,
  });
}
