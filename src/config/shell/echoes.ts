import { ownWords } from './own-words.js';
import type { Command } from './reading.js';
import { isCommon, isStranger } from './strange-commands.js';
import { isUnknown, type Word } from './word.js';

/**
 * Calls without those that a command of which nothing is known may make of words that another command is given
 * too: `info "$@"; "$@"` starts one machine. Where none of them surely starts it, the last one does.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function withoutEchoes(
  calls: readonly Command[],
  isProgram: (word: string) => boolean,
): readonly Command[] {
  if (!calls.some(isDoubtful)) return calls;
  const given = calls.map((call) => givenTo(call, isProgram));
  const started = new Map<string, number>();
  for (const [index, call] of calls.entries()) {
    const key = given[index] ?? '';
    const before = calls[started.get(key) ?? -1];
    const isSure = before !== undefined && !isDoubtful(before);
    if (!isSure || !isDoubtful(call)) started.set(key, index);
  }
  return calls.filter((call, index) => {
    const key = given[index] ?? '';
    return key === '' || !isDoubtful(call) || started.get(key) === index;
  });
}

function isDoubtful(command: Command): boolean {
  const own = ownWords(command);
  const name = own[0]?.text ?? '';
  return isStranger(own) && !isUnknown(name) && !isCommon(name);
}

/** The words behind the program, each with where it stands: '' for none. */
function givenTo({ words }: Command, isProgram: (word: string) => boolean): string {
  const program = words.findIndex(({ text }) => isProgram(text));
  return program === -1
    ? ''
    : words
        .slice(program + 1)
        .map(placed)
        .join('\0');
}

const placed = ({ text, pieces, start }: Word): string => `${pieces[0]?.start ?? start} ${text}`;
