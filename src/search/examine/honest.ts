import type { Trust } from '../../catalogue/guest-writes.js';
import type { Configuration } from '../../model/configuration.js';
import type { Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { aftermathOf } from '../../stack/crash-state.js';
import { simulate } from '../../stack/simulate.js';
import type { Stack } from '../../stack/stack.js';
import type { Attempt } from '../attempt.js';
import { recordedChooser } from '../choosers.js';
import { exhaust } from '../exhaust/exhaust.js';
import { allReductions } from '../exhaust/reductions.js';
import type { IsHonest } from '../minimise/minimise.js';
import { simulatorOf } from '../simulators.js';
import { bareMetal, strictest, usualGuest } from '../stacks.js';
import type { Workload } from '../workload.js';

/** Enough for what is left of a story; a script that needs more was not found to be faulty. */
const limits = { executionsMax: 20_000, isOver: () => false, endsAtFirst: true };
const nothingExcluded: ReadonlySet<ViolationKind> = new Set();

/**
 * Tells whether a script with operations removed still is a workload that honest machines keep,
 * under the fault that takes most: a program syncs because of power failures, whatever strikes.
 */
export function honestyCheck(
  oracleOf: Workload['oracleOf'],
  configuration: Configuration,
  trust: Trust = {},
): IsHonest {
  const metal = bareMetal(usualGuest(configuration), trust);
  const stacks = isNoStricter(metal) ? [metal] : [metal, strictest(trust)];
  const known = new Map<string, Answer>();
  return (script, suspect) => {
    const key = keyOf(script);
    const before = known.get(key);
    if (before?.isSure) return before.isHonest;
    if (stacks.some((stack) => breaksAlike(script, stack, oracleOf, suspect))) return false;
    const answer = before ?? prove(script, stacks, oracleOf);
    known.set(key, answer);
    return answer.isHonest;
  };
}

/**
 * Whether honest bare metal can do all that the strictest machine can, so that this one need not be asked:
 * it may hold a request back until the one before has completed, and lose nothing of what completed. Not
 * where its queue drains for a flush: a disk without a cache answers one beside writes in flight.
 */
export function isNoStricter({ driver }: Stack): boolean {
  return driver.ordered === 'flush' || driver.ordered === 'flush-fua';
}

interface Answer {
  readonly isHonest: boolean;
  /** No limit was met, so that no failure can be found which the proof did not come to. */
  readonly isSure: boolean;
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

function prove(script: Script, stacks: readonly Stack[], oracleOf: Workload['oracleOf']): Answer {
  let isSure = true;
  for (const stack of stacks) {
    const [proof] = exhaust({ script, stack, oracleOf }, ['power-loss'], allReductions, limits);
    if (proof === undefined || proof.failures.length > 0) return { isHonest: false, isSure: true };
    isSure &&= proof.isComplete;
  }
  return { isHonest: true, isSure };
}

/** Kinds of failures start from different scripts of one scenario, with the same ids. */
function keyOf({ operations }: Script): string {
  return operations
    .map(
      ({ id, label, sectorCount, transaction }) => `${id} ${label} ${sectorCount} ${transaction}`,
    )
    .join('\n');
}
