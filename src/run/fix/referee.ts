import { tellingWords } from '../../catalogue/cures/telling-values.js';
import type { Configuration } from '../../model/configuration.js';
import type { StackFix } from '../../model/fix-result.js';
import type { ResultRow } from '../../model/result.js';
import { type Verdict, type ViolationKind, verdicts, violationKinds } from '../../model/verdict.js';
import { stackName } from '../configurations/stack-words.js';
import type { ExitFacts } from '../exit-code.js';
import type { RunOutcome } from '../jobs/merge.js';
import type { RunPlan } from '../plan.js';
import { hasOwnRecovery } from '../scenarios/scenario-source.js';

/** What a run says about a configuration, or about all that a disk may be. */
export interface Ruling {
  readonly verdict: Verdict;
  readonly basis: 'exhaustive' | 'sampled';
  readonly kinds: readonly ViolationKind[];
  readonly rules: readonly string[];
  readonly because: string;
  /** Why it is inconclusive; '' otherwise. */
  readonly reason: string;
  readonly interrupted: boolean;
}

export interface Referee {
  /** Rules on each of the configurations. */
  readonly rule: (configurations: readonly Configuration[]) => Promise<readonly Ruling[]>;
  readonly total: () => StackFix['proof'];
  readonly bugs: () => readonly string[];
  /** Whether the workloads themselves are wrong, or the runs were interrupted. */
  readonly trouble: () => Pick<ExitFacts, 'interrupted' | 'workloadBug'>;
}

function rowsOf({ result }: RunOutcome, configuration: Configuration): readonly ResultRow[] {
  const wanted = JSON.stringify(configuration);
  return result.results.filter(
    (row) => row.fault !== 'none' && JSON.stringify(row.configuration) === wanted,
  );
}

function rulingOf(rows: readonly ResultRow[], interrupted: boolean): Ruling {
  const verdict = verdicts.findLast((each) => rows.some((row) => row.verdict === each));
  const findings = rows.flatMap((row) => row.findings);
  const [shortest] = [...findings].sort((a, b) => a.trace.length - b.trace.length);
  const isProved = rows.some(({ basis }) => basis === 'exhaustive');
  return {
    verdict: verdict ?? 'inconclusive',
    basis: isProved ? 'exhaustive' : 'sampled',
    kinds: violationKinds.filter((kind) => findings.some((each) => each.kind === kind)),
    rules: [...new Set(findings.map(({ rule }) => rule))].sort(),
    because: shortest?.because ?? '',
    reason: rows.find((row) => row.verdict === 'inconclusive')?.reason ?? '',
    interrupted,
  };
}

/** What proofs say must be what the analysis said; samples and user's recoveries it leaves out. */
function isAgreed(rows: readonly ResultRow[], isSafe: boolean): boolean {
  const proved = rows.filter(({ basis }) => basis === 'exhaustive');
  if (proved.some(({ verdict }) => verdict === 'inconclusive')) return true;
  return proved.every(({ verdict }) => verdict === 'safe') === isSafe;
}

/** Asks the prover about configurations of a plan, and keeps account. */
export function createReferee(
  plan: RunPlan,
  signal: AbortSignal,
  isSafe: (configuration: Configuration) => boolean,
): Referee {
  const bugs: string[] = [];
  const done: RunOutcome[] = [];
  const isUsers = plan.scenarios.some(({ source }) => hasOwnRecovery(source));
  return {
    async rule(configurations) {
      const { runPlan } = await import('../run-plan.js');
      const outcome = await runPlan({ ...plan, configurations }, signal, () => undefined);
      done.push(outcome);
      bugs.push(...outcome.blkcheckBugs);
      return configurations.map((configuration) => {
        const rows = rowsOf(outcome, configuration);
        if (!isUsers && !isAgreed(rows, isSafe(configuration))) {
          bugs.push(`${stackName(configuration, plan.profile)}: proof and analysis differ`);
        }
        return rulingOf(rows, outcome.result.interrupted);
      });
    },
    total: () => {
      const rows = done.flatMap(({ result }) => result.results);
      const faulty = rows.filter(({ fault }) => fault !== 'none');
      const examined = faulty.filter(({ basis }) => basis === 'exhaustive');
      const undecided = examined.filter(({ verdict }) => verdict === 'inconclusive').length;
      return {
        rows: examined.length - undecided,
        undecided,
        executions: faulty.reduce((sum, { explored }) => sum + explored.executions, 0),
        sampled: faulty.filter(({ explored }) => explored.runs > 0).length,
      };
    },
    bugs: () => bugs,
    trouble: () => ({
      interrupted: done.some(({ result }) => result.interrupted),
      workloadBug: done.some(({ result }) => result.summary.workloadBugs.length > 0),
    }),
  };
}

/** What is known of a disk that is one of the configurations: '' or when it is unsafe. */
export function ruledTogether(
  configurations: readonly Configuration[],
  rulings: readonly Ruling[],
): Ruling & { readonly when: string } {
  const unsafe = rulings.filter(({ verdict }) => verdict === 'unsafe');
  const open = rulings.find(({ verdict }) => verdict === 'inconclusive');
  const isMixed = unsafe.length > 0 && unsafe.length < rulings.length;
  const isOpen = open !== undefined && unsafe.length === 0;
  const told = unsafe.length > 0 ? unsafe : rulings;
  const failing = configurations.filter((_, at) => rulings[at]?.verdict === 'unsafe');
  return {
    verdict: isMixed || isOpen ? 'inconclusive' : verdictIn(told),
    basis: told.every(({ basis }) => basis === 'exhaustive') ? 'exhaustive' : 'sampled',
    kinds: violationKinds.filter((kind) => told.some(({ kinds }) => kinds.includes(kind))),
    rules: [...new Set(told.flatMap(({ rules }) => rules))].sort(),
    because: told.find(({ because }) => because !== '')?.because ?? '',
    reason: isOpen ? open.reason : '',
    interrupted: rulings.some(({ interrupted }) => interrupted),
    when: isMixed ? tellingWords(failing, configurations) : '',
  };
}

function verdictIn(rulings: readonly Ruling[]): Verdict {
  return rulings[0]?.verdict ?? 'inconclusive';
}
