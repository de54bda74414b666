import { describe, expect, test } from 'vitest';
import { compileScenario } from '../../src/scenario/compile.js';
import { limits } from '../../src/scenario/language/limits.js';
import { scenarioOf } from './files.js';
import { around, compiled, problems } from './scaffold.js';

const sync = '  - fsync\n  - acknowledge: { durable: all }';
const labels = (steps: string, draws: number[] = []) =>
  compiled(`${steps}\n${sync}`, '', draws)
    .operations.map(({ label }) => label)
    .slice(0, -2);

describe('what is emitted', () => {
  test('operations are numbered from 1 in program order', () => {
    const { operations, threads } = compiled(`  - write: a[0]\n${sync}`);
    expect(operations.map(({ id, kind }) => [id, kind])).toEqual([
      [1, 'write'],
      [2, 'fsync'],
      [3, 'acknowledge'],
    ]);
    expect(threads).toEqual([[1, 2, 3]]);
  });

  test('loops count from `from`, and their number has a name inside only', () => {
    const steps = '  - repeat: n\n    as: i\n    from: 1\n    steps: [{ write: "a[i]" }]';
    expect(labels(steps)).toEqual(['write a[1]', 'write a[2]']);
  });

  test('a write may cover the first sectors of an element', () => {
    const { operations } = compiled(`  - write: b\n    sectors: n - 1\n${sync}`);
    expect(operations[0]).toMatchObject({ lba: 8, sectorCount: 1, region: 'b', element: 0 });
  });

  test('arithmetic is that of whole numbers', () => {
    const steps = '  - write: a[7 / 2 % 3 + (0 - 1) * -2]';
    expect(labels(steps)).toEqual(['write a[2]']);
  });

  test('threads are numbered, and the fork names them', () => {
    const steps = `  - parallel:\n      - - write: a[0]\n        - wait\n      - - write: a[1]\n${sync}`;
    const { operations, threads } = compiled(steps);
    expect(operations[0]).toMatchObject({ kind: 'parallel', threads: [1, 2] });
    expect(threads).toEqual([[1, 5, 6], [2, 3], [4]]);
  });
});

describe('draws', () => {
  const family =
    '  - repeat: 3\n    steps:\n      - choose:\n          - - write: "a[random(0, 3)]"\n            - wait\n          - - fsync';

  test('the digits of a draw are what its operation needs', () => {
    // Base 2 for the alternative, then base 4 for the element; the wait after it draws nothing.
    expect(labels(family, [0 + 2 * 3, 99, 1, 0 + 2 * 1])).toEqual([
      'write a[3]',
      'wait',
      'fsync',
      'write a[1]',
      'wait',
    ]);
  });

  test('a draw that is not there answers 0', () => {
    expect(labels(family)).toEqual([
      'write a[0]',
      'wait',
      'write a[0]',
      'wait',
      'write a[0]',
      'wait',
    ]);
  });
});

describe('promises', () => {
  test('an acknowledgement requires what was last written, in runs', () => {
    const steps =
      '  - write: a[0]\n  - write: b\n  - fsync\n  - write: a[0]\n  - write: a[1]\n  - fsync\n  - acknowledge: { durable: [a, b], transaction: 7 }';
    expect(compiled(steps).obligations).toEqual([
      {
        acknowledge: 7,
        transaction: 7,
        requires: [
          { lba: 0, sectorCount: 1, version: 4 },
          { lba: 1, sectorCount: 1, version: 5 },
          { lba: 8, sectorCount: 2, version: 2 },
        ],
      },
    ]);
  });

  test('an order requires what was written before, not what comes after', () => {
    const steps =
      '  - write: a[0]\n  - fsync\n  - write: b\n  - write: a[1]\n  - fsync\n  - write: b';
    const { orderings } = compiled(steps, 'promises: [{ ordered: { first: a, second: b } }]');
    expect(
      orderings.map(({ second, first }) => [second, first.map(({ version }) => version)]),
    ).toEqual([
      [3, [1]],
      [6, [1, 4]],
    ]);
  });

  test('nothing orders a thread and its sibling', () => {
    const steps =
      '  - write: a[3]\n  - parallel:\n      - [{ write: "a[0]" }]\n      - [{ write: b }]';
    const { orderings } = compiled(steps, 'promises: [{ ordered: { first: a, second: b } }]');
    expect(orderings.map(({ first }) => first.map(({ version }) => version))).toEqual([[1]]);
  });

  test('what threads wrote is there after the join', () => {
    const steps = `  - parallel:\n      - [{ write: "a[0]" }]\n      - [{ write: b }]\n${sync}`;
    const versions = compiled(steps).obligations[0]?.requires.map(({ version }) => version);
    expect(versions).toEqual([2, 3]);
  });

  test('of writes that overlap in flight the last is required, and nature may differ', () => {
    const steps = `  - write: a[0]\n  - write: a[0]\n${sync}`;
    const { obligations } = compiled(steps, 'overlap: declared');
    expect(obligations[0]?.requires).toEqual([{ lba: 0, sectorCount: 1, version: 2 }]);
  });

  test('an atomic unit is named after what it covers', () => {
    const rest = 'promises: [{ atomic: [a, b] }, { atomic: "a[1]" }]';
    const { atomics } = compiled(`  - write: b\n${sync}`, rest);
    expect(atomics.map(({ name, ranges }) => [name, ranges.length])).toEqual([
      ['a, b', 5],
      ['a[1]', 1],
    ]);
  });
});

