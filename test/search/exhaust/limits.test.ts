import { describe, expect, it } from 'vitest';
import { type FaultOrNone, faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { createOracle } from '../../../src/scenario/oracle.js';
import { type Exhausted, exhaust } from '../../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../../src/search/exhaust/exhaust-twice.js';
import { exactView } from '../../../src/search/exhaust/plan.js';
import { allReductions } from '../../../src/search/exhaust/reductions.js';
import { createWatch, isExhausted } from '../../../src/search/exhaust/watch.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import { acknowledge, script as sketched, write } from '../../laws/scripts.js';
import { readFile, scriptOf } from '../../scenario/files.js';

const stack = buildStack(configurationOf('scsi', 'writeback'));
const scripts = ['replace-file', 'wal-commit', 'ext3-jbd'].map((name) =>
  scriptOf(readFile(`scenarios/${name}.yaml`)),
);
const faults = ['none', ...faultIds] as const;

const within = (script: Script, executionsMax: number): readonly Exhausted[] =>
  exhaust({ script, stack, oracleOf: createOracle }, faults, allReductions, {
    executionsMax,
    isOver: () => false,
  });

const twiceWithin = (script: Script, executionsMax: number): readonly Exhausted[] =>
  exhaustTwice(
    { script, stack, oracleOf: createOracle },
    ['guest-crash', 'host-crash'],
    allReductions,
    { executionsMax, isOver: () => false },
    () => [],
  );

describe.each(scripts.map((script) => [script.scenario, script] as const))('%s', (_, script) => {
  it.each([
    ['one fault', within],
    ['two faults', twiceWithin],
  ])('is proved of %s within its limit, or not at all', (__, prove) => {
    const whole = prove(script, Number.POSITIVE_INFINITY);
    const most = Math.min(Math.max(...whole.map(({ executions }) => executions)) + 1, 14);
    for (let limit = 1; limit <= most; limit += 1) {
      for (const [at, proof] of prove(script, limit).entries()) {
        const needed = whole[at]?.executions ?? 0;
        expect([limit, proof.fault, proof.executions]).toEqual([
          limit,
          proof.fault,
          Math.min(needed, limit),
        ]);
        if (proof.failures.length === 0) expect(proof.isComplete).toBe(needed <= limit);
      }
    }
  });
});

it('a search of two faults that needs just as many as it may have is complete', () => {
  const sound = buildStack(configurationOf('scsi', 'directsync'));
  // The last crash point is another disk, as long as none is left because it was seen.
  const reductions = { ...allReductions, seenStates: false };
  const [script] = scripts;
  if (script === undefined) throw new Error('there are no scripts');
  const proved = (executionsMax: number) =>
    exhaustTwice(
      { script, stack: sound, oracleOf: createOracle },
      ['host-crash'],
      reductions,
      { executionsMax, isOver: () => false },
      () => [],
    );
  const needed = proved(Number.POSITIVE_INFINITY)[0]?.executions ?? 0;
  const complete = [-1, 0, 1].map((more) => proved(needed + more)[0]?.isComplete);
  expect(complete).toEqual([false, true, true]);
});

it('what may take nothing finds nothing, and is proved only where nothing is to be read', () => {
  for (const script of scripts) {
    const whole = within(script, Number.POSITIVE_INFINITY);
    for (const [at, { executions, isComplete, failures }] of within(script, 0).entries()) {
      expect([executions, failures]).toEqual([0, []]);
      expect(isComplete).toBe(whole[at]?.executions === 0);
    }
  }
});

it('a fault is answered for by a harsher one that breaks nothing, and nothing is broken by it', () => {
  const sound = buildStack(configurationOf('scsi', 'writeback'));
  const alone = (script: Script, asked: readonly FaultOrNone[]) =>
    exhaust({ script, stack: sound, oracleOf: createOracle }, asked, allReductions, {
      executionsMax: Number.POSITIVE_INFINITY,
      isOver: () => false,
    });
  for (const script of scripts) {
    const [harsh, mild] = alone(script, ['power-loss', 'guest-crash']);
    expect(mild).toEqual({ ...harsh, fault: 'guest-crash' });
    expect(harsh?.failures).toEqual([]);
    // By itself it has its own way, which ends in the same.
    const [own] = alone(script, ['guest-crash']);
    expect([own?.isComplete, own?.failures]).toEqual([true, []]);
    expect(own?.executions).not.toBe(mild?.executions);
  }
});

it('where one failure is enough there is one, the first, and nothing is called complete', () => {
  const unsafe = buildStack(configurationOf('scsi', 'unsafe'));
  for (const script of scripts) {
    const ended = (endsAtFirst: boolean) =>
      exhaust({ script, stack: unsafe, oracleOf: createOracle }, ['power-loss'], allReductions, {
        executionsMax: Number.POSITIVE_INFINITY,
        isOver: () => false,
        endsAtFirst,
      });
    const [[whole], [first]] = [ended(false), ended(true)];
    expect(whole?.failures.length).toBeGreaterThan(1);
    expect(first?.failures).toEqual(whole?.failures.slice(0, 1));
    expect(first?.executions).toBeLessThan(whole?.executions ?? 0);
    expect([whole?.isComplete, first?.isComplete]).toEqual([true, false]);
  }
});

it('a watch begins with nothing seen, and everything to look for', () => {
  const script = scripts[0] as Script;
  const { checks } = createOracle(script);
  const watch = createWatch(exactView(stack, 'power-loss'), checks, []);
  expect(watch.openWrites).toEqual([]);
  expect([watch.crashPoints, watch.exercised, watch.crashStates, watch.executions]).toEqual([
    0,
    0,
    0n,
    0,
  ]);
  expect(isExhausted(watch)).toBe(false);
  const kinds = checks.flatMap((check) => check.kinds);
  expect(isExhausted(createWatch(watch.view, checks, kinds))).toBe(true);
});

/** How far a search gets that is told after so many questions that its time is over. */
function withinTime(script: Script, isTwice: boolean, questions: number) {
  let asked = 0;
  const isOver = () => {
    asked += 1;
    return asked > questions;
  };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver };
  const subject = { script, stack, oracleOf: createOracle };
  const proofs = isTwice
    ? exhaustTwice(subject, ['guest-crash', 'host-crash'], allReductions, limits, () => [])
    : exhaust(subject, faults, allReductions, limits);
  const sum = (of: (proof: Exhausted) => number) =>
    proofs.reduce((total, proof) => total + of(proof), 0);
  expect(proofs.every(({ isComplete }) => isComplete)).toBe(asked <= questions);
  return `${sum((each) => each.crashPoints)} ${sum((each) => each.executions)} ${asked}`;
}

