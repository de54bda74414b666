import { describe, expect, it } from 'vitest';
import { type ExitFacts, exitCodeOf, exitStatuses } from '../../src/run/exit-code.js';

const nothing: ExitFacts = {
  blkcheckBug: false,
  interrupted: false,
  vacuous: false,
  workloadBug: false,
  verdicts: ['safe'],
};

const blkcheckBug = { blkcheckBug: true };
const interrupted = { interrupted: true };
const vacuous = { vacuous: true };
const workloadBug = { workloadBug: true };
const unsafe = { verdicts: ['safe', 'unsafe', 'inconclusive'] } as const;
const inconclusive = { verdicts: ['safe', 'inconclusive'] } as const;

describe('the exit status', () => {
  it.each<[number, Partial<ExitFacts>]>([
    [0, {}],
    [3, inconclusive],
    [1, unsafe],
    [1, workloadBug],
    [1, { ...workloadBug, ...inconclusive }],
    [2, vacuous],
    [2, { ...vacuous, ...unsafe }],
    [130, interrupted],
    [130, { ...interrupted, ...vacuous, ...unsafe, ...workloadBug }],
    [70, blkcheckBug],
    [70, { ...blkcheckBug, ...interrupted, ...vacuous, ...unsafe, ...workloadBug }],
  ])('is %i for %j', (code, facts) => {
    expect(exitCodeOf({ ...nothing, ...facts })).toBe(code);
  });

  it('has a sentence for each', () => {
    expect(exitStatuses.map(({ code }) => code)).toEqual([0, 1, 2, 3, 70, 130]);
  });
});
