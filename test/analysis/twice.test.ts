import { describe, expect, it } from 'vitest';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import { defaultProfile } from '../../src/catalogue/profiles.js';
import type { Script } from '../../src/model/script.js';
import { cellOf, differenceOf } from '../../src/run/configurations.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../src/search/exhaust/exhaust-twice.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import { smallRecovery } from '../search/exhaust/small-recoveries.js';
import { sampleMailConfigurations } from './all-configurations.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';

type Random = (below: number) => number;

// `BLKCHECK_PAIRS=1000000 npx vitest run analysis/twice` is the longer run.
const pairs = Number(process.env['BLKCHECK_PAIRS'] ?? 4_000);
const configurations = sampleMailConfigurations(499);
const unlimited = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

const makers: Readonly<Record<string, (random: Random) => Script | null>> = {
  'small random scripts': (random) => {
    const script = randomScript(random, false);
    return script !== null && script.operations.length <= 6 ? script : null;
  },
  'scripts whose writes overlap in flight': (random) => {
    const script = randomScript(random, true);
    return script !== null && script.operations.length <= 5 ? script : null;
  },
  'small recoveries that write nothing': (random) => {
    const script = smallRecovery(random, 2);
    return script.recovery.kind === 'shadow-paging' ? script : null;
  },
};

describe('analysis and proof agree on a power failure after another fault', () => {
  it.each([
    ['small random scripts', 0.6, 41],
    ['scripts whose writes overlap in flight', 0.1, 42],
    ['small recoveries that write nothing', 0.3, 43],
  ] as const)('on %s', { timeout: 600_000 + pairs * 20 }, (name, share, seed) => {
    const random = pseudoRandom(seed);
    for (let done = 0; done < pairs * share; ) {
      const script = makers[name]?.(random) ?? null;
      const configuration = configurations[random(configurations.length)];
      if (script === null || configuration === undefined) continue;
      // Of which a power failure leaves nothing, and nothing is predicted.
      if (configuration.disk.kind === 'md-raid5-degraded') continue;
      const subject = { script, stack: buildStack(configuration), oracleOf: createOracle };
      const once = exhaust(subject, bootingFaults, allReductions, unlimited);
      const twice = exhaustTwice(subject, bootingFaults, allReductions, unlimited, () => []);
      const steps = script.operations.map(
        ({ id, label, lba, sectorCount, fua }) => `${id} ${label} ${lba}+${sectorCount} ${fua}`,
      );
      const where = `${cellOf(configuration)}${differenceOf(configuration, defaultProfile)}`;
      const text = `${where} ${script.threads.join(' | ')}\n${steps.join('\n')}`;
      for (const fault of bootingFaults) {
        // Where the first fault breaks a recovery there is no second boot to be interrupted.
        const found = [...once, ...twice].filter((each) => each.fault === fault);
        const kinds = found.flatMap(({ failures }) => failures.map(({ kind }) => kind));
        const proved = [...new Set(kinds)].sort();
        const predicted = [...(predictTwice(script, configuration, fault) ?? [])].sort();
        expect([text, fault, predicted]).toEqual([text, fault, proved]);
        done += 1;
      }
    }
  });
});
