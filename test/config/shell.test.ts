import { describe, expect, it } from 'vitest';
import { readCommands } from '../../src/config/shell/commands.js';
import { shell } from '../../src/config/shell/reading.js';
import { scriptVariables } from '../../src/config/shell/variables.js';
import { spanIn, unknownMark } from '../../src/config/shell/word.js';

/** Words of each command; what only a running shell knows is `?`. */
function wordsOf(text: string): readonly (readonly string[])[] {
  const dialect = { ...shell, variables: scriptVariables(text) };
  return readCommands(text, dialect).commands.map(({ words }) =>
    words.map((word) => word.text.replaceAll(unknownMark, '?')),
  );
}

describe('a script is split as a shell would', () => {
  it.each<readonly [string, readonly (readonly string[])[]]>([
    ['a b  c', [['a', 'b', 'c']]],
    ['a \\\n  b', [['a', 'b']]],
    ['a,\\\nb', [['a,b']]],
    ['a # b\nc', [['a'], ['c']]],
    ['a\n-b c\n  --d=e\n-f\r\ng', [['a', '-b', 'c', '--d=e', '-f'], ['g']]],
    ['a \\ \n -b \\\t\r\n-c', [['a', '-b', '-c']]],
    ['a \\ \nb \\', [['a', ' '], ['b']]],
    ['-a b\n-c d', [['-a', 'b', '-c', 'd']]],
    [
      'case $1 in\n-h) a;;\n-m) b\nesac',
      [['case', '?', 'in'], ['-h'], ['a'], ['-m'], ['b'], ['esac']],
    ],
    ['a#b', [['a#b']]],
    [`'a b'"c d"e`, [['a bc de']]],
    [`"a\\"b\\c" 'a\\b'`, [['a"b\\c', 'a\\b']]],
    ["''", [['']]],
    [String.raw`$'a\'b\x41\t'c $'\u00e9\101\q'`, [["a'bA\tc", String.raw`éA\q`]]],
    [`a$"b c" "$'d'"`, [['ab c', "$'d'"]]],
    [String.raw`A=($'b\'c' d); a`, [[String.raw`A=($'b\'c' d)`], ['a']]],
    ['a `# b` \\\n -c `#`', [['a', '-c']]],
    ['a `b # c`', [['a', '?']]],
    ['a; b && c | d &', [['a'], ['b'], ['c'], ['d']]],
    ['a 2>&1 >out <in b', [['a', 'b']]],
    ['cat <<EOF\nqemu -drive x\nEOF\nb', [['cat'], ['b']]],
    ['a $X ${Y:-z} "$(b c)" `d`', [['a', '?', '?', '?', '?']]],
    ['a $5 $@ $', [['a', '?', '?', '$']]],
    ['X=1 a', [['X=1', 'a']]],
    ['a\r\nb\r\n', [['a'], ['b']]],
    ['if true; then a; fi', [['if', 'true'], ['then', 'a'], ['fi']]],
  ])('%s', (text, words) => {
    expect(wordsOf(text)).toEqual(words);
  });
});

describe('braces make several words of one', () => {
  it.each<readonly [string, readonly string[]]>([
    ['a {b,c}.img', ['a', 'b.img', 'c.img']],
    ['a x{b,}', ['a', 'xb', 'x']],
    ['a "x"{1..3}\'y\'', ['a', 'x1y', 'x2y', 'x3y']],
    ['a {3..1}{b..c}', ['a', '3b', '3c', '2b', '2c', '1b', '1c']],
    ['a {0..9..4}', ['a', '0', '4', '8']],
    ['X=1\na $X{b,c}', ['a', '1b', '1c']],
    ['A=(x{1,2})\na "${A[@]}"', ['a', 'x1', 'x2']],
  ])('%s', (text, words) => {
    expect(wordsOf(text).at(-1)).toEqual(words);
  });

  it.each<readonly [string, readonly string[]]>([
    ['a {b} {} "{b,c}" {b\\,c} {b..cd}', ['a', '{b}', '{}', '{b,c}', '{b,c}', '{b..cd}']],
    ['X={b,c}\na $X', ['a', '{b,c}']],
    ['a {b, c}', ['a', '{b,', 'c}']],
  ])('unless they mean themselves: %s', (text, words) => {
    expect(wordsOf(text).at(-1)).toEqual(words);
  });

  it.each<readonly [string, readonly string[]]>([
    ['a x{b,$X}', ['a', 'x?', '?']],
    ['a {b,{c,d}}', ['a', '?', '?']],
    ['a {01..10}', ['a', '?', '?']],
    ['a {1..99999}', ['a', '?', '?']],
    ['#!/bin/sh\na {b,c}', ['a', '?', '?']],
  ])('or nobody can say which: %s', (text, words) => {
    expect(wordsOf(text).at(-1)).toEqual(words);
  });
});

