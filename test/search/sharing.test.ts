import { expect, it } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { noReductions } from '../../src/search/exhaust/reductions.js';
import { signatureOf } from '../../src/search/signature.js';
import { buildStack } from '../../src/stack/build.js';
import { sampleMailConfigurations } from '../analysis/all-configurations.js';
import { pseudoRandom } from '../analysis/observe.js';
import { contentsOf } from './exhaust/contents.js';
import { smallScript, textOf } from './exhaust/small-scripts.js';

const scale = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2000) / 10_000;
const brute = { ...noReductions, seenStates: true, sharedDecisions: true };

/** Configurations that share a proof, in groups of two and more. */
function groups(): readonly (readonly Configuration[])[] {
  const bySignature = new Map<string, Configuration[]>();
  for (const configuration of sampleMailConfigurations(97)) {
    const signature = signatureOf(buildStack(configuration), 1000);
    bySignature.set(signature, [...(bySignature.get(signature) ?? []), configuration]);
  }
  return [...bySignature.values()].filter(({ length }) => length > 1);
}

it('configurations that share a proof leave the same on the disk', { timeout: 300_000 }, () => {
  const random = pseudoRandom(8);
  const shared = groups();
  expect(shared.length).toBeGreaterThan(100);
  for (let nth = 0; nth < 150 * scale; nth += 1) {
    const group = shared[random(shared.length)] ?? [];
    const script = smallScript(random, 4, false);
    const [one, ...others] = group
      .slice(0, 3)
      .map((on) => [on, contentsOf(script, buildStack(on), faultIds, brute)] as const);
    for (const [on, contents] of others)
      expect([textOf(script, on), contents]).toEqual([textOf(script, on), one?.[1]]);
  }
});
