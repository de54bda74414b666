import type { FaultOrNone } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import type { Check } from '../../../src/scenario/checks.js';
import { createOracle, type Oracle } from '../../../src/scenario/oracle.js';
import { judgeRecovery, type Recovery } from '../../../src/scenario/recovery/recovery.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import { allReductions, type Reductions } from '../../../src/search/exhaust/reductions.js';
import type { Stack } from '../../../src/stack/stack.js';
import { type Effort, unlimited, within } from './effort.js';

/** What can be broken under each fault, worst first. */
export function verdictsOf(
  script: Script,
  stack: Stack,
  faults: readonly FaultOrNone[],
  reductions: Reductions,
  effort: Effort = unlimited,
): readonly string[] {
  const subject = { script, stack, oracleOf: createOracle };
  const found = within(effort, (limits) => exhaust(subject, faults, reductions, limits));
  return found.map(({ fault, failures }) => {
    const kinds = failures.map(({ kind }) => kind).sort();
    return `${fault}: ${kinds.join(', ')}`;
  });
}

/** What can be broken under one fault that nothing else is asked about with. */
export function brokenUnder(script: Script, stack: Stack, fault: FaultOrNone): readonly string[] {
  const subject = { script, stack, oracleOf: createOracle };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  const [proof] = exhaust(subject, [fault], allReductions, limits);
  return proof?.failures.map(({ kind }) => kind) ?? [];
}

/** Whether a text is missing from a list. */
export function notIn(list: readonly string[]): (text: string) => boolean {
  const known = new Set(list);
  return (text) => !known.has(text);
}

/** Every outcome that a recovery can have under the fault; the script's own, if none is given. */
export function outcomesOf(
  script: Script,
  stack: Stack,
  fault: FaultOrNone,
  reductions: Reductions,
  oracle: Oracle = createOracle(script),
  effort: Effort = unlimited,
): readonly string[] {
  const outcomes = new Set<string>();
  const subject = { script, stack, oracleOf: () => listener(oracle, outcomes) };
  within(effort, (limits) => exhaust(subject, [fault], reductions, limits));
  return [...outcomes].sort();
}

/** An oracle that knows of nothing but this recovery. */
export function oracleFor<State, Outcome>(recovery: Recovery<State, Outcome>): Oracle {
  const judge: Oracle['judge'] = (aftermath, excluded) =>
    judgeRecovery(recovery, aftermath, excluded);
  const lendRecovery: Check['lendRecovery'] = (use) => use(recovery);
  return { checks: [{ kinds: ['lost'], after: 0, settledBy: null, judge, lendRecovery }], judge };
}

/** The recovery, content with everything, and nothing else. */
function listener({ checks }: Oracle, outcomes: Set<string>): Oracle {
  const lend = checks.find(({ lendRecovery }) => lendRecovery !== null)?.lendRecovery;
  if (lend === undefined || lend === null) throw new Error('the script has no recovery');
  const listening = <State, Outcome>(
    recovery: Recovery<State, Outcome>,
  ): Recovery<State, Outcome> => ({
    ...recovery,
    judge: (outcome) => {
      outcomes.add(JSON.stringify(outcome));
      return null;
    },
  });
  const lendRecovery: Check['lendRecovery'] = (use) => lend((built) => use(listening(built)));
  const judge: Oracle['judge'] = (aftermath, excluded) =>
    lend((built) => judgeRecovery(listening(built), aftermath, excluded));
  return { checks: [{ kinds: ['lost'], after: 0, settledBy: null, judge, lendRecovery }], judge };
}
