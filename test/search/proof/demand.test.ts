import { describe, expect, it } from 'vitest';
import type { Scenario } from '../../../src/scenario/scenario.js';
import { methodFor } from '../../../src/search/examine/method.js';
import { demandOfAll } from '../../../src/search/proof/demand.js';
import { scenarioOf } from '../../scenario/files.js';

const plain = { write: 'data' };
const durable = { write: 'data', fua: true };
const barrier = { barrier: 'data', refused: 'wait' };

function scenarioWith(steps: readonly unknown[], more: object = {}): Scenario {
  const text = {
    blkcheck: 'scenario/1',
    name: 'small',
    suite: 'completion',
    summary: 'A few steps.',
    models: 'Nothing.',
    disk: { sectors: 8 },
    regions: { data: { at: 0, sectors: 1 } },
    ...more,
    steps: [...steps, 'flush', { acknowledge: { durable: 'all' } }],
  };
  return scenarioOf(JSON.stringify(text));
}

describe('whether a scenario may ask for a durable write', () => {
  it.each([
    ['not by a write and a flush', [plain], false],
    ['by FUA', [plain, durable], true],
    ['by a barrier', [barrier], true],
    ['not in rounds of writes', [{ repeat: 2, steps: [plain] }], false],
    ['in one step of a round', [{ repeat: 2, steps: [plain, durable] }], true],
    ['not in threads of writes', [{ parallel: [[plain], ['fsync']] }], false],
    ['in one step of a thread', [{ parallel: [[plain, durable], ['fsync']] }], true],
    ['not in alternatives of writes', [{ choose: [[plain], ['wait']] }], false],
    ['in one step of an alternative', [{ choose: [['wait'], [plain, durable]] }], true],
  ])('%s', (_, steps, expected) => {
    expect(demandOfAll(scenarioWith(steps)).durableWrites).toBe(expected);
  });
});

describe('a scenario is sampled where it is many scripts', () => {
  const values = (generated: boolean) => ({
    parameters: { count: { default: 1, min: 1, max: 3, generated } },
  });
  it.each([
    ['not one script', [plain], {}, {}, 'proof'],
    ['alternatives', [{ choose: [[plain], ['wait']] }], {}, {}, 'sample'],
    ['not a parameter that keeps its value', [plain], values(false), {}, 'proof'],
    ['a parameter that varies', [plain], values(true), {}, 'sample'],
    ['not one that varies and is given', [plain], values(true), { count: 2 }, 'proof'],
    ['one that varies beside one that is given', [plain], values(true), { other: 2 }, 'sample'],
  ] as const)('%s', (_, steps, more, fixed, expected) => {
    expect(methodFor(scenarioWith(steps, more), fixed)).toBe(expected);
  });
});
