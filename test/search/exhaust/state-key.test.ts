import { expect, it } from 'vitest';
import type { Configuration } from '../../../src/model/configuration.js';
import type { Script } from '../../../src/model/script.js';
import {
  createBranching,
  createSwitch,
  nextAnswers,
} from '../../../src/search/exhaust/branching.js';
import { stateKey } from '../../../src/search/exhaust/state-key.js';
import { holdsEverything } from '../../../src/search/exhaust/sureness.js';
import { buildStack } from '../../../src/stack/build.js';
import { aftermathOf, crashStateOf } from '../../../src/stack/crash-state.js';
import { sparedByFault } from '../../../src/stack/faults.js';
import type { Machine } from '../../../src/stack/machine.js';
import { completeMoves, dispatchMoves, makeMove, stepMoves } from '../../../src/stack/moves.js';
import { createSimulator } from '../../../src/stack/simulate.js';
import { resetWorld } from '../../../src/stack/world.js';
import { pseudoRandom } from '../../analysis/observe.js';
import {
  configurationFrom,
  type Random,
  smallScript,
  smallThreads,
  textOf,
} from './small-scripts.js';

const movesOf = (machine: Machine) => [
  ...completeMoves(machine),
  ...dispatchMoves(machine),
  ...stepMoves(machine),
];

/** Does something and takes it back. */
function tried<Result>({ world }: Machine, use: () => Result): Result {
  const [memory, counters] = [world.memory.slice(), { ...world.count }];
  const result = use();
  world.memory.set(memory);
  Object.assign(world.count, counters);
  return result;
}

/** Everything that the disk can show under the fault, and which promises that keeps. */
function crashStates(machine: Machine, spared: number): string {
  const { script } = machine.program;
  const writes = script.operations.filter(
    ({ kind, sectorCount }) => sectorCount > 0 && kind !== 'read' && kind !== 'discard',
  );
  const lbas = [...new Set(writes.flatMap(({ lba, sectorCount }) => [lba, lba + sectorCount - 1]))];
  const branching = createBranching();
  const shown = new Set<string>();
  do {
    shown.add(
      tried(machine, () => {
        const aftermath = aftermathOf(
          crashStateOf({ ...machine, chooser: branching }, spared, null),
        );
        const read = lbas.map((lba) => aftermath.read(lba));
        const kept = lbas.map((lba, at) =>
          writes
            .filter((write) => write.lba <= lba && lba < write.lba + write.sectorCount)
            .map(({ id }) => Number(aftermath.satisfies(read[at] ?? 0, id)))
            .join(''),
        );
        return [...read, ...kept].join();
      }),
    );
  } while (nextAnswers(branching) && shown.size < 5_000);
  return [...shown].sort().join(' ');
}

/** What a machine can do next, where that leads, and what any fault would leave of it now. */
function futureOf(machine: Machine, masks: readonly number[]): string {
  const next = movesOf(machine)
    .sort((a, b) => a - b)
    .map((move) => {
      const after = tried(machine, () => {
        makeMove(machine, move);
        return stateKey(machine);
      });
      return `${move} ${after}`;
    });
  const done = machine.program.script.operations.map(({ id }) => machine.world.state[id] ?? 0);
  return [...next, done.join(''), ...masks.map((spared) => crashStates(machine, spared))].join(
    '\n',
  );
}

/** A state that was met, and a way to see its future later on, if it is met again. */
interface Met {
  readonly memory: Int32Array;
  readonly counters: Machine['world']['count'];
}

function metAt({ world }: Machine): Met {
  return { memory: world.memory.slice(), counters: { ...world.count } };
}

function goTo({ world }: Machine, { memory, counters }: Met): void {
  world.memory.set(memory);
  Object.assign(world.count, counters);
}

/** Walks at random, and compares each state that has the key of an earlier one with that one. */
function walks(random: Random, script: Script, configuration: Configuration, count: number) {
  const stack = buildStack(configuration);
  const { program, world } = createSimulator(script, stack);
  const machine: Machine = { stack, program, world, chooser: createSwitch(holdsEverything) };
  const masks = [...new Set(Object.values(sparedByFault(stack)))];
  const first = new Map<string, Met>();
  const ways = new Set<string>();
  let [again, differ] = [0, 0];
  const compare = () => {
    const key = stateKey(machine);
    const known = first.get(key);
    if (known === undefined) return first.set(key, metAt(machine));
    const own = futureOf(machine, masks);
    const here = metAt(machine);
    goTo(machine, known);
    again += 1;
    if (futureOf(machine, masks) !== own) differ += 1;
    goTo(machine, here);
  };
  for (let walk = 0; walk < count; walk += 1) {
    resetWorld(world);
    for (let way = ''; ; ) {
      if (!ways.has(way)) compare();
      ways.add(way);
      const moves = movesOf(machine);
      const move = moves[random(moves.length)];
      if (move === undefined) break;
      makeMove(machine, move);
      way = `${way},${move}`;
    }
  }
  return { again, differ };
}

const makers: Readonly<Record<string, (random: Random) => Script>> = {
  steps: (random) => smallScript(random, 6, false),
  'steps that overlap': (random) => smallScript(random, 5, true),
  threads: (random) => smallThreads(random, 7),
};

// What a search leaves out because it was there before must be the same, now and later.
it.each(Object.keys(makers))('states with one key have one future: %s', (name) => {
  const random = pseudoRandom(91);
  const found: string[] = [];
  let again = 0;
  for (let scripts = 0; scripts < 30; scripts += 1) {
    const script = makers[name]?.(random);
    if (script === undefined) throw new Error(name);
    const configuration = configurationFrom(random);
    const met = walks(random, script, configuration, 10);
    again += met.again;
    if (met.differ > 0)
      found.push(`${met.differ} of ${met.again}: ${textOf(script, configuration)}`);
  }
  expect(found).toEqual([]);
  expect(again).toBeGreaterThan(100);
});
