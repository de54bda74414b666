import { wordRunners } from './runners.js';
import {
  appendAs,
  appendWord,
  finished,
  isUnknown,
  newWord,
  sliceOf,
  spanIn,
  touch,
  unknownMark,
  unknownWord,
  type Word,
} from './word.js';

const name = /^(.*\/)?xargs$/;
/** Options whose value is a word of its own: xargs(1). */
const valued = /^-[aEdILnPs]$|^--(arg-file|delimiter|max-args|max-chars|max-lines|max-procs)$/;
const replacing = /^(?:-I(.*)|-i(.*)|--replace(?:=(.*))?)$/s;

/**
 * Words of a command that `xargs` starts: what it reads stands behind them, or where the command names
 * it.
 *
 * @param isProgram - whether a word is the program that is looked for
 */
export function withInput(
  words: readonly Word[],
  isProgram: (word: string) => boolean,
): readonly Word[] {
  const index = words.findIndex(({ text }) => name.test(text));
  const xargs = words[index];
  if (xargs === undefined) return words;
  const started = words.findIndex((_, at) => at > index && isCommand(words, at));
  const program = words.findIndex(({ text }, at) => at >= started && isProgram(text));
  const isOwn = words
    .slice(started, program)
    .every(({ text }) => wordRunners.test(text) || /^(-|\w+=)/.test(text));
  if (started === -1 || program === -1 || !isOwn) return words;
  const place = placeOf(words.slice(index + 1, started));
  if (place === '') return [...words, unknownWord(xargs)];
  return words.map((word, at) => (at > started ? filled(word, place) : word));
}

function isCommand(words: readonly Word[], at: number): boolean {
  const text = words[at]?.text ?? '';
  const before = words[at - 1]?.text ?? '';
  return !text.startsWith('-') && !valued.test(before);
}

/** What stands for the input; '' where that comes last. */
function placeOf(options: readonly Word[]): string {
  const index = options.findIndex(({ text }) => replacing.test(text));
  const match = replacing.exec(options[index]?.text ?? '');
  if (match === null) return '';
  const own = match[1] ?? match[2] ?? match[3] ?? '';
  const isApart = options[index]?.text === '-I';
  return own !== '' ? own : isApart ? (options[index + 1]?.text ?? '') : '{}';
}

function filled(word: Word, place: string): Word {
  if (isUnknown(place) || !word.text.includes(place)) return word;
  const whole = newWord();
  touch(whole, word.start, word.end);
  let from = 0;
  for (let at = word.text.indexOf(place); at !== -1; at = word.text.indexOf(place, from)) {
    appendWord(whole, sliceOf(word, from, at));
    const { start, end } = spanIn(word, at, at + place.length);
    appendAs(whole, unknownMark, start, end);
    from = at + place.length;
  }
  appendWord(whole, sliceOf(word, from, word.text.length));
  return finished(whole);
}
