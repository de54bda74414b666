import { it } from 'vitest';
import { predictTwice } from '../../src/analysis/predict-twice.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import { defaultProfile } from '../../src/catalogue/profiles.js';
import { cellOf, differenceOf } from '../../src/run/configurations.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { exhaustTwice } from '../../src/search/exhaust/exhaust-twice.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import { nothingLeft, sparedByFault } from '../../src/stack/faults.js';
import { TooLarge, within } from '../search/exhaust/effort.js';
import { smallRecovery } from '../search/exhaust/small-recoveries.js';
import { configurationFrom } from '../search/exhaust/small-scripts.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';

const effort = { executionsMax: 8000, statesMax: 4000 };
it('collects', { timeout: 3_000_000 }, () => {
  const random = pseudoRandom(Number(process.env['SEED'] ?? 1));
  const wanted = Number(process.env['N'] ?? 2000);
  let shown = 0;
  let big = 0;
  const counts = new Map<string, number>();
  for (let done = 0; done < wanted; ) {
    const kind = random(3);
    const script = kind === 0 ? smallRecovery(random, 2) : randomScript(random, kind === 1 && random(3) === 0);
    if (script === null || (kind === 0 && script.recovery.kind !== 'shadow-paging') || (kind > 0 && script.operations.length > 6)) continue;
    const configuration = configurationFrom(random);
    const stack = buildStack(configuration);
    const spared = sparedByFault(stack);
    if (spared['power-loss'] === nothingLeft) continue;
    const faults = bootingFaults.filter((fault) => spared[fault] !== nothingLeft);
    const subject = { script, stack, oracleOf: createOracle };
    try {
      const found = [
        ...within(effort, (l) => exhaust(subject, faults, allReductions, l)),
        ...within(effort, (l) => exhaustTwice(subject, faults, allReductions, l, () => [])),
      ];
      for (const fault of faults) {
        done += 1;
        const kinds = found.filter((e) => e.fault === fault).flatMap(({ failures }) => failures.map(({ kind: k }) => k));
        const proved = [...new Set(kinds)].sort().join();
        const predicted = [...(predictTwice(script, configuration, fault) ?? [])].sort().join();
        if (proved === predicted) continue;
        const b = stack.backend as { skipsOwnFlush: string; syncWrites: boolean; writesThrough: string };
        const group = `${fault} ${proved.length > predicted.length ? 'MISSED by analysis' : 'analysis too strict'} skip=${b.skipsOwnFlush} sync=${b.syncWrites} ${b.writesThrough} mode=${stack.driver.ordered} alloc=${stack.image.allocatesOnWrite} keeps=${stack.host.keeps}`;
        counts.set(group, (counts.get(group) ?? 0) + 1);
        if ((counts.get(group) ?? 0) > 1 || shown > 12) continue;
        shown += 1;
        console.log(`${group}\n${cellOf(configuration)}${differenceOf(configuration, defaultProfile)} proved [${proved}] predicted [${predicted}]\n${script.threads.join(' | ')}\n${script.operations.map((o) => `${o.id} ${o.label} ${o.lba}+${o.sectorCount} ${o.fua ? 'fua' : ''}`).join('\n')}`);
      }
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      big += 1;
    }
  }
  console.log('big', big, [...counts].map(([g, n]) => `${n} ${g}`).join('\n'));
});
