import { describe, expect, it } from 'vitest';
import type { FaultId } from '../../src/model/fault.js';
import { type CrashState, crashStateOf, readSector, settle } from '../../src/stack/crash-state.js';
import { fateOfBlock } from '../../src/stack/decisions.js';
import { sparedPlaces } from '../../src/stack/faults.js';
import { deviceComplete } from '../../src/stack/frontend/requests.js';
import { layOut } from '../../src/stack/program.js';
import { reboot, settleBlocks } from '../../src/stack/reboot.js';
import type { Stack } from '../../src/stack/stack.js';
import { phase, state, type World } from '../../src/stack/world.js';
import { machineOf, start } from '../laws/by-hand.js';
import { acknowledge, script, write } from '../laws/scripts.js';
import { losing } from './holding.js';
import { marksOf, metadataMarksOf } from './marks.js';
import { sparse, stackWith, usual } from './stacks.js';

const first = [write(0), write(8), write(16), acknowledge] as const;
const both = script(...first, write(1));

/** Two writes have completed, the first was acknowledged, and a third one is in flight. */
function struck(fault: FaultId, stack: Stack = usual, ...lost: readonly string[]): CrashState {
  const machine = machineOf(stack, ...first);
  for (const id of [1, 2, 3]) {
    machine.world.submitted[id] = id;
    start(machine, id, phase.write);
  }
  machine.world.count.submissions = 3;
  machine.world.count.inFlight = 1;
  machine.world.inFlight[0] = 3;
  deviceComplete(machine, 1);
  deviceComplete(machine, 2);
  machine.world.state[4] = state.done;
  const nature = { ...machine, chooser: losing(...lost) };
  return crashStateOf(nature, sparedPlaces(stack, fault));
}

/** The world of a second boot, with the machine around it. */
function booted(crash: CrashState) {
  settleBlocks(crash);
  const { stack } = crash.machine;
  const program = layOut({ ...both, threads: [[5]] }, stack);
  return { ...crash.machine, program, world: reboot(crash, program, null) };
}

const survivors = ({ count, entryDoubted, entryWrite }: World) =>
  Array.from({ length: count.entries }, (_, at) => {
    const isDoubted = entryDoubted[at + 1] === 1;
    return `${entryWrite[at + 1]}${isDoubted ? '?' : ''}`;
  });

describe('what outlived the fault', () => {
  it('is what was sure, and what nature has not decided yet, which stays open', () => {
    expect(survivors(booted(struck('qemu-kill')).world)).toEqual(['1', '2', '3?']);
    expect(survivors(booted(struck('host-crash')).world)).toEqual(['1?', '2?', '3?']);
  });

  it('is what is there and not what is gone, once that is decided', () => {
    const crash = struck('host-crash', usual, 'lose 2 0');
    settle(crash);
    expect(survivors(booted(crash).world)).toEqual(['1', '3']);
  });

  it('completed before everything else, in flight after what had completed', () => {
    const { world } = booted(struck('qemu-kill'));
    expect([...world.completion.slice(1, 5)]).toEqual([1, 2, 3, 0]);
    const { carried, completions, inherited } = world.count;
    // The boot is one more completion, and nothing is before it that is not sure.
    expect([completions, carried, inherited]).toEqual([4, 4, 4]);
  });

  it.each<[FaultId, object]>([
    ['qemu-kill', { 'host-memory': 4 }],
    ['host-crash', { 'host-memory': 2, 'disk-cache': 4 }],
    ['power-loss', { 'host-memory': 2, medium: 4 }],
  ])('is where %s spared it', (fault, marks) => {
    expect(marksOf(booted(struck(fault)))).toEqual(marks);
  });

  it('reads as it did', () => {
    const crash = struck('host-crash', usual, 'lose 1 0', 'lose 3 0');
    settle(crash);
    const before = [0, 8, 16].map((lba) => readSector(crash, lba));
    const machine = booted(crash);
    const after = crashStateOf(machine, sparedPlaces(usual, 'guest-crash'));
    expect([0, 8, 16].map((lba) => readSector(after, lba))).toEqual(before);
    expect(before).toEqual([0, 2, 0]);
  });
});

describe('the machine that boots', () => {
  it('has an empty queue, and knows what was promised', () => {
    const { world } = booted(struck('qemu-kill'));
    const { count } = world;
    expect([count.queue, count.inFlight, count.flushesInFlight]).toEqual([0, 0, 0]);
    expect([...world.state.slice(1, 6)]).toEqual([0, 0, 0, state.done, 0]);
    expect([...world.phases]).toEqual(Array(6).fill(0));
    expect([...world.submitted.slice(1, 4)]).toEqual([1, 2, 3]);
  });

  it('runs the second script alone', () => {
    const { program, world } = booted(struck('qemu-kill'));
    expect([program.threadCount, world.next[0], world.started[0]]).toEqual([1, 0, 1]);
  });

  it('has a QEMU that finished what was in flight, where that lives on', () => {
    const { world } = booted(struck('guest-crash'));
    expect(survivors(world)).toEqual(['1', '2', '3']);
    expect([world.completion[3], world.count.inherited]).toEqual([3, 0]);
  });

  it('counts its own flushes', () => {
    const crash = struck('qemu-kill');
    Object.assign(crash.machine.world.count, { hostSyncs: 7, diskFlushes: 7, vcpuStallUs: 7 });
    const { count } = booted(crash).world;
    expect([count.hostSyncs, count.diskFlushes, count.vcpuStallUs]).toEqual([0, 0, 0]);
  });
});

describe('an allocation', () => {
  const image = stackWith({ image: sparse });

  it('that is lost takes what is in its block, which may be allocated again', () => {
    const crash = struck('host-crash', image, 'lose-mapping 1 0');
    const { world } = booted(crash);
    expect(survivors(world)).toEqual(['2?', '3?']);
    expect([...world.blockWriter.slice(0, 4)]).toEqual([0, 2, 3, 0]);
    expect([...world.blockAllocated.slice(0, 4)]).toEqual([0, 2, 3, 0]);
  });

  it.each<[FaultId, object]>([
    ['qemu-kill', { 'host-memory': 4 }],
    ['host-crash', { 'host-memory': 2, 'disk-cache': 4 }],
  ])('that is there is where %s spared it', (fault, marks) => {
    expect(metadataMarksOf(booted(struck(fault, image)))).toEqual(marks);
  });

  it('is decided beforehand, of each block that has one', () => {
    const crash = struck('host-crash', image, 'lose-mapping 2 0');
    settleBlocks(crash);
    expect([1, 2, 3].map((id) => fateOfBlock(crash.machine, id, 0))).toEqual([
      'there',
      'gone',
      'there',
    ]);
    expect(crash.machine.world.blockFate[3]).toBe(0);
  });
});
