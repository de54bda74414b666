import { describe, expect, it } from 'vitest';
import type { OperationKind } from '../../src/model/script.js';
import {
  fateBits,
  fateChooser,
  recordedChooser,
  recordingChooser,
  untilForced,
} from '../../src/search/choosers.js';
import { isSame, isSameDefect } from '../../src/search/minimise/minimal.js';
import { createKept } from '../../src/search/proof/kept.js';
import { slotsOf } from '../../src/search/sample/slots.js';
import { ask } from '../../src/stack/choose.js';
import { acknowledge, fsync, script, scriptOfThreads, wait, write } from '../laws/scripts.js';

const answers = (fate: number) => fateChooser([fate], [0]);
const bits = Array.from({ length: fateBits }, (_, bit) => 1 << bit);

/** Which bits of a fate make the answer to this question unkind, each by itself. */
function heard(kind: number, nth: number): readonly number[] {
  return bits.flatMap((fate, bit) => (answers(fate).choose(kind, 0, nth) === 0 ? [] : [bit]));
}

describe('a fate', () => {
  it('has bits of its own for each question about small writes', () => {
    const units = Array.from({ length: 8 }, (_, nth) => heard(ask.lose, nth));
    expect(units).toEqual([[9], [10], [11], [12], [13], [14], [15], [16]]);
    expect([0, 1].map((nth) => heard(ask['lose-mapping'], nth))).toEqual([[17], [18]]);
    expect(heard(ask.overtake, 0)).toEqual([19]);
  });

  it.each([
    ['lose', 8, 17],
    ['lose-mapping', 2, 19],
    ['overtake', 1, 20],
  ] as const)(
    'says of what is further on, with %s, something for each of it',
    (kind, from, end) => {
      const many = Array.from({ length: 60 }, (_, nth) => from + nth);
      for (let fate = 1; fate < 1 << fateBits; fate += 4_099) {
        const chooser = answers(fate);
        const own = many.map((nth) => chooser.choose(ask[kind], 0, nth));
        const field = (fate >> 9) & ((1 << (end - 9)) - 1);
        // Nothing, where the field is empty; else some of it, and never all.
        expect(own.some((each) => each === 1)).toBe(field !== 0);
        expect(own.every((each) => each === 1)).toBe(false);
      }
    },
  );

  it('holds back by its own three bits, mostly not at all and at most for ever', () => {
    for (const [kind, shift] of [
      [ask.dispatch, 0],
      [ask.complete, 3],
      [ask.run, 6],
    ] as const) {
      const held = Array.from({ length: 8 }, (_, field) =>
        answers(field << shift).choose(kind, 0, 0),
      );
      expect(held).toEqual([0, 0, 0, 0, 0, 1, 3, untilForced]);
      // The other fields do not speak.
      expect(answers(((1 << fateBits) - 1) & ~(7 << shift)).choose(kind, 0, 0)).toBe(0);
    }
  });

  it('of an operation without a slot is kind', () => {
    const all = (1 << fateBits) - 1;
    const chooser = fateChooser([all, all], [1, -1]);
    expect([0, 1, 2].map((id) => chooser.choose(ask.overtake, id, 0))).toEqual([1, 0, 0]);
  });
});

describe('a record', () => {
  const unkind = {
    choose: (kind: number, subject: number, nth: number) => (kind + subject + nth) % 3,
  };

  it('holds what was not kind, and answers the same again', () => {
    const recording = recordingChooser(unkind);
    const questions = [0, 1, 2, 3].flatMap((kind) =>
      [1, 2].flatMap((subject) => [0, 5].map((nth) => [kind, subject, nth] as const)),
    );
    const given = questions.map((question) => recording.choose(...question));
    expect(given).toEqual(questions.map((question) => unkind.choose(...question)));
    expect(recording.unkind).toHaveLength(given.filter((value) => value !== 0).length);
    const again = recordedChooser(recording.unkind);
    expect(questions.map((question) => again.choose(...question))).toEqual(given);
    expect(again.choose(ask.lose, 99, 0)).toBe(0);
  });

  it('tells choices apart by what they are about, not by what was answered', () => {
    const choice = { kind: 'lose', subject: 1, nth: 2, value: 1 } as const;
    expect(isSame(choice, { ...choice, value: 7 })).toBe(true);
    expect(isSame(choice, { ...choice, kind: 'run' })).toBe(false);
    expect(isSame(choice, { ...choice, subject: 2 })).toBe(false);
    expect(isSame(choice, { ...choice, nth: 1 })).toBe(false);
  });
});

describe('slots', () => {
  const kinds: readonly OperationKind[] = ['acknowledge', 'wait', 'discard'];
  const small = script(write(0), wait, fsync, acknowledge, write(1));

  it('are for operations that become requests, where nothing is drawn', () => {
    const { ofOperation, begunFor, count } = slotsOf(small, false);
    expect([...ofOperation]).toEqual([-1, 0, -1, 1, -1, 2]);
    expect([...begunFor]).toEqual([0, 2, 4, 5]);
    expect(count).toBe(3);
    const silent = script(...kinds.map((kind) => ({ kind })));
    expect(slotsOf(silent, false).count).toBe(0);
  });

  it('are for all operations where something is drawn, or threads run', () => {
    expect([...slotsOf(small, true).ofOperation]).toEqual([-1, 0, 1, 2, 3, 4]);
    const threads = scriptOfThreads([[{ kind: 'parallel', threads: [1] }, wait], [acknowledge]]);
    expect([...slotsOf(threads, false).ofOperation]).toEqual([-1, 0, 1, 2]);
  });

  it('keep their operation where others were removed', () => {
    const left = { ...small, operations: small.operations.filter(({ id }) => id !== 1) };
    const { ofOperation, begunFor } = slotsOf(left, false);
    expect([...ofOperation]).toEqual([-1, -1, -1, 0, -1, 1]);
    expect([...begunFor]).toEqual([1, 3, 4]);
  });
});

describe('answers that are kept', () => {
  it('are given again, until there are too many', () => {
    const kept = createKept<number>();
    let made = 0;
    const ask = (key: string) =>
      kept(key, () => {
        made += 1;
        return made;
      });
    expect([ask('a'), ask('b'), ask('a'), ask('b')]).toEqual([1, 2, 1, 2]);
    for (let nth = 0; nth < 254; nth += 1) ask(`${nth}`);
    expect([ask('0'), made]).toEqual([3, 256]);
    ask('one more');
    expect(ask('b')).toBe(258);
  });
});

it('a smaller failure counts only where it has the same blame', () => {
  const blaming = (blamed: string) => ({ blamed }) as Parameters<typeof isSameDefect>[1];
  const from = { attempt: blaming('BLK001') } as Parameters<typeof isSameDefect>[0];
  expect(isSameDefect(from, blaming('BLK001'))).toBe(true);
  expect(isSameDefect(from, blaming('BLK002'))).toBe(false);
  expect(isSameDefect(from, null)).toBe(false);
});
