import { describe, expect, it } from 'vitest';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import type { FaultId } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { cellOf, differenceOf } from '../../src/run/configurations/configurations.js';
import { createOracle } from '../../src/scenario/oracle.js';
import type { Subject } from '../../src/search/attempt.js';
import { type Exhausted, exhaust } from '../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../src/search/exhaust/exhaust-twice.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import { nothingLeft, sparedByFault } from '../../src/stack/faults.js';
import { TooLarge, within } from '../search/exhaust/effort.js';
import { smallRecovery } from '../search/exhaust/small-recoveries.js';
import { soundOrNot } from '../search/exhaust/sound-stacks.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';

type Random = (below: number) => number;

// `BLKCHECK_PAIRS=1000000 npx vitest run analysis/twice` is the longer run.
const pairs = Number(process.env['BLKCHECK_PAIRS'] ?? 4_000);
/** What takes longer is not waited for: another script is drawn. */
const effort = { executionsMax: 20_000, statesMax: 10_000 };

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

/**
 * What one fault breaks and what two do: where the first one breaks a recovery there is no second boot
 * to be interrupted. null where it takes too long.
 */
function proofsOf(
  subject: Omit<Subject, 'fault'>,
  faults: readonly FaultId[],
): readonly Exhausted[] | null {
  try {
    return [
      ...within(effort, (limits) => exhaust(subject, faults, allReductions, limits)),
      ...within(effort, (limits) => exhaustTwice(subject, faults, allReductions, limits, () => [])),
    ];
  } catch (error) {
    if (error instanceof TooLarge) return null;
    throw error;
  }
}

describe('analysis and proof agree on a power failure after another fault', () => {
  it.each([
    ['small random scripts', 0.6, 41],
    ['scripts whose writes overlap in flight', 0.1, 42],
    ['small recoveries that write nothing', 0.3, 43],
  ] as const)('on %s', { timeout: 600_000 + pairs * 20 }, (name, share, seed) => {
    const random = pseudoRandom(seed);
    const wanted = pairs * share;
    let tooLarge = 0;
    for (let done = 0; done < wanted; ) {
      const script = makers[name]?.(random) ?? null;
      if (script === null) continue;
      const configuration = soundOrNot(random);
      const stack = buildStack(configuration);
      const spared = sparedByFault(stack);
      // Nothing is predicted where one of the faults leaves no disk.
      if (spared['power-loss'] === nothingLeft) continue;
      const faults = bootingFaults.filter((fault) => spared[fault] !== nothingLeft);
      const subject = { script, stack, oracleOf: createOracle };
      const found = proofsOf(subject, faults);
      if (found === null) {
        tooLarge += 1;
        continue;
      }
      const steps = script.operations.map(
        ({ id, label, lba, sectorCount, fua }) => `${id} ${label} ${lba}+${sectorCount} ${fua}`,
      );
      const where = `${cellOf(configuration)}${differenceOf(configuration, defaultProfile)}`;
      const text = `${where} ${script.threads.join(' | ')}\n${steps.join('\n')}`;
      for (const fault of faults) {
        const kinds = found
          .filter((each) => each.fault === fault)
          .flatMap(({ failures }) => failures.map(({ kind }) => kind));
        const proved = [...new Set(kinds)].sort();
        const predicted = [...(predictTwice(script, configuration, fault) ?? [])].sort();
        expect([text, fault, predicted]).toEqual([text, fault, proved]);
        done += 1;
      }
    }
    expect(tooLarge).toBeLessThan(wanted);
  });
});
