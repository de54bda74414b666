import { expect, it } from 'vitest';
import type { Violation } from '../../../src/model/aftermath.js';
import type { Choice } from '../../../src/model/choice.js';
import { bystandersOf } from '../../../src/search/minimise/remove.js';
import { acknowledge, fsync, script, scriptOfThreads, wait, write } from '../../laws/scripts.js';

const lost: Violation = {
  kind: 'lost',
  victim: 0,
  witness: 0,
  acknowledge: 0,
  lba: 0,
  effect: '',
};
const lose = (subject: number): Choice => ({ kind: 'lose', subject, nth: 0, value: 1 });
const bystanders = (made: Parameters<typeof bystandersOf>[0], violation: Violation, of: number[]) =>
  [...bystandersOf(made, violation, of.map(lose))].sort((a, b) => a - b);

// 1 write, 2 fsync, 3 write, 4 write, 5 fsync, 6 acknowledge, 7 write, 8 wait
const long = script(write(0), fsync, write(1), write(2), fsync, acknowledge, write(3), wait);

it('keeps what the failure names, and the syncs in between', () => {
  const named = { ...lost, victim: 3, acknowledge: 6 };
  expect(bystanders(long, named, [])).toEqual([1, 2, 4, 7, 8]);
});

it('keeps what nature was asked about, and what is there although another is missing', () => {
  expect(bystanders(long, { ...lost, victim: 3, witness: 4 }, [1])).toEqual([5, 6, 7, 8]);
});

it('drops promises in between that are not the one that is broken', () => {
  // 1 write, 2 acknowledge, 3 fsync, 4 write, 5 acknowledge
  const twice = script(write(0), acknowledge, fsync, write(1), acknowledge);
  expect(bystanders(twice, { ...lost, victim: 1, acknowledge: 5 }, [])).toEqual([2, 4]);
  expect(bystanders(twice, { ...lost, victim: 1, acknowledge: 2 }, [])).toEqual([3, 4, 5]);
});

it('keeps the threads that hold what is named, and drops the others', () => {
  // 1 parallel (2 write, 3 acknowledge | 4 write), 5 parallel (6 write)
  const threads = scriptOfThreads([
    [
      { kind: 'parallel', threads: [1, 2] },
      { kind: 'parallel', threads: [3] },
    ],
    [write(0), acknowledge],
    [write(1)],
    [write(2)],
  ]);
  const [parallel] = threads.threads[0] ?? [];
  const inFirst = threads.threads[1] ?? [];
  const [victim = 0, acknowledged = 0] = inFirst;
  const found = bystanders(threads, { ...lost, victim, acknowledge: acknowledged }, []);
  expect(found).not.toContain(parallel);
  for (const id of inFirst) expect(found).not.toContain(id);
  expect(found).toEqual(expect.arrayContaining([threads.threads[2]?.[0], threads.threads[3]?.[0]]));
});