// After 1, 8, 21, 55 and 89 questions: crash points, executions, and how often it asked until it ended.
const ends: Readonly<Record<string, readonly [string, string]>> = {
  'replace-file': [
    '0 0 6, 0 0 13, 0 0 26, 3 3 59, 9 12 93',
    '0 0 2, 1 2 10, 3 4 24, 7 14 58, 10 25 91',
  ],
  'wal-commit': [
    '0 0 6, 0 0 13, 0 0 26, 3 19 59, 9 58 92',
    '0 0 2, 1 10 10, 3 20 24, 7 65 58, 9 122 90',
  ],
  'ext3-jbd': [
    '0 0 6, 0 0 13, 0 0 26, 1 7 59, 9 54 92',
    '0 0 2, 2 6 10, 5 12 24, 10 101 57, 12 214 91',
  ],
};

describe.each(scripts.map((script) => [script.scenario, script] as const))(
  '%s, when its time is over,',
  (scenario, script) => {
    it.each([
      ['one fault', 0],
      ['two faults', 1],
    ] as const)('is gone into no further: %s', (_, nth) => {
      const found = [1, 8, 21, 55, 89].map((questions) => withinTime(script, nth === 1, questions));
      expect(found.join(', ')).toBe(ends[scenario]?.[nth]);
    });
  },
);

// How often a search of two faults asks whether its time is over, with up to so many executions.
it.each([
  ['replace-file', '18 35 44 80 149 248'],
  ['wal-commit', '17 17 17 21 40 59'],
  ['ext3-jbd', '17 17 30 33 42 56'],
])(
  'with all its executions taken, a search goes no further than to the next: %s',
  (scenario, questions) => {
    const script = scripts.find((each) => each.scenario === scenario) as Script;
    const asked = [1, 2, 4, 8, 16, 32].map((executionsMax) => {
      let count = 0;
      const isOver = () => {
        count += 1;
        return false;
      };
      const subject = { script, stack, oracleOf: createOracle };
      const limits = { executionsMax, isOver };
      exhaustTwice(subject, ['guest-crash', 'host-crash'], allReductions, limits, () => []);
      return count;
    });
    expect(asked.join(' ')).toBe(questions);
  },
);

it('a crash point with more states than there is time for is left in the middle, and is not complete', () => {
  const sketches = Array.from({ length: 12 }, (_, at) => write(at));
  const script: Script = {
    ...sketched(...sketches, acknowledge),
    obligations: [
      { acknowledge: 13, transaction: 1, requires: [{ lba: 0, sectorCount: 1, version: 0 }] },
    ],
  };
  const subject = { script, stack, oracleOf: createOracle };
  const eager = { ...allReductions, lazyStates: false };
  const within = (questions: number) => {
    let asked = 0;
    const isOver = () => {
      asked += 1;
      return asked > questions;
    };
    const limits = { executionsMax: 20_000, isOver };
    const [proof] = exhaust(subject, ['power-loss'], eager, limits);
    return { asked, crashPoints: proof?.crashPoints, executions: proof?.executions, proof };
  };
  const whole = within(Number.POSITIVE_INFINITY);
  expect([whole.crashPoints, whole.executions, whole.proof?.isComplete]).toEqual([1, 4096, true]);
  // The last question is asked where everything was judged: whether that is all, nobody looked.
  for (const left of [4, 2, 1]) {
    const cut = within(whole.asked - left);
    expect([cut.crashPoints, cut.executions]).toEqual([1, 4096 - (left - 1) * 1024]);
    expect(cut.proof?.isComplete).toBe(false);
  }
});
