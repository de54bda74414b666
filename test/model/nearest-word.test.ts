import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nearest, orMeant } from '../../src/model/nearest-word.js';

const modes = ['none', 'writeback', 'writethrough', 'directsync', 'unsafe'];

describe('the word that was meant', () => {
  it.each([
    ['a letter is missing', 'writebak', 'writeback'],
    ['a letter is too many', 'nonee', 'none'],
    ['a letter is another', 'nane', 'none'],
    ['two are swapped', 'wrtiebcak', 'writeback'],
    ['letters are capital', 'UnSafe', 'unsafe'],
  ])('is found where %s', (_, word, meant) => {
    expect(nearest(word, modes)).toBe(meant);
  });

  it('is none where none is near', () => {
    expect([nearest('qcow2', modes), nearest('', modes), nearest('none', [])]).toEqual([
      '',
      '',
      '',
    ]);
  });

  it('may have three mistakes, and not four', () => {
    expect(nearest('writethrough123', modes)).toBe('writethrough');
    expect(nearest('writethrough1234', modes)).toBe('');
  });

  it('may have as many mistakes as half of its letters, and one in any case', () => {
    // Of two letters one may be wrong, and of four two.
    expect([nearest('ab', ['ax']), nearest('ab', ['xy'])]).toEqual(['ax', '']);
    expect([nearest('abcd', ['abxy']), nearest('abcd', ['axyz'])]).toEqual(['abxy', '']);
    expect(nearest('a', ['b'])).toBe('b');
  });

  it('is the nearest, and the first of those that are equally near', () => {
    expect(nearest('cat', ['cart', 'bat', 'cat'])).toBe('cat');
    expect(nearest('cat', ['bat', 'rat'])).toBe('bat');
    expect(nearest('cat', ['rat', 'bat'])).toBe('rat');
  });

  it('takes two swapped neighbours for one mistake, and nothing like them', () => {
    expect(nearest('ab', ['ba'])).toBe('ba');
    expect([nearest('ab', ['bc']), nearest('ab', ['ca']), nearest('a', ['bc'])]).toEqual([
      '',
      '',
      '',
    ]);
  });
});

it('a word is its own nearest, whatever the others are', () => {
  const word = fc.stringMatching(/^[a-d]{1,9}$/);
  fc.assert(
    fc.property(word, fc.array(word), (meant, others) => {
      expect(nearest(meant, [...others, meant])).toBe(meant);
    }),
  );
});

it('one letter more, less or another is found again in any long word', () => {
  const letters = fc.stringMatching(/^[a-z]{4,12}$/);
  fc.assert(
    fc.property(letters, fc.nat(11), fc.constantFrom('', '-', '--'), (meant, at, instead) => {
      const position = at % meant.length;
      const length = instead === '--' ? 0 : 1;
      const word = meant.slice(0, position) + instead + meant.slice(position + length);
      expect(nearest(word, [meant])).toBe(meant);
    }),
  );
});

it('a hint stands behind a word, or nothing', () => {
  expect(orMeant('writebak', modes)).toBe(' (did you mean `writeback`?)');
  expect(orMeant('qcow2', modes)).toBe('');
});
