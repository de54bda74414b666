import { expect, it } from 'vitest';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { refusalOf } from '../../../src/catalogue/refusals/refusals.js';
import { type Configuration, patchIds } from '../../../src/model/configuration.js';
import { usualConfiguration } from '../../../src/run/configurations/configurations.js';
import { buildStack } from '../../../src/stack/build.js';
import { buildStrictest } from '../../../src/stack/controls.js';
import { sendsFlush } from '../../../src/stack/guest/driver.js';
import type { Stack } from '../../../src/stack/stack.js';

/** What a device and its driver are made of; patches there are of one release only. */
const keys = ['qemu', 'frontend', 'cache', 'disk', 'guest-kernel', 'guest-write-cache'];

function* machines(
  made: Configuration,
  [key, ...rest]: readonly string[],
): Generator<Configuration> {
  if (key === undefined) {
    if (refusalOf(made) === '') yield made;
    return;
  }
  const { values, write } = dimensionOf(key);
  for (const { id } of values) {
    const next = write(made, id);
    yield* machines(next, key === 'qemu' && id === '0.11' ? [...rest, ...patchIds] : rest);
  }
}

/** A flush outside of writes is no fence of the queue, and yet no thread goes on beside it. */
function isLoose({ device, driver: { ordered } }: Stack): boolean {
  return device.flushStallsVcpu && sendsFlush(ordered) && !ordered.startsWith('drain');
}

it('a flush that stalls the vCPU drains the queue: nothing completes and none begins beside it', () => {
  const stacks = [...machines(usualConfiguration(defaultProfile), keys)].map(buildStack);
  const stalling = stacks.filter(
    ({ device, driver }) => device.flushStallsVcpu && sendsFlush(driver.ordered),
  );
  expect(stalling.length).toBeGreaterThan(100);
  expect([buildStrictest(), ...stacks].filter(isLoose)).toEqual([]);
});