describe('a variable is known where nothing but one plain assignment sets it:', () => {
  it.each<readonly [string, string, readonly string[]]>([
    ['assigned once', 'X=none\na cache=$X', ['a', 'cache=none']],
    ['of others', 'A=/srv; B="$A/x y"\na "$B"', ['a', '/srv/x y']],
    ['split without quotes', 'O="-m 1"\na $O', ['a', '-m', '1']],
    ['an array', 'A=(b "c d" # e\n f)\na "${A[@]}" g', ['a', 'b', 'c d', 'f', 'g']],
    ['an array that grows', 'A=(b)\nA+=(c)\na "${A[@]}"', ['a', 'b', 'c']],
    ['not an element with a number', 'A=(b)\nA+=([5]=c d)\na "${A[@]}"', ['a', 'b', '?', 'd']],
    ['not with a default', 'X=${X:-none}\na $X', ['a', '?']],
    ['not in a branch', 'X=1\nif b; then X=2; fi\na $X', ['a', '?']],
    ['not behind a test', '[ -z "$X" ] && X=1\na $X', ['a', '?']],
    ['not in a loop', 'for X in 1 2; do a $X; done', ['do', 'a', '?']],
    ['not when it is read', 'X=1\nread X\na $X', ['a', '?']],
    ['not before it is set', 'a $X\nX=1', ['a', '?']],
    ['not after another file has run', 'X=1\n. ./other\na $X', ['a', '?']],
    ['not for one program', 'X=1 b\na $X', ['a', '?']],
  ])('%s', (_, text, words) => {
    expect(wordsOf(text)).toContainEqual(words);
  });

  it('may grow in a branch', () => {
    const [, , , words] = wordsOf('A=(b)\nif c; then A+=(d); fi\na "${A[@]}"').slice(-4);
    expect(words).toEqual(['a', 'b', '?']);
  });
});

describe('a part of a word stands where it is written', () => {
  it.each([
    ['through quotes', `x 'a,'"b=c"',d'`, 'b=c'],
    ['through a continuation', 'x a,\\\nb=c,d', 'b=c'],
    ['through an escape', 'x a\\,b=c,d', 'b=c'],
    ['behind a variable', 'x $Y,b=c', 'b=c'],
    ['in a variable', 'Y=b=c\nx a,$Y', 'b=c'],
    ['behind a variable in a variable', 'X=long\nY="e=$X,b=c f"\nx $Y', 'b=c'],
    ['in a text that grew', 'Y=a\nY+=,b=c\nx $Y', 'b=c'],
  ])('%s', (_, text, part) => {
    const dialect = { ...shell, variables: scriptVariables(text) };
    const word = readCommands(text, dialect).commands.at(-1)?.words.at(1);
    if (word === undefined) throw new Error('no word');
    const at = word.text.indexOf(part);
    const { start, end } = spanIn(word, at, at + part.length);
    expect(text.slice(start, end)).toBe(part);
  });
});

describe('what does not end', () => {
  it.each([
    ["'a", 0, 'quote'],
    ["b $'a\\'", 3, 'quote'],
    ['b "a', 2, 'quote'],
    ['b $(c', 2, 'expansion'],
    ['A=(b', 2, '('],
  ])('%s is an error with its place', (text, start, message) => {
    const { error } = readCommands(text);
    expect(error).toMatchObject({ start, message: expect.stringContaining(message) });
  });
});
