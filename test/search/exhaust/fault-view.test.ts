import { expect, it } from 'vitest';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import {
  countsUnmapped,
  type FaultView,
  isSureWhenDone,
  makesSure,
} from '../../../src/search/exhaust/fault-view.js';
import { exactView } from '../../../src/search/exhaust/plan.js';
import { holdsEverything, withoutDevice } from '../../../src/search/exhaust/sureness.js';
import { buildStack } from '../../../src/stack/build.js';
import { crashStateOf } from '../../../src/stack/crash-state.js';
import type { Machine } from '../../../src/stack/machine.js';
import {
  completeMoves,
  completeOf,
  dispatchMoves,
  isComplete,
  makeMove,
  stepMoves,
  subjectOf,
} from '../../../src/stack/moves.js';
import { leavesOutFlushes } from '../../../src/stack/qemu/backend.js';
import { createSimulator } from '../../../src/stack/simulate.js';
import type { Stack } from '../../../src/stack/stack.js';
import { isAllocationSure, isSure, isSureToShow } from '../../../src/stack/survival.js';
import { resetWorld, state } from '../../../src/stack/world.js';
import { pseudoRandom } from '../../analysis/observe.js';
import { barrier, script, write } from '../../laws/scripts.js';
import { configurationFrom, type Random, smallScript, textOf } from './small-scripts.js';

const movesOf = (machine: Machine) => [
  ...completeMoves(machine),
  ...dispatchMoves(machine),
  ...stepMoves(machine),
];

function machineFor(of: Script, stack: Stack): Machine {
  const { program, world } = createSimulator(of, stack);
  resetWorld(world);
  return { stack, program, world, chooser: holdsEverything };
}

/** The faults as they strike what completed; what is with the device counts for nothing. */
function viewsOf(stack: Stack): readonly FaultView[] {
  return faultIds
    .map((fault) => exactView(stack, fault))
    .map((view) => ({ ...view, spared: withoutDevice(view.spared) }));
}

/** Devices that carry FUA out, on images that allocate, above disks that keep it and one that lies. */
const withFua = ['virtio-scsi', 'usb-uas'].flatMap((frontend) =>
  ['wce-honest', 'wce-lying', 'plp'].map((disk) =>
    configurationNamed(
      `${frontend}/none@aio=io_uring,allocation=sparse,disk=${disk}`,
      defaultProfile,
    ),
  ),
);

const drawnFrom = (random: Random) =>
  (random(4) === 0 ? withFua[random(withFua.length)] : undefined) ?? configurationFrom(random);

const single = {
  'a write': script(write(0)),
  'a durable write': script({ ...write(0), fua: true }),
  'a barrier': script(barrier(0)),
} as const;

// What is sure once a write is done is told before it is, from its phases: the machine, run to the end
// of a single write, says whether it is.
it.each(Object.keys(single) as (keyof typeof single)[])(
  'what is sure of %s once it is done is told beforehand',
  (name) => {
    const random = pseudoRandom(31);
    const seen = { sure: 0, open: 0, found: 0, unmapped: 0 };
    for (let drawn = 0; drawn < 250; drawn += 1) {
      const configuration = drawnFrom(random);
      const stack = buildStack(configuration);
      // There nothing is told: the order of completions decides.
      if (leavesOutFlushes(stack)) continue;
      const machine = machineFor(single[name], stack);
      const { world } = machine;
      while (world.inFlight[0] !== 1 || world.reachedAlone[1] === 0) {
        const [move] = movesOf(machine);
        if (move === undefined) throw new Error('the device never gets it');
        makeMove(machine, move);
      }
      const views = viewsOf(stack);
      const { allocatesOnWrite } = stack.image;
      const told = views.map((view) => [
        isSureWhenDone(machine, 1, view),
        allocatesOnWrite && countsUnmapped(machine, 1, view),
      ]);
      while (world.state[1] !== state.done) makeMove(machine, completeOf(1));
      const is = views.map(({ spared }) => {
        const crash = crashStateOf(machine, spared);
        return [isSure(crash, 1), allocatesOnWrite && isAllocationSure(crash, 0)];
      });
      const text = textOf(single[name], configuration);
      expect([text, told]).toEqual([text, is]);
      for (const [data, allocation] of is) {
        seen[data ? 'sure' : 'open'] += 1;
        if (allocatesOnWrite) seen[allocation ? 'found' : 'unmapped'] += 1;
      }
    }
    expect(Math.min(...Object.values(seen))).toBeGreaterThan(50);
  },
);

// The fault need not strike before a completion that makes nothing sure: then what can be lost before
// it can be lost after it.
it('a completion of which it is said that it makes nothing sure makes nothing sure', () => {
  const random = pseudoRandom(32);
  const seen = { sure: 0, not: 0 };
  for (let drawn = 0; drawn < 100; drawn += 1) {
    const of = smallScript(random, 6, false);
    const configuration = drawnFrom(random);
    const stack = buildStack(configuration);
    const machine = machineFor(of, stack);
    const views = viewsOf(stack);
    const writes = of.operations.filter(({ sectorCount }) => sectorCount > 0);
    const sureNow = ({ spared }: FaultView) => {
      const crash = crashStateOf(machine, spared);
      return writes.map(({ id }) => isSureToShow(crash, id)).join();
    };
    for (;;) {
      const moves = movesOf(machine);
      const move = moves[random(moves.length)];
      if (move === undefined) break;
      const quiet = isComplete(move)
        ? views.filter((view) => !makesSure(machine, subjectOf(move), view))
        : [];
      const before = quiet.map(sureNow);
      makeMove(machine, move);
      expect(quiet.map(sureNow)).toEqual(before);
      seen.not += quiet.length;
      if (isComplete(move)) seen.sure += views.length - quiet.length;
    }
  }
  expect(Math.min(seen.sure, seen.not)).toBeGreaterThan(300);
});
