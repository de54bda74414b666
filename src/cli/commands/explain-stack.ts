import type { Clause, LayerPromise, StackExplanation } from '../../advise/explain.js';
import type { Risk } from '../../advise/risks.js';
import { wrap } from '../../report/width.js';

/** A label, and a text beside it that may take several lines. */
function beside(label: string, width: number, text: string, columns: number): readonly string[] {
  const [line = '', ...others] = wrap(text, columns - width - 4);
  const indent = ' '.repeat(width + 4);
  return [`  ${label.padEnd(width)}  ${line}`, ...others.map((other) => indent + other)];
}

/** The text with the rules that it is blamed on. */
function blamed(text: string, rules: readonly string[]): string {
  return rules.length === 0 ? text : `${text} [${rules.join(', ')}]`;
}

/** What is not known first-hand says so. */
function sourceOf({ source, confidence }: Clause): string {
  if (confidence === 'memory') return `${source}; from memory`;
  return confidence === 'inferred' ? `${source}; inferred` : source;
}

function layerLines({ layer, clauses }: LayerPromise, columns: number): readonly string[] {
  return clauses.flatMap((clause, nth) => {
    const { says, rule } = clause;
    const text = `${blamed(says, rule === '' ? [] : [rule])} (${sourceOf(clause)})`;
    return beside(nth === 0 ? layer : '', 'guest-driver'.length, text, columns);
  });
}

function riskLines(
  { fault, atRisk, rules }: Risk,
  width: number,
  columns: number,
): readonly string[] {
  return beside(fault, width, blamed(atRisk, rules), columns);
}

/** The explanation as lines of at most so many columns. */
export function stackLines(
  name: string,
  { layers, stops, order, risks }: StackExplanation,
  columns: number,
): readonly string[] {
  const widest = Math.max(...risks.map(({ fault }) => fault.length));
  return [
    name,
    '',
    'What each layer promises to the one above it:',
    ...layers.flatMap((layer) => layerLines(layer, columns)),
    '',
    'When the guest is told that it is done:',
    ...stops.flatMap(({ what, where }) => beside(what, 'a FUA write'.length, where, columns)),
    ...beside('order', 'a FUA write'.length, blamed(order.text, order.rules), columns),
    '',
    'What is at risk:',
    ...risks.flatMap((risk) => riskLines(risk, widest, columns)),
    '',
    'The rules in brackets are explained by `blkcheck explain BLK...`.',
  ];
}
