import { describe, expect, test } from 'vitest';
import { problems } from './scaffold.js';

const sync = '  - fsync\n  - acknowledge: { durable: all }';

describe('writes that can be in flight together', () => {
  const overlap = (steps: string) => problems(`${steps}\n${sync}`).includes('in flight together');
  const fork = (first: string, second: string) =>
    `  - parallel:\n      - [${first}]\n      - [${second}]`;
  const write = '{ write: "a[0]" }';

  test.each([
    ['two writes', `  - ${write}\n  - ${write}`],
    ['a flush between', `  - ${write}\n  - flush\n  - ${write}`],
    ['a read between', `  - ${write}\n  - { read: "a[0]" }\n  - ${write}`],
    ['a barrier between', `  - ${write}\n  - { barrier: b, refused: resend }\n  - ${write}`],
    ['a waiting barrier between', `  - ${write}\n  - { barrier: b, refused: wait }\n  - ${write}`],
    ['a discard', `  - ${write}\n  - { discard: "a[0]" }`],
    ['two threads', fork(write, write)],
    ['two threads, one synced before', fork(write, `fsync, ${write}`)],
    ['a thread and what came before', `  - ${write}\n${fork(write, 'wait')}`],
    ['a thread and what comes after', `${fork(write, 'wait')}\n  - ${write}`],
    ['the wait of another thread', `  - ${write}\n${fork('wait', write)}`],
    ['a sync of a sibling', `${fork(write, 'fsync')}\n  - ${write}`],
    ['a sync that may come later', `  - ${write}\n${fork('fsync', write)}`],
    ['a wait of the parent', `${fork(write, 'wait')}\n  - wait\n  - ${write}`],
  ])('%s: overlap', (_, steps) => {
    expect(overlap(steps)).toBe(true);
  });

  test.each([
    ['a wait between', `  - ${write}\n  - wait\n  - ${write}`],
    ['a sync between', `  - ${write}\n  - fdatasync\n  - ${write}`],
    ['a wait in the thread', `${fork(`${write}, wait`, 'wait')}\n  - ${write}`],
    ['a sync in the thread', `  - ${write}\n${fork(`fsync, ${write}`, 'wait')}`],
    ['a sync after the join', `${fork(write, 'wait')}\n  - fsync\n  - ${write}`],
    ['a sync by any thread of a fork', `  - ${write}\n${fork('fsync', 'wait')}\n  - ${write}`],
    ['other sectors', `  - ${write}\n  - write: b`],
  ])('%s: none', (_, steps) => {
    expect(overlap(steps)).toBe(false);
  });

  test('the message names both, and the place', () => {
    expect(problems(`  - ${write}\n  - ${write}\n${sync}`)).toBe(
      '12:15 this may be in flight together with `write a[0]` (operation 1), ' +
        'and both write the same sectors (n = 2)',
    );
  });
});
