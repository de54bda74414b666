import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../src/catalogue/rules/rules.js';
import type { FaultId } from '../../src/model/fault.js';
import { kindChooser } from '../../src/stack/choose.js';
import { readSector } from '../../src/stack/crash-state.js';
import { createSimulator, simulate, tellStruck } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';
import { machineOf } from '../laws/by-hand.js';
import { acknowledge, fsync, script, write } from '../laws/scripts.js';
import { losing } from './holding.js';
import { bareMetalWith, direct, stackWith, usual } from './stacks.js';

const commit = script(write(0), fsync, acknowledge);
const afterTwo = { kind: 'after', begun: 2, events: 0 } as const;

describe('a simulated run', () => {
  it('says when the fault struck, and what it left', () => {
    const simulator = createSimulator(script(write(0), write(1), fsync), usual);
    const run = simulate(simulator, 'power-loss', afterTwo, losing('lose 2 0'));
    expect(run.struck).toBe(true);
    expect(run.powerCut).toEqual({ operation: 2, event: 0 });
    expect([0, 1].map((lba) => readSector(run.crash, lba))).toEqual([1, 0]);
    expect(run.crash.spared).toBe(simulator.spared['power-loss']);
  });

  it('ends without a fault with the script, whenever it is cut', () => {
    const { crash, struck } = simulate(
      createSimulator(commit, usual),
      'none',
      afterTwo,
      kindChooser,
    );
    expect([struck, crash.machine.world.count.acknowledgements]).toEqual([false, 1]);
  });

  it('knows nothing of the one before it', () => {
    const simulator = createSimulator(commit, usual);
    const stateAfter = () => {
      const { crash } = simulate(simulator, 'power-loss', afterTwo, kindChooser);
      return [...crash.machine.world.memory];
    };
    const once = stateAfter();
    simulate(simulator, 'none', { kind: 'never' }, kindChooser);
    expect(stateAfter()).toEqual(once);
  });

  it('has a story only for who wants one', () => {
    const simulator = createSimulator(commit, usual);
    const storyOf = (withStory: boolean) =>
      simulate(simulator, 'power-loss', afterTwo, kindChooser, withStory).crash.machine.world.trace;
    expect(storyOf(false)).toBeNull();
    expect(storyOf(true)?.at(-1)).toMatchObject({ guest: 'POWER LOSS', mark: 'power-cut' });
  });
});

describe('a simulator', () => {
  it('uses memory that nobody needs any more', () => {
    const { world } = createSimulator(commit, usual);
    expect(createSimulator(commit, bareMetalWith(), world).world).toBe(world);
  });

  it('lays a script out once for stacks with the same units', () => {
    const { program } = createSimulator(commit, usual);
    expect(createSimulator(commit, bareMetalWith()).program).toBe(program);
    const inPages = stackWith({ disk: { sectorsPerAtomicUnit: 8 } });
    expect(createSimulator(commit, inPages).program.unitShift).toBe(3);
    const inClusters = stackWith({ image: { sectorsPerAllocation: 128 } });
    expect(createSimulator(commit, inClusters).program.sectorsPerBlock).toBe(128);
  });
});

describe('the story ends with what the fault took', () => {
  const hiding = (hidesErrors: RuleId) => stackWith({ backend: { hidesErrors } });
  const inQemu = stackWith({ host: { keeps: 'qemu-memory' } });
  it.each<[FaultId, Stack, string]>([
    ['guest-crash', usual, 'GUEST CRASH|||'],
    ['qemu-kill', usual, 'QEMU KILLED|queue lost||'],
    ['qemu-kill', inQemu, "QEMU KILLED|queue lost|QEMU's memory lost|"],
    ['host-crash', usual, 'HOST CRASH|queue lost|page cache lost|'],
    ['power-loss', usual, 'POWER LOSS|queue lost|page cache lost|cache lost'],
    ['power-loss', stackWith({ host: direct, disk: { cache: false } }), 'POWER LOSS|queue lost||'],
    ['disk-power-loss', usual, 'DISK POWER LOSS|requests fail|page cache kept|cache lost'],
    ['node-loss', usual, 'NODE LOSS|queue lost|page cache lost|disk lost'],
    ['io-error', usual, 'I/O ERROR|requests fail|write-back failed|'],
    ['io-error', hiding('BLK019'), 'I/O ERROR|error not told|write-back failed|nothing arrived'],
    ['io-error', hiding('BLK027'), 'I/O ERROR|error told once|write-back failed|nothing arrived'],
  ])('%s', (fault, stack, told) => {
    const { world } = machineOf(stack, write(0));
    tellStruck(world, stack, fault);
    expect(world.trace).toBeNull();
    world.trace = [];
    tellStruck(world, stack, fault);
    const rows = world.trace.map(({ guest, device, host, disk }) => [guest, device, host, disk]);
    expect(rows.map((row) => row.join('|'))).toEqual([told]);
  });
});
