import { describe, expect, it } from 'vitest';
import { linesOf } from '../../src/config/comment-scope.js';

const spoken = (text: string, line = 1) => {
  const { first, last } = linesOf(text.split('\n'), line);
  return [first, last];
};

describe('a comment speaks of', () => {
  it.each<readonly [string, string, readonly [number, number]]>([
    ['the next line', '# c\na\nb', [2, 2]],
    ['its own line, where that has something else', 'a # c\nb', [1, 1]],
    ['the next line that is no comment', '# c\n# d\n<!-- e -->\na\nb', [4, 4]],
    ['lines that go on', '# c\na \\\nb \\\nd\ne', [2, 4]],
    ['lines that go on in cmd', '# c\r\na ^\r\nb\r\nd', [2, 3]],
    ['lines that stand deeper', '# c\na (\n  b\n\n    d\n)', [2, 5]],
    ['of an element of a list that one', 'a=(\n  # c\n  b\n  d\n)', [3, 3]],
    ['of a comment in a block what stands there', 'a:\n  # c\n  - b\n    d\n  - e', [3, 4]],
    ['of nothing nothing', '# c', [2, 2]],
  ])('%s', (_, text, expected) => {
    expect(spoken(text, text.split('\n').findIndex((line) => line.includes('# c')) + 1)).toEqual(
      expected,
    );
  });

  it('not without end', () => {
    expect(spoken(`# c\na\n${'  b\n'.repeat(5000)}`)).toEqual([2, 1002]);
    expect(spoken('# c\n'.repeat(5000))).toEqual([1001, 1001]);
  });
});
