import { expect, it } from 'vitest';
import { createCostOf } from '../../../src/run/fix/commit-costs.js';
import { configurationOf } from '../../laws/configurations.js';
import { acknowledge, discard, fsync, type Sketch, script, write } from '../../laws/scripts.js';

const costWith = (...sketches: readonly Sketch[]) =>
  createCostOf(
    [{ script: script(...sketches, fsync, acknowledge) }],
    'sata-ssd',
  )(configurationOf('virtio-blk', 'none'));

it('a discard costs nothing, because the simulator drops it; a write does', () => {
  const alone = costWith(write(0));
  expect(costWith(write(0), discard(8))).toEqual(alone);
  const more = costWith(write(0), write(8));
  expect(more.latencyUs.low).toBeGreaterThan(alone.latencyUs.low);
});
