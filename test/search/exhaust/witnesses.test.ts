import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/named-configuration.js';
import { attemptRecorded } from '../../../src/search/attempt.js';
import { exhaust } from '../../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../../src/search/exhaust/reductions.js';
import { buildStack } from '../../../src/stack/build.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { configurationOf } from '../../laws/configurations.js';
import { contentsOf, readerOf } from './contents.js';
import { type Random, smallScript, smallThreads, textOf } from './small-scripts.js';

const named = (name: string) => configurationNamed(name, defaultProfile);
const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

const configurations = {
  'a short queue': configurationOf('ide', 'writeback'),
  'a short queue in order': configurationOf('ide', 'writeback', { guest: { elevator: 'noop' } }),
  'a short queue without a cache': configurationOf('ide', 'writethrough'),
  'a short queue and a sparse image': configurationOf('ide', 'none', { allocation: 'sparse' }),
  'a short queue of today': named('ide/none'),
  'a short queue that writes through': named('ide/writethrough'),
  'a long queue': named('virtio-blk/none'),
} as const;

/** Breaks on one disk only. */
function oracleThatFears(script: Script, feared: string) {
  return readerOf(script, (shown, _, excluded) => {
    if (excluded.has('lost') || shown.join() !== feared) return null;
    return { kind: 'lost', victim: 0, witness: 0, acknowledge: 0, lba: 0, effect: 'it is so' };
  });
}

function scriptFrom(random: Random): Script {
  const kind = random(3);
  return kind === 0 ? smallThreads(random, 6) : smallScript(random, 5, kind === 1);
}

// What a proof says of a queue without end, a machine with a short one must do as well: whatever is
// found becomes a record that replays, or the search fails.
it.each(Object.keys(configurations))('each disk that a proof finds replays: %s', (name) => {
  const random = pseudoRandom(95);
  const configuration = configurations[name as keyof typeof configurations];
  const stack = buildStack(configuration);
  for (let scripts = 0; scripts < 12; scripts += 1) {
    const script = scriptFrom(random);
    const fault = faultIds[random(faultIds.length)] ?? 'power-loss';
    const all = [...(contentsOf(script, stack, [fault], allReductions).get(fault)?.keys() ?? [])];
    const some = all.filter(() => random(all.length) < 10);
    for (const feared of some) {
      const oracleOf = () => oracleThatFears(script, feared);
      const subject = { script, stack, oracleOf };
      const [proof] = exhaust(subject, [fault], allReductions, limits);
      const attempt = proof?.failures[0]?.attempt;
      const again =
        attempt &&
        attemptRecorded({ ...subject, fault }, attempt.powerCut, attempt.choices, 'lost');
      const text = `${feared} after ${fault} ${textOf(script, configuration)}`;
      expect([text, again?.violation.effect]).toEqual([text, 'it is so']);
    }
  }
});
