import { expect, it } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import { isNoStricter } from '../../src/search/examine/honest.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { bareMetal, strictest, usualGuest } from '../../src/search/stacks.js';
import type { Stack } from '../../src/stack/stack.js';
import { pseudoRandom } from '../analysis/observe.js';
import { beyond, contentsOf } from './exhaust/contents.js';
import { brokenUnder, notIn } from './exhaust/outcomes.js';
import { smallRecovery } from './exhaust/small-recoveries.js';
import {
  configurationFrom,
  type Random,
  smallScript,
  smallThreads,
  textOf,
} from './exhaust/small-scripts.js';

/** Honest bare metal of a guest whose queue does not drain for a flush. */
function undrained(random: Random): readonly [Configuration, Stack] {
  for (;;) {
    const on = configurationFrom(random);
    const metal = bareMetal(usualGuest(on), {});
    if (isNoStricter(metal)) return [on, metal];
  }
}

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 20;

// So a workload that is honest on bare metal needs no proof on the other: search/examine/honest.ts.
it('bare metal leaves all that the strictest machine leaves', { timeout: 1_800_000 }, () => {
  const random = pseudoRandom(21);
  for (let compared = 0; compared < scripts; compared += 1) {
    const script =
      random(4) === 0 ? smallThreads(random, 4) : smallScript(random, 4, random(3) === 0);
    const [on, metal] = undrained(random);
    const [own, ofStrict] = [metal, strictest({})].map(
      (stack) =>
        contentsOf(script, stack, ['power-loss'], allReductions).get('power-loss') ?? new Map(),
    );
    const text = textOf(script, on);
    expect([text, beyond(ofStrict ?? new Map(), own ?? new Map())]).toEqual([text, '']);
  }
});

it('what bare metal keeps, the strictest machine keeps', { timeout: 1_800_000 }, () => {
  const random = pseudoRandom(22);
  let broken = 0;
  for (let compared = 0; compared < scripts; compared += 1) {
    const script = smallRecovery(random, 1 + random(2));
    const [on, metal] = undrained(random);
    const onMetal = brokenUnder(script, metal, 'power-loss');
    const onStrict = brokenUnder(script, strictest({}), 'power-loss');
    const text = textOf(script, on);
    expect([text, onStrict.filter(notIn(onMetal))]).toEqual([text, []]);
    if (onStrict.length > 0) broken += 1;
  }
  // Where nothing breaks, nothing was compared.
  expect(broken).toBeGreaterThan(scripts / 20);
});