describe('mistakes', () => {
  test.each([
    ['  - write: a[n + 2]', '11:12 `a[4]` does not exist (n = 2)'],
    ['  - write: a[0 - 1]', '`a[-1]` does not exist'],
    ['  - write: a', '11:12 `a` has 4 elements'],
    ['  - write: b\n    sectors: 3', '12:14 3 sectors of an element that has 2'],
    ['  - write: b\n    transaction: 0 - n', 'a transaction cannot be -2'],
    ['  - write: a[n / (n - 2)]', '`n / (n - 2)` has no value (n = 2)'],
    ['  - write: a[n * 9007199254740991]', 'has no value'],
    ['  - repeat: 1 - n\n    steps: [{ write: b }]', 'repeats -1 times'],
    ['  - repeat: 999999999\n    steps: [wait]', `more than ${limits.operations} operations`],
    [
      '  - repeat: 9999999999\n    steps: [{ repeat: 0, steps: [wait] }]',
      `more than ${limits.steps} steps`,
    ],
    [
      '  - repeat: 9999\n    steps: [{ parallel: [[wait]] }]',
      `more than ${limits.threads} threads`,
    ],
    ['  - acknowledge: { durable: a }', '11:5 this acknowledges nothing'],
    ['  - acknowledge: { transaction: 1 }', 'this acknowledges nothing'],
  ])('%s', (steps, expected) => {
    const rest = 'promises: [{ ordered: { first: a, second: b } }]';
    expect(problems(`${steps}\n  - write: a[0]\n  - fsync`, rest)).toContain(expected);
  });

  test('a mistake in a loop is reported once', () => {
    const steps = '  - repeat: 9\n    as: i\n    steps: [{ write: "a[i]" }]';
    expect(problems(`${steps}\n  - acknowledge: { durable: a }`).split('\n')).toHaveLength(1);
  });

  test('values that the scenario does not take', () => {
    const scenario = scenarioOf(around(`  - write: b\n${sync}`));
    const complaints = (given: Record<string, number>) => {
      const result = compileScenario(scenario, given, []);
      return 'diagnostics' in result ? result.diagnostics.map(({ message }) => message) : [];
    };
    expect(complaints({ n: -1 })).toEqual([
      '`n` cannot be -1: it takes a whole number from 0 to 1000000',
    ]);
    expect(complaints({ n: 0.5 })).toHaveLength(1);
    expect(complaints({ m: 1 })).toEqual(['`test` has no parameter `m`']);
    expect(complaints({ ['__proto__']: 1 })).toHaveLength(1);
  });

  test('a loop that runs no times may leave nothing promised', () => {
    const steps =
      '  - repeat: n\n    steps:\n      - write: b\n      - fsync\n      - acknowledge: { durable: b }';
    expect(problems(steps, '', 0)).toContain('promises nothing with these parameters');
  });

  test('what a recovery takes for granted', () => {
    const log = 'recovery: { write-ahead-log: { log: a } }';
    const steps = (first: number, second: number) =>
      `  - write: a[0]\n    transaction: ${first}\n  - fsync\n  - write: a[0]\n    transaction: ${second}`;
    expect(problems(steps(2, 1), log)).toContain('after one of transaction 2');
    expect(problems(steps(1, 2), log)).toContain('overwrites transaction 1');
    expect(problems(`${steps(1, 1)}\n  - acknowledge: { transaction: 5 }`, log)).toContain(
      'transaction 5 is acknowledged, and `a` has no write of it',
    );
  });
});
