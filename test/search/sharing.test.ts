import { expect, it } from 'vitest';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { allReductions, noReductions } from '../../src/search/exhaust/reductions.js';
import { canonicalStack } from '../../src/search/proof/canonical-stack.js';
import { demandOf } from '../../src/search/proof/demand.js';
import { signatureOf } from '../../src/search/proof/signature.js';
import { buildStack } from '../../src/stack/build.js';
import type { Stack } from '../../src/stack/stack.js';
import { pseudoRandom } from '../analysis/observe.js';
import { contentsOf } from './exhaust/contents.js';
import { outcomesOf, verdictsOf } from './exhaust/outcomes.js';
import { smallRecovery } from './exhaust/small-recoveries.js';
import {
  configurationFrom,
  type Random,
  smallScript,
  smallThreads,
  textOf,
} from './exhaust/small-scripts.js';

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 5;
const brute = { ...noReductions, seenStates: true, sharedDecisions: true };

function someFaults(random: Random): readonly FaultId[] {
  const some = faultIds.filter(() => random(2) === 0);
  return some.length === 0 ? ['power-loss'] : some;
}

/** Small scripts on stacks for which another one stands. */
function* unlike(random: Random, scriptFrom: (random: Random) => Script) {
  for (let found = 0; found < scripts; ) {
    const script = scriptFrom(random);
    const on = configurationFrom(random);
    const faults = someFaults(random);
    const stack = buildStack(on);
    const canonical = canonicalStack(stack, demandOf(script), faults);
    if (signatureOf(canonical) === signatureOf(stack)) continue;
    found += 1;
    yield { script, faults, stack, canonical, text: `${textOf(script, on)} ${faults.join()}` };
  }
}

it('a stack leaves the same on the disk as the one that stands for it', {
  timeout: 1_800_000,
}, () => {
  const small = (random: Random) =>
    random(4) === 0 ? smallThreads(random, 4) : smallScript(random, 4, false);
  for (const { script, faults, stack, canonical, text } of unlike(pseudoRandom(8), small)) {
    const left = contentsOf(script, stack, faults, brute);
    expect([text, contentsOf(script, canonical, faults, brute)]).toEqual([text, left]);
    const broken = verdictsOf(script, stack, faults, allReductions);
    expect([text, verdictsOf(script, canonical, faults, allReductions)]).toEqual([text, broken]);
  }
});

it('recoveries have the same outcomes and break the same promises on it', {
  timeout: 1_800_000,
}, () => {
  const small = (random: Random) => smallRecovery(random, 1 + random(2));
  for (const { script, faults, stack, canonical, text } of unlike(pseudoRandom(9), small)) {
    const answers = (machine: Stack) => [
      text,
      verdictsOf(script, machine, faults, allReductions),
      ...faults.map((fault) => outcomesOf(script, machine, fault, allReductions)),
    ];
    expect(answers(canonical)).toEqual(answers(stack));
  }
});
