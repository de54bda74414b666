import type { StacksExplanation } from '../../advise/explain-together.js';
import { sourceWords } from '../../catalogue/known.js';
import { wrap } from '../../report/text/width.js';

/** A label, and a text beside it that may take several lines. */
function beside(label: string, width: number, text: string, columns: number): readonly string[] {
  const [line = '', ...others] = wrap(text, columns - width - 4);
  const indent = ' '.repeat(width + 4);
  return [`  ${label.padEnd(width)}  ${line}`, ...others.map((other) => indent + other)];
}

/** The text with the rules that it is blamed on, and when it holds. */
function blamed(text: string, rules: readonly string[], when: string): string {
  const blame = rules.length === 0 ? text : `${text} [${rules.join(', ')}]`;
  return when === '' ? blame : `${when}: ${blame}`;
}

function layerLines(
  { layer, clauses }: StacksExplanation['layers'][number],
  columns: number,
): readonly string[] {
  return clauses.flatMap((clause, nth) => {
    const { says, rule, when } = clause;
    const text = `${blamed(says, rule === '' ? [] : [rule], when)} (${sourceWords(clause)})`;
    return beside(nth === 0 ? layer : '', 'guest-driver'.length, text, columns);
  });
}

/** A label that stands before several texts stands before the first of them only. */
function withoutRepeats<Row>(
  rows: readonly Row[],
  labelOf: (row: Row) => string,
  linesOf: (row: Row, label: string) => readonly string[],
): readonly string[] {
  return rows.flatMap((row, at) => {
    const before = rows[at - 1];
    const label = labelOf(row);
    return linesOf(row, before !== undefined && labelOf(before) === label ? '' : label);
  });
}

/** The explanation as lines of at most so many columns. */
export function stackLines(
  { layers, stops, order, risks }: StacksExplanation,
  columns: number,
): readonly string[] {
  const widest = Math.max(...risks.map(({ fault }) => fault.length));
  const request = 'a FUA write'.length;
  return [
    'What each layer promises to the one above it:',
    ...layers.flatMap((layer) => layerLines(layer, columns)),
    '',
    'When the guest is told that it is done:',
    ...withoutRepeats(
      stops,
      ({ what }) => what,
      ({ where, when }, label) => beside(label, request, blamed(where, [], when), columns),
    ),
    ...order.flatMap(({ text, rules, when }, nth) =>
      beside(nth === 0 ? 'order' : '', request, blamed(text, rules, when), columns),
    ),
    '',
    'What is at risk:',
    ...withoutRepeats(
      risks,
      ({ fault }) => fault,
      ({ atRisk, rules, when }, label) =>
        beside(label, widest, blamed(atRisk, rules, when), columns),
    ),
  ];
}

export const rulesHint = 'The rules in brackets are explained by `blkcheck explain BLK...`.';
