import { describe, expect, it } from 'vitest';
import { barrierMembers } from '../../../src/scenario/bounded/barrier-members.js';
import {
  boundedScenario,
  boundedScripts,
  scriptOf,
} from '../../../src/scenario/bounded/families.js';
import { syncMembers } from '../../../src/scenario/bounded/sync-members.js';
import { canonical, everyProgram, memberText, wordsOf } from './every-program.js';

const textsOf = (programs: Iterable<Parameters<typeof canonical>[0]>) =>
  [...programs].map(canonical).filter((text) => text !== '');

describe('the members with writes, FUA writes and flushes', () => {
  it.each([1, 2, 3])('are all programs of %i requests, each once', (length) => {
    const members = textsOf([...syncMembers(length)].map(wordsOf));
    expect(new Set(members).size).toBe(members.length);
    expect(new Set(members)).toEqual(new Set(textsOf(everyProgram(length))));
    expect(members).toHaveLength([...syncMembers(length)].length);
  });

  it('acknowledge all that is known to be safe, and nothing else', () => {
    for (const moves of syncMembers(3)) {
      const renamed = canonical(wordsOf(moves)).replaceAll(/\d/g, 'x');
      expect(memberText(moves).replaceAll(/\d/g, 'x')).toBe(renamed);
    }
  });
});

describe('the members with barriers', () => {
  it('are all programs with a barrier', () => {
    // A write or one of two barriers, with a wait or without before all but the first; the last
    // wait is of use where a barrier is not acknowledged yet.
    const programs = 3 * 6 * 6;
    const withoutBarrier = 1 * 2 * 2;
    expect([...barrierMembers(3)]).toHaveLength(programs - withoutBarrier);
    expect(new Set([...barrierMembers(3)].map((moves) => JSON.stringify(moves))).size).toBe(104);
  });

  it('promise the order of what barriers are between, and what they waited for', () => {
    const scenario = boundedScenario({ name: 'barrier', requests: 3 });
    const moves = [
      { kind: 'write', place: 0 },
      { kind: 'barrier', place: 1, refused: 'resend' },
      { kind: 'write', place: 2 },
      { kind: 'wait' },
      { kind: 'acknowledge', places: [0, 1] },
    ] as const;
    expect([...barrierMembers(3)].map((each) => JSON.stringify(each))).toContain(
      JSON.stringify(moves),
    );
    const { orderings, obligations } = scriptOf(scenario, moves);
    expect(
      orderings.map(({ first, second }) => [first.map(({ version }) => version), second]),
    ).toEqual([
      [[1], 2],
      [[1, 2], 3],
    ]);
    expect(obligations.map(({ requires }) => requires.map(({ version }) => version))).toEqual([
      [1, 2],
    ]);
  });
});

it('makes the shortest scripts first, each of which promises something', () => {
  for (const name of ['sync', 'barrier'] as const) {
    const lengths: number[] = [];
    for (const { operations, obligations, orderings } of boundedScripts({ name, requests: 3 })) {
      const requests = operations.filter(({ kind }) => !['wait', 'acknowledge'].includes(kind));
      lengths.push(requests.length);
      expect(obligations.length + orderings.length).toBeGreaterThan(0);
    }
    expect(lengths).toEqual([...lengths].sort());
    expect(new Set(lengths)).toEqual(new Set([1, 2, 3]));
  }
});
