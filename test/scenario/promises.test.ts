import { describe, expect, test } from 'vitest';
import { idOf, judged } from './aftermaths.js';
import { readFile, scriptOf } from './files.js';

describe('durable and ordered', () => {
  const script = scriptOf(readFile('scenarios/contract-client.yaml'), { rounds: 2 });
  const [first, barrier, after] = ['write before[0]', 'barrier barrier[0]', 'write after[0]'].map(
    (label) => idOf(script, label),
  );
  const submitted = { after: idOf(script, 'write after[1]') };

  test('everything, and nothing', () => {
    expect(judged(script, {})).toBeNull();
    expect(judged(script, { after: 0 })).toBeNull();
  });

  test('a barrier without what came before it', () => {
    expect(judged(script, { ...submitted, without: [first ?? 0] })).toEqual({
      kind: 'reordered',
      victim: first,
      witness: barrier,
      acknowledge: 0,
      lba: 0,
      effect:
        'barrier barrier[0] (operation 2) is there, and write before[0] (operation 1), ' +
        'which had to come first, is not',
    });
  });

  test('what came after a barrier without the barrier', () => {
    const second = idOf(script, 'barrier barrier[1]');
    expect(judged(script, { ...submitted, without: [barrier ?? 0, second] })).toMatchObject({
      kind: 'reordered',
      victim: barrier,
      witness: after,
    });
  });

  test('acknowledged, and gone', () => {
    const acknowledge = idOf(script, 'acknowledge before, barrier');
    expect(judged(script, { after: acknowledge, without: [first ?? 0] })).toEqual({
      kind: 'lost',
      victim: first,
      witness: 0,
      acknowledge,
      lba: 0,
      effect:
        'write before[0] (operation 1) was acknowledged as durable, and sector 0 shows ' +
        'what was there before',
    });
  });

  test('kinds that were seen before can be left out', () => {
    const crash = { without: [first ?? 0] };
    expect(judged(script, crash)?.kind).toBe('lost');
    expect(judged(script, crash, ['lost'])?.kind).toBe('reordered');
    expect(judged(script, crash, ['lost', 'reordered'])).toBeNull();
  });
});

describe('atomic', () => {
  const script = scriptOf(readFile('examples/multi-sector-atomic.yaml'), { versions: 2 });
  const [one, two] = [1, 2].map((nth) => idOf(script, 'write page', nth));

  test('whole versions', () => {
    expect(judged(script, { after: two ?? 0, without: [two ?? 0] })).toBeNull();
    expect(judged(script, { after: two ?? 0 })).toBeNull();
  });

  test('half a version', () => {
    expect(judged(script, { after: two ?? 0, half: { [two ?? 0]: [4, 5] } })).toMatchObject({
      kind: 'torn',
      victim: two,
      witness: two,
      effect: 'write page (operation 4) is half there: sector 4 is written, sector 0 is not',
    });
    expect(judged(script, { after: one ?? 0, half: { [one ?? 0]: [0] } })?.kind).toBe('torn');
  });
});
