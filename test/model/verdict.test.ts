import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Verdict, verdicts, worstOf } from '../../src/model/verdict.js';

interface Answer {
  readonly id: number;
  readonly verdict: Verdict;
}

const worst = (answers: readonly Answer[]) => worstOf(answers, ({ verdict }) => verdict);
const answered = (...list: readonly Verdict[]) => list.map((verdict, id) => ({ id, verdict }));

describe('the worst of some answers', () => {
  it('is unsafe before inconclusive, and that before safe', () => {
    expect(worst(answered('safe', 'inconclusive', 'unsafe'))?.id).toBe(2);
    expect(worst(answered('unsafe', 'inconclusive', 'safe'))?.id).toBe(0);
    expect(worst(answered('safe', 'inconclusive', 'safe'))?.id).toBe(1);
  });

  it('is the first of those', () => {
    expect(worst(answered('safe', 'unsafe', 'unsafe'))?.id).toBe(1);
    expect(worst(answered('safe', 'safe'))?.id).toBe(0);
  });

  it('is none where there is none', () => {
    expect(worst([])).toBeUndefined();
  });

  it('is no better than any, and the first that is so bad', () => {
    const rank = ({ verdict }: Answer) => verdicts.indexOf(verdict);
    const lists = fc.array(fc.constantFrom(...verdicts), { minLength: 1 });
    fc.assert(
      fc.property(lists, (list) => {
        const answers = answered(...list);
        const found = worst(answers);
        expect(found?.id).toBe(answers.findIndex((each) => each.verdict === found?.verdict));
        expect(found && rank(found)).toBe(Math.max(...answers.map(rank)));
      }),
    );
  });
});
