import { buildStack } from '../../src/stack/build.js';
import { ask, type Chooser, kindChooser } from '../../src/stack/choose.js';
import { buildBareMetal, buildStrictest } from '../../src/stack/controls.js';
import { aftermathOf } from '../../src/stack/crash-state.js';
import { deviceComplete } from '../../src/stack/frontend/requests.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';
import { manner, phase, placeIndex } from '../../src/stack/world.js';
import { machineOf, start } from './by-hand.js';
import { configurationOf } from './configurations.js';
import { acknowledgedContents, contents } from './endings.js';
import { type Law, law } from './law.js';
import {
  acknowledge,
  barrier,
  flush,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from './scripts.js';

const guest = {
  kernel: '2.6.31',
  writeCache: 'device',
  mount: 'barrier',
  fsyncError: 'stops',
  elevator: 'cfq',
} as const;
const bareMetal = buildBareMetal(guest);
const scsi = buildStack(configurationOf('scsi', 'writeback'));
const virtio = buildStack(configurationOf('virtio-blk', 'writethrough'));
const fua = { ...write(1), fua: true };

/** A write that completes while a flush runs, and one that had completed before it. */
function coveredByFlush(): readonly boolean[] {
  const machine = machineOf(bareMetal, write(0), write(1), flush);
  start(machine, 1, phase.write);
  deviceComplete(machine, 1);
  start(machine, 3, phase.preflush);
  start(machine, 2, phase.write);
  deviceComplete(machine, 2);
  deviceComplete(machine, 3);
  const sure = machine.world.mark[placeIndex.medium] ?? 0;
  return [1, 2].map((write) => (machine.world.completion[write] ?? 0) <= sure);
}

/** What a FUA write takes to the medium: itself, and not the write that completed before it. */
function coveredByFua(): readonly boolean[] {
  const machine = machineOf(bareMetal, write(0), fua);
  start(machine, 1, phase.write);
  deviceComplete(machine, 1);
  start(machine, 2, phase.write, manner.fua);
  deviceComplete(machine, 2);
  const alone = 1 << placeIndex.medium;
  const marked = machine.world.mark[placeIndex.medium] ?? 0;
  return [1, 2].map(
    (write) => marked > 0 || ((machine.world.reachedAlone[write] ?? 0) & alone) !== 0,
  );
}

function costOf(stack: Stack, ...sketches: readonly Sketch[]) {
  const simulator = createSimulator(script(...sketches), stack);
  simulate(simulator, 'none', { kind: 'never' }, kindChooser);
  const { hostSyncs, diskFlushes, vcpuStallUs } = simulator.world.count;
  return { hostSyncs, diskFlushes, stalls: vcpuStallUs > 0 };
}

const tags: Stack = {
  ...bareMetal,
  device: { ...bareMetal.device, orderedTags: true, advertisesCache: false },
  driver: {
    ordered: 'tag',
    refusedBecause: '',
    noFlushBecause: '',
    answersFlush: '',
    dropsFua: '',
  },
  disk: { ...bareMetal.disk, cache: false },
};
const commit = [write(0), fsync, acknowledge] as const;
const overlapping = {
  ...script(write(0), write(0), wait, fsync, acknowledge),
  overlapDeclared: true,
};

// Thread 1 writes twice and waits between; thread 2 overlaps both.
const overlappingThreads = {
  ...scriptOfThreads([
    [{ kind: 'parallel', threads: [1, 2] }, fsync, acknowledge],
    [write(0), wait, write(0)],
    [write(0)],
  ]),
  overlapDeclared: true,
};

/**
 * A is written and flushed, and written again; the new A waits in the guest's queue when B gets
 * through. The old A does not stand in for the new one.
 */
function oldStandsInForQueued(): readonly boolean[] {
  const simulator = createSimulator(script(write(0), fsync, write(0), write(1)), virtio);
  const holdsThird: Chooser = {
    choose: (kind, subject) => (kind === ask.dispatch && subject === 3 ? 99 : 0),
  };
  const cut = { kind: 'after', begun: 4, events: 0 } as const;
  const { read, satisfies } = aftermathOf(
    simulate(simulator, 'guest-crash', cut, holdsThird).crash,
  );
  return [read(0) === 1, read(1) === 4, satisfies(read(0), 3), satisfies(read(0), 1)];
}

export const layerLaws: readonly Law[] = [
  law('a flush covers what had completed when it was submitted', coveredByFlush, [true, false]),
  law('FUA covers its own write and nothing else', coveredByFua, [false, true]),
  law('FUA is no barrier', () => {
    const completionIsSure = { ...bareMetal, disk: { ...bareMetal.disk, cache: false } };
    return contents(script(write(0), fua, wait), completionIsSure, 'power-loss', [0, 1]);
  }, ['0,0', '0,2', '1,0', '1,2']),
  law(
    'a FUA write is durable when it completes',
    () => acknowledgedContents(script(fua, wait, acknowledge), bareMetal, 'power-loss', [1]),
    ['1'],
  ),
  law(
    'a write that asks for durability is followed by a flush where the device has no FUA',
    () => acknowledgedContents(script(fua, wait, acknowledge), scsi, 'power-loss', [1]),
    ['1'],
  ),
  law(
    'a completed write may be lost until it is flushed',
    () => contents(script(write(0), wait, write(1), wait), bareMetal, 'power-loss', [0, 1]),
    ['0,0', '0,3', '1,0', '1,3'],
  ),
  law(
    'fsync waits for what was submitted before it',
    () => acknowledgedContents(script(...commit), scsi, 'power-loss', [0]),
    ['1'],
  ),
  law(
    "fsync waits for another thread's writes too",
    () =>
      acknowledgedContents(
        scriptOfThreads([[{ kind: 'parallel', threads: [1] }, fsync, acknowledge], [write(0)]]),
        virtio,
        'power-loss',
        [0],
      ),
    ['4'],
  ),
  law(
    'in one sector the later write wins, and the earlier may be all that is left',
    () => contents(script(write(0), wait, write(0), wait), bareMetal, 'power-loss', [0]),
    ['0', '1', '3'],
  ),
  law(
    'a flushed write never gives way to what was before it',
    () => acknowledgedContents(script(...commit, write(0), wait), bareMetal, 'power-loss', [0]),
    ['1', '4'],
  ),
  law(
    'what a flushed write replaced is gone',
    () => acknowledgedContents(script(...commit, ...commit), bareMetal, 'power-loss', [0]),
    ['4'],
  ),
  law(
    'a write tears between atomic units, each for itself',
    () => contents(script(write(0, 2), wait), bareMetal, 'power-loss', [0, 1]),
    ['0,0', '0,1', '1,0', '1,1'],
  ),
  law('never inside one', () => {
    const stack = { ...bareMetal, disk: { ...bareMetal.disk, sectorsPerAtomicUnit: 8 } };
    return contents(script(write(0, 16), wait), stack, 'power-loss', [0, 7, 8]);
  }, ['0,0,0', '0,0,1', '1,1,0', '1,1,1']),
  law('an atomic unit takes its writes in order', () => {
    const stack = { ...bareMetal, disk: { ...bareMetal.disk, sectorsPerAtomicUnit: 8 } };
    return contents(script(write(0), wait, write(1), wait), stack, 'power-loss', [0, 1]);
  }, ['0,0', '1,0', '1,3']),
  law('but not writes in flight together', () => {
    const stack = { ...bareMetal, disk: { ...bareMetal.disk, sectorsPerAtomicUnit: 8 } };
    return contents(script(write(0), write(1), wait), stack, 'power-loss', [0, 1]);
  }, ['0,0', '0,2', '1,0', '1,2']),
  law('a lost allocation takes its whole host block, and no other', () => {
    const stack = buildStack(
      configurationOf('ide', 'none', { allocation: 'sparse', disk: { kind: 'no-wce' } }),
    );
    return acknowledgedContents(
      script(write(0, 9), wait, acknowledge),
      stack,
      'power-loss',
      [0, 7, 8],
    );
  }, ['0,0,0', '0,0,1', '1,1,0', '1,1,1']),
  law('fsync makes the allocation durable', () => {
    const stack = buildStack(configurationOf('scsi', 'none', { allocation: 'sparse' }));
    return acknowledgedContents(script(...commit), stack, 'power-loss', [0]);
  }, ['1']),
  law('QEMU that lives on finishes what is in flight, allocation included', () => {
    const stack = buildStack(
      configurationOf('scsi', 'none', { allocation: 'sparse', guest: { elevator: 'noop' } }),
    );
    return contents(script(write(0), write(1), wait), stack, 'guest-crash', [0, 1]);
  }, ['0,0', '1,0', '1,2']),
  law(
    'a killed QEMU loses what is in flight and nothing that completed',
    () => [
      contents(script(write(0), wait), scsi, 'qemu-kill', [0]),
      acknowledgedContents(script(write(0), wait, acknowledge), scsi, 'qemu-kill', [0]),
    ],
    [['0', '1'], ['1']],
  ),
  law(
    'O_DSYNC makes a completed write durable',
    () => acknowledgedContents(script(write(0), wait, acknowledge), virtio, 'power-loss', [0]),
    ['1'],
  ),
  law(
    'a client that resends a refused barrier has it in flight with what came before',
    () => contents(script(write(0), barrier(1), wait), virtio, 'power-loss', [0, 1]),
    ['0,0', '0,2', '1,0', '1,2'],
  ),
  law(
    'a client that waits instead keeps its order on both sides',
    () => contents(script(write(0), barrier(1, 'wait'), write(2)), virtio, 'power-loss', [0, 1, 2]),
    ['0,0,0', '1,0,0', '1,2,0', '1,2,3'],
  ),
  law(
    'a tagged request keeps its place, in the queue and in the device',
    () => contents(script(write(0), barrier(1), write(2), wait), tags, 'power-loss', [0, 1, 2]),
    ['0,0,0', '1,0,0', '1,2,0', '1,2,3'],
  ),
  law(
    'overlapping writes in flight together may land either way, even when flushed',
    () =>
      acknowledgedContents(
        overlapping,
        buildBareMetal({ ...guest, elevator: 'noop' }),
        'power-loss',
        [0],
      ),
    ['1', '2'],
  ),
  law(
    'overtaking is no way round a write that came between',
    () => acknowledgedContents(overlappingThreads, bareMetal, 'power-loss', [0]),
    ['6', '7'],
  ),
  law(
    'a write that is still in the queue is later than all that has completed',
    oldStandsInForQueued,
    [true, true, false, true],
  ),
  law(
    'a device takes one request at a time where its queue is that short',
    () => contents(script(write(0), write(1), wait), buildStrictest(), 'power-loss', [0, 1]),
    ['0,0', '1,0', '1,2'],
  ),
  law(
    'without a fault everything is there',
    () => contents(script(write(0), barrier(1), write(2, 3)), virtio, 'none', [0, 1, 2, 4]),
    ['1,2,3,3'],
  ),
  law(
    'what a commit costs',
    () => [
      costOf(scsi, ...commit),
      costOf(virtio, ...commit),
      costOf(buildStack(configurationOf('scsi', 'writethrough')), ...commit),
      costOf(
        buildStack(configurationOf('scsi', 'writethrough', { patches: ['honest-write-cache'] })),
        ...commit,
      ),
      costOf(
        buildStack(configurationOf('scsi', 'writeback', { patches: ['async-fsync'] })),
        ...commit,
      ),
    ],
    [
      { hostSyncs: 1, diskFlushes: 1, stalls: true },
      { hostSyncs: 1, diskFlushes: 1, stalls: false },
      { hostSyncs: 2, diskFlushes: 2, stalls: true },
      { hostSyncs: 1, diskFlushes: 1, stalls: false },
      { hostSyncs: 1, diskFlushes: 1, stalls: false },
    ],
  ),
];
