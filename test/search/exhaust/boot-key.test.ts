import { expect, it } from 'vitest';
import { secondBoot } from '../../../src/scenario/second-boot/second-boot.js';
import { recordedChooser } from '../../../src/search/choosers.js';
import { bootKey } from '../../../src/search/exhaust/boot-key.js';
import { buildStack } from '../../../src/stack/build.js';
import { kindChooser } from '../../../src/stack/choose.js';
import { aftermathOf } from '../../../src/stack/crash-state.js';
import { layOut } from '../../../src/stack/program.js';
import { reboot } from '../../../src/stack/reboot.js';
import { createSimulator, simulate } from '../../../src/stack/simulate.js';
import { configurationOf } from '../../laws/configurations.js';
import { script, write } from '../../laws/scripts.js';

const stack = buildStack(configurationOf('ide', 'writeback'));
const twoSectors = script(write(0, 2));

/** The machine that boots where one sector of the write is gone. */
function keyWithout(sector: 0 | 1): string {
  const [{ id = 0 } = {}] = twoSectors.operations;
  const nature = recordedChooser([{ kind: 'lose', subject: id, nth: sector, value: 1 }]);
  const simulator = createSimulator(twoSectors, stack);
  const { crash } = simulate(simulator, 'power-loss', { kind: 'never' }, nature);
  const aftermath = aftermathOf(crash);
  expect([aftermath.read(0), aftermath.read(1)]).toEqual(sector === 0 ? [0, id] : [id, 0]);
  const served = { kind: 'transaction', transaction: 0 } as const;
  const boot = secondBoot(twoSectors, { stages: [], syncs: 'around', served });
  const program = layOut(boot.script, stack, boot.contents);
  const world = reboot(crash, program, null);
  return bootKey({ stack, program, world, chooser: kindChooser }, crash.machine, boot);
}

it('tells disks apart by which part of a write is there', () => {
  expect(keyWithout(0)).toBe(keyWithout(0));
  expect(keyWithout(0)).not.toBe(keyWithout(1));
});
