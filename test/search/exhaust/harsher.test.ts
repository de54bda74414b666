import { expect, it } from 'vitest';
import { faultIds } from '../../../src/model/fault.js';
import { isHarsher } from '../../../src/search/exhaust/harsher.js';
import { allReductions, noReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { beyond, contentsOf } from './contents.js';
import { brokenUnder, notIn, outcomesOf, verdictsOf } from './outcomes.js';
import { smallRecovery } from './small-recoveries.js';
import { configurationFrom, smallScript, smallThreads, textOf } from './small-scripts.js';

const scripts = Number(process.env['BLKCHECK_SCRIPTS'] ?? 5_000) / 20;
const recoveries = scripts;
const alone = { ...allReductions, harsherFaults: false };
const brute = { ...noReductions, seenStates: true, sharedDecisions: true };
const pairs = faultIds.flatMap((one) => faultIds.map((other) => [one, other] as const));

it('a recovery has no outcome under a milder fault that it has not under a harsher one, and breaks no more', {
  timeout: 1_800_000,
}, () => {
  const random = pseudoRandom(14);
  let harsher = 0;
  for (let compared = 0; compared < recoveries; compared += 1) {
    const script = smallRecovery(random, 1 + random(2));
    const on = configurationFrom(random);
    const stack = buildStack(on);
    const known = new Map(
      faultIds.map((fault) => [
        fault,
        [...outcomesOf(script, stack, fault, alone), ...brokenUnder(script, stack, fault)],
      ]),
    );
    for (const [fault, than] of pairs) {
      if (fault === than || !isHarsher(stack, fault, than)) continue;
      harsher += 1;
      const text = `${textOf(script, on)} ${fault}, ${than}`;
      const beyondIt = known.get(than)?.filter(notIn(known.get(fault) ?? []));
      expect([text, beyondIt]).toEqual([text, []]);
    }
  }
  expect(harsher).toBeGreaterThan(recoveries);
});

it('a harsher fault leaves all that a milder one leaves', { timeout: 1_800_000 }, () => {
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

it('asked about together, faults break what each breaks by itself', { timeout: 300_000 }, () => {
  const random = pseudoRandom(15);
  let broken = 0;
  for (let compared = 0; compared < recoveries; compared += 1) {
    const script = smallRecovery(random, 1 + random(2));
    const on = configurationFrom(random);
    const stack = buildStack(on);
    const text = textOf(script, on);
    const alone = faultIds.map(
      (fault) => `${fault}: ${[...brokenUnder(script, stack, fault)].sort().join(', ')}`,
    );
    const together = verdictsOf(script, stack, faultIds, allReductions);
    expect([text, ...together]).toEqual([text, ...alone]);
    if (new Set(alone.map((line) => line.split(': ')[1])).size > 1) broken += 1;
  }
  // Where all faults break the same, nothing was compared.
  expect(broken).toBeGreaterThan(recoveries / 10);
});
