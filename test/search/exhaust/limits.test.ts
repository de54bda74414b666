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
        // One that takes all that it may does not know that it is at its end.
        expect([limit, proof.fault, proof.executions]).toEqual([
          limit,
          proof.fault,
          Math.min(needed, limit),
        ]);
        if (proof.failures.length === 0) expect(proof.isComplete).toBe(needed < limit);
      }
    }
  });
});

it('what may take nothing looks at nothing', () => {
  for (const script of scripts)
    for (const proof of within(script, 0)) {
      const { crashPoints, executions, crashStates, isComplete, failures } = proof;
      expect([crashPoints, executions, crashStates, failures]).toEqual([0, 0, 0n, []]);
      expect(isComplete).toBe(false);
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
