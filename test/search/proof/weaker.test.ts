import { expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { noReductions } from '../../../src/search/exhaust/reductions.js';
import { withoutAllocation } from '../../../src/search/proof/weaker.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { isWeaker } from '../../laws/is-weaker.js';
import { beyond, contentsOf } from '../exhaust/contents.js';
import { brokenUnder, notIn } from '../exhaust/outcomes.js';
import { configurationFrom, smallScript, smallThreads, textOf } from '../exhaust/small-scripts.js';

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 20;
const brute = { ...noReductions, seenStates: true, sharedDecisions: true };

it('a machine that may lose allocations leaves all that one which cannot leaves', {
  timeout: 1_800_000,
}, () => {
  const random = pseudoRandom(11);
  for (let compared = 0; compared < scripts; ) {
    const script = random(4) === 0 ? smallThreads(random, 4) : smallScript(random, 4, false);
    const on = configurationFrom(random);
    const weaker = buildStack(on);
    const stack = withoutAllocation(weaker);
    if (!isWeaker(weaker, stack)) continue;
    compared += 1;
    const own = contentsOf(script, stack, faultIds, brute);
    const more = contentsOf(script, weaker, faultIds, brute);
    for (const fault of faultIds) {
      const text = `${textOf(script, on)} ${fault}`;
      expect([text, beyond(own.get(fault) ?? new Map(), more.get(fault) ?? new Map())]).toEqual([
        text,
        '',
      ]);
      const broken = brokenUnder(script, stack, fault);
      const brokenMore = brokenUnder(script, weaker, fault);
      expect([text, broken.filter(notIn(brokenMore))]).toEqual([text, []]);
    }
  }
});

it('only a machine that is the same but for its allocations is weaker', () => {
  const on = configurationFrom(pseudoRandom(1));
  const stack = buildStack(on);
  const full = { ...stack, image: { ...stack.image, allocatesOnWrite: false } };
  const sparse = { ...stack, image: { ...stack.image, allocatesOnWrite: true } };
  expect(isWeaker(sparse, full)).toBe(true);
  expect(isWeaker(full, sparse)).toBe(false);
  expect(isWeaker(full, full)).toBe(false);
  const other = { ...sparse, disk: { ...sparse.disk, honoursFlush: !sparse.disk.honoursFlush } };
  expect(isWeaker(other, full)).toBe(false);
});
