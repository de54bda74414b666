import { expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import { faultIds } from '../../src/model/fault.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { repairOn } from '../../src/scenario/second-boot/second-boot.js';
import { runSecond, secondFault, strikesTwice } from '../../src/search/second-strike.js';
import { buildStack } from '../../src/stack/build.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { nothingLeft, sparedByFault } from '../../src/stack/faults.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import { randomConfiguration } from '../analysis/all-configurations.js';
import { moody, pseudoRandom } from '../analysis/observe.js';
import { smallRecovery } from './exhaust/small-recoveries.js';

it('a fault is followed by a second one where a guest boots, and both leave a disk', () => {
  const random = pseudoRandom(71);
  const seen = { struck: 0, gone: 0 };
  for (let drawn = 0; drawn < 300; drawn += 1) {
    const stack = buildStack(randomConfiguration(random));
    const spared = sparedByFault(stack);
    if (spared[secondFault] === nothingLeft) seen.gone += 1;
    for (const fault of ['none', ...faultIds] as const) {
      const leaves = [fault, secondFault].every((each) => spared[each] !== nothingLeft);
      const boots = fault !== 'none' && bootingFaults.includes(fault);
      if (boots && leaves) seen.struck += 1;
      expect([fault, strikesTwice(stack, fault)]).toEqual([fault, boots && leaves]);
    }
  }
  expect(seen.struck).toBeGreaterThan(300);
  expect(seen.gone).toBeGreaterThan(10);
});

it('a second boot gives up where its recovery does, and else runs after the first', () => {
  const random = pseudoRandom(72);
  const stack = buildStack(configurationNamed('virtio-blk/none', defaultProfile));
  const seen = { given: 0, run: 0 };
  for (let drawn = 0; drawn < 300; drawn += 1) {
    const script = smallRecovery(random, 2);
    const last = script.operations.at(-1)?.id ?? 0;
    const begun = random(script.operations.length + 1);
    const cut = { kind: 'after', begun, events: random(6) } as const;
    const simulator = createSimulator(script, stack);
    const { crash } = simulate(simulator, 'power-loss', cut, moody(random));
    const second = runSecond(script, crash, { ...cut, begun: random(4) }, () => moody(random));
    const repair = repairOn(script, aftermathOf(crash));
    expect(second === null).toBe(repair === null);
    seen[second === null ? 'given' : 'run'] += 1;
    if (second === null) continue;
    const { operation } = second.powerCut;
    expect(operation === 0 || operation > last).toBe(true);
  }
  expect(seen.given).toBeGreaterThan(2);
  expect(seen.run).toBeGreaterThan(100);
});
