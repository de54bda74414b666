import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { FaultOrNone } from '../../src/model/fault.js';
import type { Script } from '../../src/model/script.js';
import { violationKinds } from '../../src/model/verdict.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { judgeAll } from '../../src/scenario/oracle.js';
import { repairOn } from '../../src/scenario/second-boot/second-boot.js';
import { allBut, attempt, attemptWith, type Subject } from '../../src/search/attempt.js';
import { runSecond } from '../../src/search/second-strike.js';
import { buildStack } from '../../src/stack/build.js';
import { kindChooser } from '../../src/stack/choose.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import type { Cut } from '../../src/stack/schedule.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import { moody, pseudoRandom } from '../analysis/observe.js';
import { acknowledge, scriptOfThreads, write } from '../laws/scripts.js';
import { smallRecovery } from './exhaust/small-recoveries.js';
import { oracleOf } from './jobs.js';

const stack = buildStack(configurationNamed('virtio-blk/none', defaultProfile));

describe('a promise that no disk keeps', () => {
  const plain = scriptOfThreads([[write(0), acknowledge]]);
  // What is acknowledged was never written.
  const requires = [{ lba: 1, sectorCount: 1, version: 1 }];
  const faulty: Script = { ...plain, obligations: [{ acknowledge: 2, transaction: 0, requires }] };
  const atEnd: Cut = { kind: 'after', begun: 2, events: 9 };
  const under = (fault: FaultOrNone, cut: Cut) =>
    attempt({ script: faulty, stack, fault, oracleOf }, cut, kindChooser, 'lost');

  it('is broken without a fault, whenever one would have struck', () => {
    for (const cut of [atEnd, { kind: 'never' }] as const)
      expect(under('none', cut)?.violation).toMatchObject({ kind: 'lost', acknowledge: 2 });
  });

  it('is broken by a fault that struck, and by none that did not', () => {
    expect(under('power-loss', { kind: 'at', operation: 2, event: 0 })?.violation.kind).toBe(
      'lost',
    );
    expect(under('power-loss', { kind: 'never' })).toBeNull();
  });

  it('is no promise before it was made', () => {
    expect(under('power-loss', { kind: 'at', operation: 1, event: 0 })).toBeNull();
  });
});

/** The first boot as an attempt runs it; each nature is made anew with the same seed. */
function firstBoot(script: Script, cut: Cut, seed: number) {
  return simulate(createSimulator(script, stack), 'power-loss', cut, moody(pseudoRandom(seed)));
}

it('after two faults shows what the second boot breaks, and nothing where there is none', () => {
  const random = pseudoRandom(74);
  const seen = { without: 0, kept: 0, broken: 0 };
  for (let drawn = 0; drawn < 400; drawn += 1) {
    const script = smallRecovery(random, 2);
    const subject: Subject = { script, stack, fault: 'power-loss', oracleOf };
    const cut: Cut = { kind: 'after', begun: random(script.operations.length + 1), events: 3 };
    const later: Cut = { kind: 'after', begun: random(5), events: random(4) };
    const natures = () => ({ cut: later, chooserFor: () => moody(pseudoRandom(drawn + 1)) });
    const kind = violationKinds[drawn % violationKinds.length] ?? 'lost';
    const nature = () => moody(pseudoRandom(drawn));
    const found = attemptWith(subject, cut, nature, kind, false, natures());
    const { crash, struck } = firstBoot(script, cut, drawn);
    if (!struck) continue;
    const second = runSecond(script, crash, later, natures().chooserFor);
    if (second === null) {
      seen.without += 1;
      expect(repairOn(script, aftermathOf(crash))).toBeNull();
      expect(found).toBeNull();
      continue;
    }
    const violation = judgeAll(second.boot.checks, aftermathOf(second.crash), allBut(kind));
    seen[violation === null ? 'kept' : 'broken'] += 1;
    expect(found?.violation.kind).toBe(violation?.kind);
    expect(found?.second?.powerCut).toEqual(violation === null ? undefined : second.powerCut);
  }
  expect(seen.without).toBeGreaterThan(0);
  expect(seen.kept).toBeGreaterThan(50);
  expect(seen.broken).toBeGreaterThan(3);
});
