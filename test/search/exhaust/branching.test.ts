import { describe, expect, it } from 'vitest';
import {
  createBranching,
  createSwitch,
  nextAnswers,
} from '../../../src/search/exhaust/branching.js';
import { ask } from '../../../src/stack/choose.js';

/** All runs of a procedure that asks, each as the answers that it was given. */
function runs(procedure: (question: (subject: number, nth?: number) => number) => void): string[] {
  const branching = createBranching();
  const found: string[] = [];
  do {
    const given: number[] = [];
    procedure((subject, nth = 0) => {
      const answer = branching.choose(ask.lose, subject, nth);
      given.push(answer);
      return answer;
    });
    found.push(given.join(''));
  } while (nextAnswers(branching));
  return found;
}

describe('branching', () => {
  it('gives every combination of answers once, the kind ones first', () => {
    const threeTimes = runs((question) => [1, 2, 3].map((subject) => question(subject)));
    expect(threeTimes).toEqual(['000', '001', '010', '011', '100', '101', '110', '111']);
  });

  it('asks nothing that an earlier answer made needless', () => {
    const ways = runs((question) => {
      if (question(1) === 0) question(2);
    });
    expect(ways).toEqual(['00', '01', '1']);
  });

  it('goes once through what asks nothing', () => {
    expect(runs(() => {})).toEqual(['']);
  });

  it('may ask something else after another answer', () => {
    const ways = runs((question) => question(question(1) === 0 ? 2 : 3));
    expect(ways).toEqual(['00', '01', '10', '11']);
  });

  it.each([
    ['another operation', (turn: number) => [1 + turn, 0, ask.lose]],
    ['another unit of it', (turn: number) => [1, turn, ask.lose]],
    ['something else of it', (turn: number) => [1, 0, turn === 0 ? ask.lose : ask.lose + 1]],
  ] as const)('refuses a recovery that asks for %s after the same answers', (_, asked) => {
    const branching = createBranching();
    const [subject = 0, nth = 0, kind = 0] = asked(0);
    branching.choose(kind, subject, nth);
    branching.choose(ask.lose, 9, 0);
    nextAnswers(branching);
    const [other = 0, otherNth = 0, otherKind = 0] = asked(1);
    expect(() => branching.choose(otherKind, other, otherNth)).toThrow('not deterministic');
  });
});

it('a switch hands on what was asked to whichever is chosen at the moment', () => {
  const echo = { choose: (kind: number, subject: number, nth: number) => kind + subject + nth };
  const switched = createSwitch({ choose: () => 7 });
  expect(switched.choose(ask.lose, 10, 100)).toBe(7);
  switched.to = echo;
  expect(switched.choose(ask.lose, 10, 100)).toBe(110 + ask.lose);
});
