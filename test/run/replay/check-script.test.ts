import { describe, expect, it } from 'vitest';
import type { Operation, Script } from '../../../src/model/script.js';
import { scriptProblem } from '../../../src/run/replay/check-script.js';

const write: Operation = {
  id: 1,
  kind: 'write',
  lba: 0,
  sectorCount: 1,
  fua: false,
  refused: 'resend',
  region: 'log',
  element: 0,
  transaction: 0,
  threads: [],
  label: 'write log[0]',
};
const parallel: Operation = { ...write, id: 2, kind: 'parallel', sectorCount: 0, threads: [1] };
const inThread: Operation = { ...write, id: 3, lba: 1 };

const script: Script = {
  scenario: 'sample',
  parameters: {},
  sectorCount: 8,
  regions: [{ name: 'log', extents: [{ lba: 0, sectorCount: 8 }] }],
  operations: [write, parallel, inThread],
  threads: [[1, 2], [3]],
  obligations: [],
  orderings: [],
  atomics: [],
  recovery: { kind: 'none' },
  overlapDeclared: false,
};

const outside = { lba: 8, sectorCount: 1, version: 1 };

describe('a script from a stranger', () => {
  it('may be in order', () => {
    expect(scriptProblem(script)).toBe('');
  });

  it('may have gaps, where operations were removed', () => {
    expect(scriptProblem({ ...script, operations: [write], threads: [[1], []] })).toBe('');
  });

  it.each<[string, Partial<Script>, string]>([
    ['a disk of nothing', { sectorCount: 0 }, 'a disk of 0 sectors'],
    ['a disk of petabytes', { sectorCount: 2 ** 45 }, 'a disk of 35184372088832 sectors'],
    ['no thread', { threads: [] }, '0 threads'],
    ['too many threads', { threads: Array.from({ length: 2000 }, () => []) }, '2000 threads'],
    ['id 0', { operations: [{ ...write, id: 0 }] }, 'operation 0 after 0'],
    ['an id twice', { operations: [write, write] }, 'operation 1 after 1'],
    ['a huge id', { operations: [{ ...write, id: 2 ** 40 }] }, 'operation 1099511627776 after 0'],
    [
      'a write of nothing',
      { operations: [{ ...write, sectorCount: 0 }] },
      'operation 1 has no sectors',
    ],
    [
      'a write past the end',
      { operations: [{ ...write, lba: 8 }] },
      'operation 1 is outside the disk',
    ],
    [
      'a write with threads',
      { operations: [{ ...write, threads: [1] }] },
      'operation 1 has threads',
    ],
    [
      'an operation in two threads',
      {
        threads: [
          [1, 2],
          [3, 1],
        ],
      },
      'operations and threads differ',
    ],
    ['an operation in none', { threads: [[1, 2], [4]] }, 'operation 3 is in no thread'],
    ['a thread that starts itself', { threads: [[1], [2, 3]] }, 'operation 2 starts 1'],
    [
      'a thread that is not there',
      { operations: [write, { ...parallel, threads: [2] }, inThread] },
      'operation 2 starts 2',
    ],
    [
      'a thread that is started twice',
      { operations: [write, { ...parallel, threads: [1, 1] }, inThread] },
      'thread 1 is started twice',
    ],
    [
      'a promise outside the disk',
      { obligations: [{ acknowledge: 1, transaction: 0, requires: [outside] }] },
      'a promise about something outside the disk',
    ],
    [
      'an order outside the disk',
      { orderings: [{ second: 1, first: [outside] }] },
      'a promise about',
    ],
    [
      'a region outside the disk',
      { atomics: [{ name: 'a', ranges: [outside] }] },
      'a region outside',
    ],
    [
      'a recovery from nowhere',
      { recovery: { kind: 'double-write', buffer: 'log', pages: 'pages' } },
      'a recovery from the region pages',
    ],
  ])('may have %s', (_, change, problem) => {
    expect(scriptProblem({ ...script, ...change })).toContain(problem);
  });
});
