import { expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { isHarsher } from '../../../src/search/exhaust/harsher.js';
import { noReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { beyond, contentsOf } from './contents.js';
import { configurationFrom, smallScript, smallThreads, textOf } from './small-scripts.js';

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 2000) / 20;
const brute = { ...noReductions, seenStates: true, sharedDecisions: true };
const pairs = faultIds.flatMap((one) => faultIds.map((other) => [one, other] as const));

it('a harsher fault leaves all that a milder one leaves', { timeout: 300_000 }, () => {
  const random = pseudoRandom(12);
  let harsher = 0;
  for (let compared = 0; compared < scripts; compared += 1) {
    const script =
      random(4) === 0 ? smallThreads(random, 4) : smallScript(random, 4, random(3) === 0);
    const on = configurationFrom(random);
    const stack = buildStack(on);
    const contents = contentsOf(script, stack, faultIds, brute);
    for (const [fault, than] of pairs) {
      if (fault === than || !isHarsher(stack, fault, than)) continue;
      harsher += 1;
      const missed = beyond(contents.get(than) ?? new Map(), contents.get(fault) ?? new Map());
      const text = `${textOf(script, on)} ${fault}, ${than}`;
      expect([text, missed]).toEqual([text, '']);
    }
  }
  expect(harsher).toBeGreaterThan(scripts);
});
