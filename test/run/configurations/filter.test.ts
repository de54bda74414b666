import { describe, expect, it } from 'vitest';
import { type FilterDomain, select } from '../../../src/run/configurations/filter.js';
import { UsageError } from '../../../src/run/usage-error.js';

const disks: FilterDomain<'honest' | 'lying' | 'plain'> = {
  what: 'disk',
  names: ['honest', 'lying', 'plain'],
  whenAbsent: ['honest'],
  whenExcluding: ['honest', 'lying', 'plain'],
};

function mistakeOf(words: readonly string[]): { message: string; help: string } {
  try {
    select(words, disks);
  } catch (error) {
    if (error instanceof UsageError) {
      const [diagnostic] = error.diagnostics;
      return { message: diagnostic?.message ?? '', help: diagnostic?.help ?? '' };
    }
  }
  throw new Error('it was accepted');
}

describe('select', () => {
  it.each([
    [[], ['honest']],
    [['lying'], ['lying']],
    [['plain,honest'], ['honest', 'plain']],
    [
      ['plain', 'honest'],
      ['honest', 'plain'],
    ],
    [['plain,plain'], ['plain']],
    [[' plain , honest '], ['honest', 'plain']],
    [['all'], ['honest', 'lying', 'plain']],
    [['!lying'], ['honest', 'plain']],
    [['all,!lying'], ['honest', 'plain']],
    [
      ['!lying', 'all'],
      ['honest', 'plain'],
    ],
    [['!lying,!plain'], ['honest']],
    [['honest,!lying'], ['honest']],
  ])('%j gives %j', (words, selected) => {
    expect(select(words, disks)).toEqual(selected);
  });

  it('knows no other name, and proposes the nearest', () => {
    const { message, help } = mistakeOf(['lyign']);
    expect(message).toBe('unknown disk `lyign`');
    expect(help).toContain('did you mean `lying`?');
  });

  it('checks what is excluded too', () => {
    expect(mistakeOf(['!lyign']).message).toBe('unknown disk `lyign`');
  });

  it.each([[['lying,!lying']], [['!all']], [['!honest,!lying,!plain']]])(
    'refuses %j, which leaves nothing',
    (words) => {
      expect(mistakeOf(words).message).toContain('leaves no disk');
    },
  );

  it.each([[['']], [['lying,']], [['!']]])('refuses the empty name in %j', (words) => {
    expect(mistakeOf(words).message).toContain('a name is empty');
  });
});
