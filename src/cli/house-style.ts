import { inert } from '../report/text/inert.js';

/** Commander's `(Did you mean run?)` and `(Did you mean one of --host, --host-note?)`. */
const suggestion = /^\(Did you mean (one of )?(.+)\?\)$/u;

function lineOf(text: string): string {
  const line = inert(text);
  const [, several = '', names] = suggestion.exec(line) ?? [];
  if (names === undefined) return line.replaceAll("'", '`');
  const quoted = names.split(', ').map((name) => `\`${name}\``);
  return `  = help: did you mean ${several}${quoted.join(', ')}?`;
}

/** What commander says of a word, as all other mistakes look. */
export function inHouseStyle(message: string): string {
  return message.split('\n').map(lineOf).join('\n');
}
