import { expect, it } from 'vitest';
import { faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { sampleConfigurations } from './all-configurations.js';
import { disagreement } from './compare.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';
import { carelessScript, shippedScripts } from './shipped-scripts.js';

type Random = (below: number) => number;

// `BLKCHECK_PAIRS=1000000 npx vitest run random-agreement` is the longer run.
const pairs = Number(process.env['BLKCHECK_PAIRS'] ?? 20_000);
const perScript = 8;
const configurations = sampleConfigurations(499);

/** Compares that many pairs; each script meets several stacks. */
function disagreements(count: number, random: Random, next: () => Script | null): string[] {
  const found: string[] = [];
  for (let done = 0; done < count; ) {
    const script = next();
    if (script === null) continue;
    const faults = faultIds;
    for (let nth = 0; nth < perScript; nth += 1, done += 1) {
      const configuration = configurations[random(configurations.length)];
      const fault = faults[random(faults.length)];
      if (configuration === undefined || fault === undefined) continue;
      const text = disagreement({ script, configuration, fault });
      if (text !== '') found.push(text);
    }
  }
  return found;
}

const timeout = 60_000 + pairs * 20;

it('agree on small random scripts', { timeout }, () => {
  const random = pseudoRandom(11);
  const next = () => randomScript(random, false);
  expect(disagreements(pairs * 0.8, random, next)).toEqual([]);
});

it('agree where writes overlap in flight', { timeout }, () => {
  const random = pseudoRandom(12);
  const next = () => randomScript(random, true);
  expect(disagreements(pairs * 0.15, random, next)).toEqual([]);
});

it('agree on shipped scenarios that forgot to sync', { timeout }, () => {
  const random = pseudoRandom(13);
  const scripts = shippedScripts();
  const next = () => {
    const script = scripts[random(scripts.length)];
    return script === undefined ? null : carelessScript(script, random);
  };
  expect(disagreements(pairs * 0.05, random, next)).toEqual([]);
});
