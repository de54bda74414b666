import { type Judgement, predict } from '../../src/analysis/predict.js';
import { quirkOf } from '../../src/catalogue/quirks/quirks.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { cellOf, differenceOf } from '../../src/run/configurations/configurations.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { type Exhausted, exhaust } from '../../src/search/exhaust/exhaust.js';
import { mayOverlap } from '../../src/search/exhaust/overlaps.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { stackOf } from '../../src/search/stacks.js';
import type { Stack } from '../../src/stack/stack.js';
import { mailProfile } from '../mail-profile.js';
import { observe } from './observe.js';

const withoutEnd = { executionsMax: 2_000_000, isOver: () => false };

/** A violation may need many moments to fall together; what is safe is looked at less often. */
const runs = { unsafe: 200_000, safe: 500 };

/**
 * Where flushes may be skipped, a proof follows every order of completions, and where writes in flight together
 * overlap, of every event: for small scripts.
 */
export function isProofAffordable(script: Script, configuration: Configuration): boolean {
  const skips = quirkOf(configuration, 'skips-fua-flush') !== undefined;
  const { length } = script.operations;
  return (!skips || length <= 8) && (!mayOverlap(script) || length <= 12);
}

/** The same of a stack. */
export function isStackAffordable({ operations }: Script, { backend }: Stack): boolean {
  const skips = backend.kind === 'qemu' && backend.skipsOwnFlush !== '';
  return !skips || operations.length <= 8;
}

/** On how many pairs both had an opinion, and on how many one of them met its limit. */
export const opinions = { given: 0, withheld: 0 };

export interface Pair {
  readonly script: Script;
  readonly configuration: Configuration;
  readonly fault: FaultId;
}

/** A step of the program, short enough for the message of a failing test. */
function stepText(script: Script, id: number): string {
  const operation = script.operations.find((each) => each.id === id);
  if (operation === undefined) return '';
  const { label, lba, sectorCount, fua } = operation;
  return `${id} ${label}${sectorCount > 0 ? ` at ${lba}+${sectorCount}` : ''}${fua ? ' fua' : ''}`;
}

export function pairText({ script, configuration, fault }: Pair): string {
  const where = `${cellOf(configuration)}${differenceOf(configuration, mailProfile)}:${fault}`;
  const threads = script.threads.map((ids) => ids.map((id) => stepText(script, id)).join('; '));
  return `${script.scenario} ${where}\n${threads.join('\n')}`;
}

/** The kinds of violation that were proved, in the order of their names. */
export function kindsOf({ failures }: Exhausted): readonly ViolationKind[] {
  return failures.map(({ kind }) => kind).sort();
}

type Opinion = Pick<Judgement, 'kinds' | 'isComplete'>;

export function opinionsDiffer({ kinds, isComplete }: Opinion, proof: Opinion): boolean {
  const proved = proof.kinds;
  // A proof that met its limit says only what it found.
  if (!proof.isComplete) return proved.some((kind) => !kinds.includes(kind));
  // Without an opinion on the rest, what is named must still be so.
  const compared = isComplete ? proved : proved.filter((kind) => kinds.includes(kind));
  return [...kinds].sort().join() !== compared.join();
}

/** What differs where prediction and proof do not name the same kinds of violation. */
export function proofDisagreement(
  script: Script,
  configuration: Configuration,
  faults: readonly FaultId[],
): readonly string[] {
  const subject = {
    script,
    stack: stackOf({ kind: 'configuration' }, configuration, script),
    oracleOf: createOracle,
  };
  return exhaust(subject, faults, allReductions, withoutEnd).flatMap((proof) => {
    const fault = proof.fault as FaultId;
    const judgement = predict(script, configuration, fault);
    opinions[judgement.isComplete && proof.isComplete ? 'given' : 'withheld'] += 1;
    const kinds = kindsOf(proof);
    if (!opinionsDiffer(judgement, { kinds, isComplete: proof.isComplete })) return [];
    const pair = pairText({ script, configuration, fault });
    const proved = `proved [${kinds}] ${proof.isComplete}`;
    return [`predicted [${judgement.kinds}], ${proved}: ${pair}`];
  });
}

/** '' where prediction and simulator name the same kinds of violation; else what differs. */
export function disagreement(pair: Pair): string {
  const { script, configuration, fault } = pair;
  const { kinds, isComplete } = predict(script, configuration, fault);
  if (!isComplete) return '';
  const predicted = [...kinds].sort();
  const observed = observe(script, configuration, fault, {
    runs: predicted.length > 0 ? runs.unsafe : runs.safe,
    expected: predicted,
  });
  if (predicted.join() === observed.kinds.join()) return '';
  return `predicted [${predicted}], observed [${observed.kinds}]: ${pairText(pair)}`;
}
