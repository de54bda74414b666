import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { behaviourAfterTwo } from '../../src/analysis/second-fault.js';
import { cacheSwitches } from '../../src/catalogue/devices/cache-switches.js';
import { bootingFaults } from '../../src/catalogue/faults.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { buildStack } from '../../src/stack/build.js';
import { randomConfiguration } from './all-configurations.js';
import { pseudoRandom } from './observe.js';

const ignoring = cacheSwitches.flatMap(({ frontends, effect }) =>
  effect === 'ignored' ? frontends : [],
);

/** Configurations whose guest switched the write cache of the device off, with what each is like. */
const pairs = (() => {
  const random = pseudoRandom(71);
  const found: { readonly off: Configuration; readonly like: Configuration }[] = [];
  while (found.length < 400) {
    const drawn = randomConfiguration(random);
    const off: Configuration = { ...drawn, guest: { ...drawn.guest, writeCache: 'device-off' } };
    if (refusalOf(off) !== '') continue;
    const told: Configuration = { ...drawn, guest: { ...drawn.guest, writeCache: 'device' } };
    const isIgnored = ignoring.includes(drawn.frontend);
    found.push({
      off,
      like: isIgnored ? told : { ...told, cache: { ...told.cache, writeback: false } },
    });
  }
  return found;
})();

describe('a device that the guest switched off is like one with write-cache=off', () => {
  it('for the simulator, unless it ignores the command', () => {
    for (const { off, like } of pairs) expect(buildStack(off)).toEqual(buildStack(like));
  });

  it('for the analysis, after one fault and after two', () => {
    for (const { off, like } of pairs) {
      for (const fault of faultIds)
        expect(explainBehaviour(off, fault).behaviour).toEqual(
          explainBehaviour(like, fault).behaviour,
        );
      for (const fault of bootingFaults)
        expect(behaviourAfterTwo(off, fault)).toEqual(behaviourAfterTwo(like, fault));
    }
  });

  it('and says so with its evidence', () => {
    for (const { off } of pairs.filter(({ off }) => off.guest.mount === 'barrier')) {
      const { order } = explainBehaviour(off, 'power-loss');
      const rows = order.map(({ row }) => row).filter((row) => /^(write|cacheS)/.test(row));
      expect(rows[0]).toBe('writeCaches.device-off');
      expect(rows[1]).toMatch(/^cacheSwitches\./);
    }
  });

  it('and is among the configurations on which proof and analysis are compared', () => {
    const random = pseudoRandom(72);
    const drawn = Array.from({ length: 300 }, () => randomConfiguration(random));
    const told = drawn.filter(({ guest }) => guest.writeCache === 'device-off');
    expect(told.length).toBeGreaterThan(30);
    expect(new Set(told.map(({ frontend }) => frontend)).size).toBeGreaterThan(7);
  });

  it('of both sorts there are some', () => {
    const count = pairs.filter(({ off }) => ignoring.includes(off.frontend)).length;
    expect(count).toBeGreaterThan(5);
    expect(count).toBeLessThan(100);
  });
});
