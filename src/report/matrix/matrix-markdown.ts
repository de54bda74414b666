import type { MatrixResult } from '../../model/matrix-result.js';
import { inert } from '../text/inert.js';
import { axisWords, conditionGroups, conditionWords } from './condition-words.js';
import {
  assumedWords,
  basisWords,
  cellWords,
  gridsOf,
  minimalWords,
  shareExplained,
  shareWords,
  sizeWords,
  tallyWords,
  unknownWords,
  unsafeWords,
} from './matrix-words.js';

/** What Markdown would take for something else than text. */
function plain(text: string): string {
  return inert(text).replaceAll(/[\\`*_{}[\]<>|#]/g, (character) => `\\${character}`);
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`;
}

function gridLines(result: MatrixResult): readonly string[] {
  const tables = gridsOf(result, Number.POSITIVE_INFINITY, shareWords).flatMap(
    ({ caches, rows }) => {
      const lines = rows.map(([frontend, words]) => row([`\`${frontend}\``, ...words]));
      const head = ['unsafe', ...caches.map((cache) => `\`${cache}\``)];
      return [row(head), row(head.map(() => '---')), ...lines];
    },
  );
  return [plain(`${shareExplained}:`), '', ...tables];
}

function headingOf(result: MatrixResult): string {
  if (result.conditions.length > 0) return 'A cell is unsafe exactly when:';
  const words = unsafeWords(result);
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}

/** For a page or a pull request. */
export function renderMatrixMarkdown(result: MatrixResult): string {
  const { varied, fixed } = axisWords(result);
  const groups = conditionGroups(result).flatMap(({ heading, conditions }) => [
    '',
    `### ${plain(`Unsafe ${heading}`)}`,
    '',
    ...conditions.map((condition) => {
      const { kinds, cells, example } = condition;
      const such = `${cellWords(cells)}, as \`${inert(example.configuration)}\``;
      return `- \`${inert(conditionWords(condition))}\`: ${kinds.join(', ') || 'varies'} (${such})`;
    }),
  ]);
  const same = fixed.length === 0 ? '' : `; ${fixed.map((each) => `\`${each}\``).join(', ')}`;
  const leftOut = result.leftOut.map(
    ({ scenario, reason }) => `- ${plain(`${scenario} ${reason}`)}`,
  );
  const lines = [
    '## When a virtual disk is unsafe',
    '',
    `Assuming ${plain(assumedWords(result))}, over ${varied.join(', ')}${same}.`,
    '',
    `${sizeWords(result)}. ${basisWords(result)}.`,
    '',
    ...gridLines(result),
    '',
    ...unknownWords(result).flatMap((text) => [plain(text), '']),
    headingOf(result),
    ...groups,
    '',
    `${minimalWords(result)}. ${tallyWords(result)}.`,
    ...(leftOut.length === 0 ? [] : ['', 'Left out:', '', ...leftOut]),
  ];
  return `${lines.join('\n')}\n`;
}
