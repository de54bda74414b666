import { it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/profiles.js';
import { faultIds } from '../../src/model/fault.js';
import { configurationNamed } from '../../src/run/named-configuration.js';
import { randomConfiguration } from './all-configurations.js';
import { proofDisagreement } from './compare.js';
import { pseudoRandom } from './observe.js';
import { randomScript } from './random-scripts.js';

const names = process.env['NAMES']?.split(' ');
it('x', () => {
  const t = process.cpuUsage();
  const random = pseudoRandom(Number(process.env['SEED'] ?? 7));
  const overlap = process.env['OVERLAP'] === '1';
  const end = Number(process.env['PAIRS'] ?? 2000);
  const most = Number(process.env['MOST'] ?? 7);
  let found = 0;
  const predicted = 0;
  for (let done = 0; done < end; ) {
    const script = randomScript(random, overlap);
    if (script === null || script.operations.length > most) continue;
    for (let nth = 0; nth < 3; nth++, done += 4) {
      const name = names?.[random(names.length)];
      const c =
        name === undefined ? randomConfiguration(random) : configurationNamed(name, defaultProfile);
      for (const d of proofDisagreement(script, c, faultIds)) {
        found++;
        if (found < 8) console.log(d);
      }
    }
  }
  console.log('found', found, 'cpu', process.cpuUsage(t).user / 1e6, predicted);
}, 3000000);
