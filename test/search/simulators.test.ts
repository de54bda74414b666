import { expect, it } from 'vitest';
import type { Script } from '../../src/model/script.js';
import { simulatorOf } from '../../src/search/simulators.js';
import { buildStack } from '../../src/stack/build.js';
import { configurationOf } from '../laws/configurations.js';
import { acknowledge, flush, script, write } from '../laws/scripts.js';

const stack = () => buildStack(configurationOf('scsi', 'writeback'));
const short = (count: number): Script =>
  script(...Array.from({ length: count }, (_, lba) => write(lba)), flush, acknowledge);

/** Its memory is too large to be cleared for short ones. */
const long = (): Script => short(4000);

it('one script on one stack is made ready once', () => {
  const [own, on] = [short(2), stack()];
  const first = simulatorOf(own, on);
  expect(simulatorOf(own, on)).toBe(first);
  expect(simulatorOf(short(2), on)).not.toBe(first);
  expect(simulatorOf(own, stack())).not.toBe(first);
});

it('short scripts lie in one memory, whatever their stacks are', () => {
  const [one, other] = [stack(), stack()];
  const { world } = simulatorOf(short(4), one);
  expect(simulatorOf(short(3), other).world).toBe(world);
  expect(simulatorOf(short(2), one).world).toBe(world);
});

it('a long one keeps its own, for the next of its stack alone', () => {
  const [one, other] = [stack(), stack()];
  const { world } = simulatorOf(short(4), one);
  const large = simulatorOf(long(), one).world;
  expect(large).not.toBe(world);
  expect(simulatorOf(long(), one).world).toBe(large);
  expect(simulatorOf(short(4), other).world).toBe(world);
  expect(simulatorOf(long(), other).world).not.toBe(large);
});
