import * as fc from 'fast-check';
import type { Configuration } from '../model/configuration.js';
import type { Script } from '../model/script.js';
import type { ViolationKind } from '../model/verdict.js';
import { buildStrictest } from '../stack/build.js';
import { aftermathOf } from '../stack/crash-state.js';
import { createSimulator, simulate } from '../stack/simulate.js';
import type { Stack } from '../stack/stack.js';
import type { Attempt } from './attempt.js';
import { fateBits, fateChooser, recordedChooser } from './choosers.js';
import type { IsHonest } from './minimise.js';
import { stackOf } from './stacks.js';
import type { Workload } from './workload.js';

const runs = 100;
const nothingExcluded: ReadonlySet<ViolationKind> = new Set();

/**
 * Tells whether a script with operations removed still is a workload that honest machines keep,
 * under the fault that takes most: a program syncs because of power failures, whatever strikes.
 * It is sampled, so it may be wrong; then a story is shorter than it should be, and the finding
 * itself, which was made with the whole script, stands.
 */
export function honestyCheck(
  oracleOf: Workload['oracleOf'],
  configuration: Configuration,
  seed: number,
): IsHonest {
  const stacks = [
    stackOf({ kind: 'bare-metal', guest: 'default' }, configuration),
    buildStrictest(),
  ];
  const known = new Map<string, boolean>();
  return (script, suspect) => {
    if (stacks.some((stack) => breaksAlike(script, stack, oracleOf, suspect))) return false;
    const key = keyOf(script);
    const answer = known.get(key) ?? stacks.every((stack) => holds(script, stack, oracleOf, seed));
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
  const simulator = createSimulator(script, stack);
  const { crash } = simulate(simulator, 'power-loss', cut, recordedChooser(choices));
  return oracleOf(script).judge(aftermathOf(crash), nothingExcluded) !== null;
}

function holds(
  script: Script,
  stack: Stack,
  oracleOf: Workload['oracleOf'],
  seed: number,
): boolean {
  const simulator = createSimulator(script, stack);
  const { judge } = oracleOf(script);
  const operationMax = simulator.program.operationMax;
  const slots = Int32Array.from({ length: operationMax + 1 }, (_, id) => id - 1);
  const fates = fc.array(fc.nat(2 ** fateBits - 1), {
    minLength: operationMax,
    maxLength: operationMax,
  });
  const begun = fc.nat(script.operations.length);
  const property = fc.property(fc.noBias(fc.tuple(begun, fates)), ([cutAfter, own]) => {
    const cut = { kind: 'after', begun: cutAfter, events: Number.MAX_SAFE_INTEGER } as const;
    const { crash } = simulate(simulator, 'power-loss', cut, fateChooser(own, slots));
    return judge(aftermathOf(crash), nothingExcluded) === null;
  });
  return !fc.check(property, { numRuns: runs, seed, endOnFailure: true }).failed;
}

/** Kinds of failures start from different scripts of one scenario, with the same ids. */
function keyOf({ operations }: Script): string {
  return operations
    .map(
      ({ id, label, sectorCount, transaction }) => `${id} ${label} ${sectorCount} ${transaction}`,
    )
    .join('\n');
}
