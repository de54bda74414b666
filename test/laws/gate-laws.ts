import { doubtfulRules, type Judged } from '../../src/gate/certain.js';
import type { FrontendId } from '../../src/model/configuration.js';
import type { Finding } from '../../src/model/finding.js';
import type { ResultRow } from '../../src/model/result.js';
import { worstOf } from '../../src/model/verdict.js';
import { today } from './fault-laws.js';
import { type Law, law } from './law.js';

/** A configuration that breaks some rules. */
function breaking(frontend: FrontendId, rules: readonly string[]): Judged {
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
];
