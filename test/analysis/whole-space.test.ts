import { expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import type { Configuration } from '../../src/model/configuration.js';
import { type FaultId, faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { canonicalStack } from '../../src/search/canonical-stack.js';
import { anyDemand } from '../../src/search/demand.js';
import { signatureOf } from '../../src/search/signature.js';
import { buildStack } from '../../src/stack/build.js';
import { randomConfiguration } from './all-configurations.js';
import { isProofAffordable, proofDisagreement } from './compare.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';

// `BLKCHECK_CONFIGURATIONS=1000000 npx vitest run whole-space` is the longer run.
const configurations = Number(process.env['BLKCHECK_CONFIGURATIONS'] ?? 1_000);
const scriptsEach = 3;

type Random = (below: number) => number;

function affordableScript(random: Random, configuration: Configuration): Script {
  for (;;) {
    const script = randomScript(random, false);
    if (script !== null && isProofAffordable(script, configuration)) return script;
  }
}

/**
 * Both opinions are functions of what they make of a configuration: the stack that stands for it, and
 * its behaviour. Where another configuration has made the same of both, it was compared.
 */
it('analysis and proof agree on configurations drawn from all that there are', {
  timeout: 60_000 + configurations * 5,
}, () => {
  const random = pseudoRandom(41);
  const compared = new Set<string>();
  const behaviours = new Set<string>();
  const found: string[] = [];
  for (let drawn = 0; drawn < configurations; drawn += 1) {
    const configuration = randomConfiguration(random);
    const fault: FaultId = faultIds[random(faultIds.length)] ?? 'power-loss';
    const behaviour = JSON.stringify(explainBehaviour(configuration, fault).behaviour);
    const stack = canonicalStack(buildStack(configuration), anyDemand, [fault]);
    const both = `${fault} ${signatureOf(stack)} ${behaviour}`;
    behaviours.add(behaviour);
    if (compared.has(both)) continue;
    compared.add(both);
    for (let nth = 0; nth < scriptsEach; nth += 1)
      found.push(
        ...proofDisagreement(affordableScript(random, configuration), configuration, [fault]),
      );
  }
  expect(found).toEqual([]);
  const stacks = compared.size;
  console.log(`${configurations} configurations: ${stacks} stacks, ${behaviours.size} behaviours`);
});
