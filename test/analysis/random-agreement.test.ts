import { describe, expect, it } from 'vitest';
import { faultIds } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { randomConfiguration } from './all-configurations.js';
import { disagreement, isProofAffordable, opinions, proofDisagreement } from './compare.js';
import { pseudoRandom } from './observe.js';
import { randomScriptWithDiscards } from './random-scripts.js';
import { carelessScript, shippedScripts } from './shipped-scripts.js';

type Random = (below: number) => number;

// `BLKCHECK_PAIRS=1000000 npx vitest run random-agreement` is the longer run. A pair is a script and a
// configuration, compared under every fault; every one has a proof of its own.
const pairs = Number(process.env['BLKCHECK_PAIRS'] ?? 20_000);
const timeout = 60_000 + pairs * 60;

const makers: Readonly<Record<string, (random: Random) => Script | null>> = {
  'small random scripts': (random) => randomScriptWithDiscards(random, false),
  'scripts whose writes overlap in flight': (random) => randomScriptWithDiscards(random, true),
  'shipped scenarios that forgot to sync': (random) => {
    const scripts = shippedScripts();
    const script = scripts[random(scripts.length)];
    return script === undefined ? null : carelessScript(script, random);
  },
};

describe('analysis and proof agree', () => {
  it.each([
    ['small random scripts', 0.975, 21],
    ['scripts whose writes overlap in flight', 0.015, 22],
    ['shipped scenarios that forgot to sync', 0.01, 23],
  ] as const)('on %s', { timeout }, (name, share, seed) => {
    const random = pseudoRandom(seed);
    const found: string[] = [];
    for (let done = 0; done < pairs * share; ) {
      const script = makers[name]?.(random) ?? null;
      if (script === null) continue;
      for (let nth = 0; nth < 4; nth += 1) {
        const configuration = randomConfiguration(random);
        if (!isProofAffordable(script, configuration)) continue;
        found.push(...proofDisagreement(script, configuration, faultIds));
        done += 1;
      }
    }
    expect(found).toEqual([]);
  });

  it('nearly always have an opinion', () => {
    expect(opinions.withheld).toBeLessThan((opinions.given + opinions.withheld) / 500);
  });
});

describe('analysis and generated runs agree', () => {
  it.each([
    ['small random scripts', 300, 11],
    ['scripts whose writes overlap in flight', 80, 12],
    ['shipped scenarios that forgot to sync', 30, 13],
  ] as const)('on %s', { timeout }, (name, count, seed) => {
    const random = pseudoRandom(seed);
    const found: string[] = [];
    // As many as were chosen for 20,000 pairs, or fewer for fewer.
    for (let done = 0; done < count * Math.min(1, pairs / 20_000); ) {
      const script = makers[name]?.(random) ?? null;
      const fault = faultIds[random(faultIds.length)];
      if (script === null || fault === undefined) continue;
      const text = disagreement({ script, configuration: randomConfiguration(random), fault });
      if (text !== '') found.push(text);
      done += 1;
    }
    expect(found).toEqual([]);
  });
});
