import { baselineOf, formerDisks } from '../../src/gate/baseline/baseline.js';
import type { Examined } from '../../src/gate/baseline/schema.js';
import { doubtfulRules, type JudgedCandidate } from '../../src/gate/certain.js';
import { compared } from '../../src/gate/compare.js';
import type { FrontendId } from '../../src/model/configuration.js';
import type { Finding } from '../../src/model/finding.js';
import type { GateResult } from '../../src/model/gate-result.js';
import type { ResultRow } from '../../src/model/result.js';
import { worstOf } from '../../src/model/verdict.js';
import type { Waiver } from '../../src/model/waiver.js';
import { today } from './fault-laws.js';
import { type Law, law } from './law.js';

/** A configuration that breaks some rules. */
function breaking(frontend: FrontendId, rules: readonly string[]): JudgedCandidate {
  const configuration = today(frontend, 'none');
  const findings = rules.map((rule) => ({ rule }) as Finding);
  const verdict = rules.length > 0 ? ('unsafe' as const) : ('safe' as const);
  return { configuration, rows: [{ findings, verdict } as unknown as ResultRow], verdict };
}

const doubtful = (rules: readonly (readonly string[])[], isRefused: boolean): readonly string[] => {
  const frontends = ['virtio-blk', 'nvme', 'ahci'] as const;
  const judged = rules.map((each, index) => breaking(frontends[index] ?? 'ide', each));
  return [...doubtfulRules(judged, isRefused)];
};

/** A result with one disk that fails by some rules. */
function failing(rules: readonly string[], id = 'vda'): GateResult {
  const findings = rules.map((rule) => ({ rule, failures: [`x:power-loss:${rule}`] }));
  const failures = findings.flatMap((each) => each.failures);
  const verdict = rules.length > 0 ? 'unsafe' : 'safe';
  const said = { verdict, undecided: '', source: '/dev/a', settings: {}, around: {}, waived: [] };
  const names = { id, machine: 'db', qualified: 'db', counted: [], file: 'db.xml' };
  const disks = [{ ...names, ...said, findings, failures }];
  return { disks, unjudged: [], summary: {}, trouble: 0 } as unknown as GateResult;
}

/** What is said of a disk whose rules change, where rule `a` is waived. */
function changeOf(before: readonly string[], now: readonly string[]): string {
  return changeFrom(failing(before), failing(now));
}

/** The same where all that is left of before is a baseline, and the disk is called otherwise now. */
function changeOfKept(before: readonly string[], now: readonly string[]): string {
  const result = failing(before);
  const digest = (text: string) => `#${text}`;
  const fileOf = (file: string) => file;
  const facts = { blkcheckVersion: '', examined: {} as Examined, fileOf, digest };
  const sourceOf = (short: string) => short.replace('#', '');
  const disks = formerDisks(baselineOf(result.disks, facts), { fileOf, sourceOf });
  return changeFrom({ ...result, disks }, failing(now, 'sda'));
}

function changeFrom(result: GateResult, now: GateResult): string {
  const waiver = { rule: 'a', disk: '**', expires: '2999-01-01', at: {} } as Waiver;
  const waiving = { waivers: [waiver], today: '2027-01-31', failOn: 'unsafe' } as const;
  const { comparison } = compared(now, { name: 'main', result, isSelected: () => true }, waiving);
  const [change] = comparison?.changes ?? [];
  if (change === undefined) return '';
  return `${change.change}${change.isWaived ? ', waived' : ''}`;
}

/** What the gate says of verdicts that are there already. */
export const gateLaws: readonly Law[] = [
  law(
    'the gate: the worst of some releases is the one that fails',
    () => worstOf(['safe', 'unsafe', 'inconclusive'] as const, (verdict) => verdict),
    'unsafe',
  ),
  law(
    'the gate: what is refused is no error of some of the values that it may stand for',
    () => [doubtful([['a'], []], true), doubtful([['a'], ['a', 'b']], true)],
    [['a'], ['b']],
  ),
  law(
    'the gate: what only some of an unsafe disk breaks is no error beside what all of it does',
    () => [doubtful([['a'], ['a', 'b']], false), doubtful([['a'], ['b']], false)],
    [['b'], []],
  ),
  law(
    'the gate: what decides about a disk that is not decided is told',
    () => doubtful([['a'], []], false),
    [],
  ),
  law(
    'the gate: what a change makes worse is told, waived or not',
    () => [changeOf([], []), changeOf([], ['a']), changeOf(['a'], ['a']), changeOf([], ['b'])],
    ['', 'worse, waived', '', 'worse'],
  ),
  law(
    'the gate: a baseline is compared as what it was written of',
    () => [
      changeOfKept([], []),
      changeOfKept([], ['a']),
      changeOfKept(['a'], ['a']),
      changeOfKept(['b'], []),
      changeOfKept(['a', 'b'], ['b']),
    ],
    ['', 'worse, waived', '', 'better', 'better'],
  ),
];
