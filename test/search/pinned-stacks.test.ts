import { expect, it } from 'vitest';
import { dimensions } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../src/catalogue/refusals/refusals.js';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';
import { canonicalStack } from '../../src/search/proof/canonical-stack.js';
import { anyDemand } from '../../src/search/proof/demand.js';
import { signatureOf } from '../../src/search/proof/signature.js';
import { buildStack } from '../../src/stack/build.js';
import { sampleMailConfigurations } from '../analysis/all-configurations.js';
import { pseudoRandom } from '../analysis/observe.js';

const random = pseudoRandom(63);

/** The usual configuration of today with up to three dimensions changed. */
function neighbour(): Configuration {
  for (;;) {
    let configuration = usualConfiguration(defaultProfile);
    for (let changes = 0; changes < 3; changes += 1) {
      const dimension = dimensions[random(dimensions.length)];
      const value = dimension?.values[random(dimension.values.length)];
      if (dimension === undefined || value === undefined || dimension.part === 'patches') continue;
      configuration = dimension.write(configuration, value.id);
    }
    if (refusalOf(configuration) === '') return configuration;
  }
}

const stacks = {
  mail: sampleMailConfigurations(1999).map(buildStack),
  today: Array.from({ length: 700 }, () => buildStack(neighbour())),
} as const;

const demands = {
  'any script': anyDemand,
  'a script without durable writes': { ...anyDemand, durableWrites: false },
  'one request at a time': { ...anyDemand, requestsMax: 1 },
} as const;

function countsOf(some: keyof typeof stacks, by: keyof typeof demands): string {
  const counts = ['none', ...faultIds, 'all'].map((fault) => {
    const faults = faultIds.filter((each) => fault === 'all' || each === fault);
    const under = fault === 'none' ? (['none'] as const) : faults;
    const names = stacks[some].map((each) => signatureOf(canonicalStack(each, demands[by], under)));
    return `${fault} ${new Set(names).size}`;
  });
  return counts.join(', ');
}

// Where fewer configurations share one stack, every verdict stays as it is, and it shows only here;
// where more do, the proofs without sharing find it as well.
it.each([
  [
    'mail',
    'any script',
    'none 532, guest-crash 536, qemu-kill 536, host-crash 536, power-loss 532, disk-power-loss 532, node-loss 532, io-error 536, all 536',
  ],
  [
    'mail',
    'a script without durable writes',
    'none 532, guest-crash 536, qemu-kill 536, host-crash 536, power-loss 532, disk-power-loss 532, node-loss 532, io-error 536, all 536',
  ],
  [
    'mail',
    'one request at a time',
    'none 502, guest-crash 511, qemu-kill 511, host-crash 511, power-loss 504, disk-power-loss 504, node-loss 502, io-error 524, all 524',
  ],
  [
    'today',
    'any script',
    'none 103, guest-crash 111, qemu-kill 111, host-crash 119, power-loss 111, disk-power-loss 111, node-loss 114, io-error 124, all 136',
  ],
  [
    'today',
    'a script without durable writes',
    'none 97, guest-crash 105, qemu-kill 105, host-crash 113, power-loss 105, disk-power-loss 105, node-loss 108, io-error 117, all 129',
  ],
  [
    'today',
    'one request at a time',
    'none 69, guest-crash 76, qemu-kill 76, host-crash 84, power-loss 77, disk-power-loss 77, node-loss 81, io-error 89, all 103',
  ],
] as const)('so many stacks stand for those of %s, for %s', (some, by, counts) => {
  expect(countsOf(some, by)).toBe(counts);
});
