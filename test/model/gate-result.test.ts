import { expect, it } from 'vitest';
import {
  type DiskVerdict,
  diskName,
  passOf,
  type WaivedFinding,
} from '../../src/model/gate-result.js';
import type { Verdict } from '../../src/model/verdict.js';

const at = { file: 'vm.xml', line: 1, column: 1, endColumn: 1 };
const explored = {
  runs: 0,
  workloads: 1,
  exercisedRuns: 1,
  schedules: 1,
  crashPoints: 1,
  crashStates: '1',
  executions: 1,
};
const plain: DiskVerdict = {
  id: 'vda',
  machine: 'db01',
  qualified: 'db01',
  counted: [],
  file: 'vm.xml',
  at,
  source: '',
  verdict: 'safe',
  reason: '',
  undecided: '',
  findings: [],
  waived: [],
  failures: [],
  configurations: [],
  evidence: { configurations: 1, rows: 1, proved: [], sampled: [], explored },
  settings: {},
  around: {},
};

const disk = (verdict: Verdict, waivers = 0, isLeftAsBefore = false): DiskVerdict => ({
  ...plain,
  verdict,
  waived: Array<WaivedFinding>(waivers),
  ...(isLeftAsBefore && { isLeftAsBefore }),
});

it('a disk passes as its verdict, where nobody took responsibility for it', () => {
  const verdicts = ['safe', 'unsafe', 'inconclusive'] as const;
  expect(verdicts.map((verdict) => passOf(disk(verdict)))).toEqual(verdicts);
});

it('a disk that is safe but for what is waived is not called safe', () => {
  expect(passOf(disk('safe', 1))).toBe('waived');
});

it('a waiver of something else does not hide what is left', () => {
  expect(passOf(disk('unsafe', 1))).toBe('unsafe');
  // Unless a change has made nothing worse that is not waived.
  expect(passOf(disk('unsafe', 1, true))).toBe('waived');
  expect(passOf(disk('unsafe', 0, true))).toBe('unsafe');
});

it.each([
  ['vda', 'db01', 'db01/vda'],
  ['vda', '', 'vda'],
  ['db01/vda', 'db01', 'db01/vda'],
  ['db01/vda', 'db', 'db/db01/vda'],
])('disk %s of machine "%s" is called %s', (id, machine, name) => {
  expect(diskName({ id, machine })).toBe(name);
});
