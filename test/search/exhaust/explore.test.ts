import { expect, it } from 'vitest';
import { explore, type Visitor } from '../../../src/search/exhaust/explore.js';
import { allReductions } from '../../../src/search/exhaust/reductions.js';
import { holdsEverything } from '../../../src/search/exhaust/sureness.js';
import { buildStack } from '../../../src/stack/build.js';
import { createSimulator } from '../../../src/stack/simulate.js';
import { resetWorld } from '../../../src/stack/world.js';
import { configurationOf } from '../../laws/configurations.js';
import { script, wait, write } from '../../laws/scripts.js';

const visitor: Visitor = {
  before: () => {},
  after: () => {},
  save: () => null,
  restore: () => {},
  isEnough: () => false,
};

function explored(statesMax?: number) {
  const stack = buildStack(configurationOf('scsi', 'none'));
  const { program, world } = createSimulator(script(write(0), write(1), wait), stack);
  resetWorld(world);
  const machine = { stack, program, world, chooser: holdsEverything };
  return explore(machine, 'every', allReductions, [], visitor, statesMax);
}

it('ends before its end where there are more states than can be remembered', () => {
  expect(explored(2).isCutShort).toBe(true);
  expect(explored().isCutShort).toBe(false);
});
