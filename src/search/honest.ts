import type { Configuration } from '../model/configuration.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import { buildBareMetal, buildStrictest } from '../stack/build.js';
import { aftermathOf } from '../stack/crash-state.js';
import { simulate } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { Attempt } from './attempt.js';
import { recordedChooser } from './choosers.js';
import { exhaust } from './exhaust/exhaust.js';
import { allReductions } from './exhaust/reductions.js';
import type { IsHonest } from './minimise.js';
import { simulatorOf } from './simulators.js';
import { usualGuest } from './stacks.js';
import type { Workload } from './workload.js';

/** Enough for what is left of a story; a script that needs more was not found to be faulty. */
const limits = { executionsMax: 20_000, isOver: () => false };
const nothingExcluded: ReadonlySet<ViolationKind> = new Set();

/**
 * Tells whether a script with operations removed still is a workload that honest machines keep,
 * under the fault that takes most: a program syncs because of power failures, whatever strikes.
 */
export function honestyCheck(
  oracleOf: Workload['oracleOf'],
  configuration: Configuration,
): IsHonest {
  const stacks = [buildBareMetal(usualGuest(configuration)), buildStrictest()];
  const known = new Map<string, boolean>();
  return (script, suspect) => {
    if (stacks.some((stack) => breaksAlike(script, stack, oracleOf, suspect))) return false;
    const key = keyOf(script);
    const answer = known.get(key) ?? stacks.every((stack) => holds(script, stack, oracleOf));
    known.set(key, answer);
    return answer;
  };
}

/** The likeliest place of a workload's own bug is where the failure at hand is. */
function breaksAlike(
  script: Script,
  stack: Stack,
  oracleOf: Workload['oracleOf'],
  { begun, choices }: Attempt,
): boolean {
  const cut = { kind: 'after', begun, events: Number.MAX_SAFE_INTEGER } as const;
  const { crash } = simulate(
    simulatorOf(script, stack),
    'power-loss',
    cut,
    recordedChooser(choices),
  );
  return oracleOf(script).judge(aftermathOf(crash), nothingExcluded) !== null;
}

function holds(script: Script, stack: Stack, oracleOf: Workload['oracleOf']): boolean {
  const [proof] = exhaust({ script, stack, oracleOf }, ['power-loss'], allReductions, limits);
  return proof?.failures.length === 0;
}

/** Kinds of failures start from different scripts of one scenario, with the same ids. */
function keyOf({ operations }: Script): string {
  return operations
    .map(
      ({ id, label, sectorCount, transaction }) => `${id} ${label} ${sectorCount} ${transaction}`,
    )
    .join('\n');
}
