import type { FaultId } from '../../src/model/fault.js';
import { ask, type Chooser } from '../../src/stack/choose.js';
import { aftermathOf, crashStateOf, settle } from '../../src/stack/crash-state.js';
import { sparedPlaces } from '../../src/stack/faults.js';
import type { Machine } from '../../src/stack/machine.js';
import { layOut } from '../../src/stack/program.js';
import { reboot, settleBlocks } from '../../src/stack/reboot.js';
import { runUntil } from '../../src/stack/schedule.js';
import { createSimulator, simulate } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';
import { type Sketch, script } from './scripts.js';

export interface TwoBoots {
  readonly stack: Stack;
  readonly fault: FaultId;
  readonly first: readonly Sketch[];
  /** Writes of the first boot that are in flight at the fault. */
  readonly inFlight?: readonly number[];
  /** Whether the second boot reads what the first one left, and finds it there. */
  readonly isFound: boolean;
  readonly second: readonly Sketch[];
  readonly watched: readonly number[];
}

/** What the watched sectors may show after the fault, a second boot, and a power failure at its end. */
export function contentsAfterTwo(boots: TwoBoots): readonly string[] {
  const seen = new Set<string>();
  for (let answers = 0; answers < 2 ** questionsMax; answers++)
    seen.add(contentsFor(boots, answers));
  return [...seen].sort();
}

/** More than any law asks. */
const questionsMax = 5;

function contentsFor(boots: TwoBoots, answers: number): string {
  const { stack, fault, first, inFlight = [], isFound, second, watched } = boots;
  const schedule: Chooser = {
    choose: (kind, subject) => (kind === ask.complete && inFlight.includes(subject) ? 99 : 0),
  };
  const end = { kind: 'after', begun: 99, events: 0 } as const;
  const cut = { kind: 'after', begun: first.length, events: 0 } as const;
  const { crash } = simulate(createSimulator(script(...first), stack), fault, cut, schedule);
  settleBlocks(crash);
  if (isFound) settle(crash);
  const both = script(...first, ...second);
  const later = both.operations.slice(first.length).map(({ id }) => id);
  const program = layOut({ ...both, threads: [later] }, stack);
  const world = reboot(crash, program, null);
  let asked = 0;
  const nature: Chooser = {
    choose: (kind) => (kind < ask.lose ? 0 : (answers >> asked++) & 1),
  };
  const machine: Machine = { stack, program, world, chooser: nature };
  runUntil(machine, end);
  const { read } = aftermathOf(crashStateOf(machine, sparedPlaces(stack, 'power-loss')));
  return watched.map(read).join();
}
