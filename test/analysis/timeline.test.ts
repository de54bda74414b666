import { expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { flushesReachDevice } from '../../src/analysis/facts/guest.js';
import { buildTimeline } from '../../src/analysis/timeline/build.js';
import { walkProgram } from '../../src/analysis/timeline/program.js';
import type { Entry, Moment, Timeline } from '../../src/analysis/timeline/timeline.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { Script } from '../../src/model/script.js';
import { createSwitch } from '../../src/search/exhaust/branching.js';
import { holdsEverything } from '../../src/search/exhaust/sureness.js';
import { buildStack } from '../../src/stack/build.js';
import type { Machine } from '../../src/stack/machine.js';
import { completeMoves, dispatchMoves, makeMove, stepMoves } from '../../src/stack/moves.js';
import { createSimulator } from '../../src/stack/simulate.js';
import type { Stack } from '../../src/stack/stack.js';
import { manner, phase, resetWorld, state } from '../../src/stack/world.js';
import { configurationOf } from '../laws/configurations.js';
import {
  barrier,
  flush,
  fsync,
  type Sketch,
  scriptOfThreads,
  wait,
  write,
} from '../laws/scripts.js';
import { configurationFrom, textOf } from '../search/exhaust/small-scripts.js';
import { everyOrder } from './every-run.js';
import { pseudoRandom } from './observe.js';

type Random = (below: number) => number;
type Names = ReadonlyMap<Moment, string>;

const most = 1_000;

/** Another sector for each write: what the disk shows is not asked here. */
function stepOf(random: Random, at: number): Sketch {
  switch (random(8)) {
    case 0:
      return wait;
    case 1:
      return flush;
    case 2:
      return fsync;
    case 3:
      return barrier(at, random(2) === 0 ? 'resend' : 'wait');
    case 4:
      return { ...write(at), fua: true };
    case 7:
      return { kind: 'read', lba: at, sectorCount: 1 };
    default:
      return write(at);
  }
}

function scriptFrom(random: Random): Script {
  let at = 0;
  const steps = (count: number) => Array.from({ length: count }, () => stepOf(random, at++));
  if (random(3) === 0) return scriptOfThreads([steps(2 + random(3))]);
  const before = steps(random(2));
  const beside = random(2) === 0 ? [1, 2] : [2, 1];
  const [one, other] = beside.map(steps) as [Sketch[], Sketch[]];
  const main: Sketch[] = [...before, { kind: 'parallel', threads: [1, 2] }, ...steps(random(2))];
  return scriptOfThreads([main, one, other]);
}

/** A machine's fsync waits for the reads and flushes of others too, which nobody can tell from the disk. */
function waitsForMore({ operations, threads }: Script): boolean {
  const kindsIn = (thread: number) =>
    operations.filter(({ id }) => threads[thread]?.includes(id)).map(({ kind }) => kind);
  return [
    [1, 2],
    [2, 1],
  ].some(
    ([own, other]) =>
      kindsIn(own as number).includes('fsync') &&
      kindsIn(other as number).some((kind) => ['read', 'flush', 'fsync'].includes(kind)),
  );
}

/** Stacks of the day of the mail, whose queues drain for barriers. */
function draining(random: Random): Configuration {
  const elevator = random(2) === 0 ? 'noop' : 'cfq';
  return configurationOf(random(3) > 0 ? 'scsi' : 'virtio-blk', 'none', { guest: { elevator } });
}

/** The requests of the script in the order in which the timeline has them. */
function requestsOf(script: Script, { entries }: Timeline, flushes: boolean) {
  const ids: number[] = [];
  walkProgram(script, {
    operation: ({ id, kind, sectorCount }) => {
      const isFlush = kind === 'fsync' || kind === 'flush';
      if (isFlush ? flushes : sectorCount > 0) ids.push(id);
    },
    fork: () => {},
    join: () => {},
  });
  expect(ids.length).toBe(entries.length);
  return new Map(ids.map((id, at) => [id, entries[at] as Entry]));
}

/** What is told of a request, and when it is so on the machine. */
const stages = {
  enqueued: ({ world }: Machine, id: number) => world.state[id] !== state.idle,
  first: ({ world }: Machine, id: number) => (world.state[id] ?? 0) >= state.inFlight,
  dispatched: ({ world }: Machine, id: number) =>
    (world.state[id] ?? 0) >= state.inFlight && ((world.phases[id] ?? 0) & phase.preflush) === 0,
  completed: ({ world }: Machine, id: number) => world.completion[id] !== 0,
  finished: ({ world }: Machine, id: number) => {
    const isFlushed = ((world.phases[id] ?? 0) & phase.postflush) === 0;
    return (
      world.completion[id] !== 0 && (((world.manner[id] ?? 0) & manner.ownFlush) === 0 || isFlushed)
    );
  },
  done: ({ world }: Machine, id: number) => world.state[id] === state.done,
};
type Stage = keyof typeof stages;
const stageNames = Object.keys(stages) as Stage[];

/** Stages that come at one moment have one name. */
function namesOf(requests: ReadonlyMap<number, Entry>): Names {
  const names = new Map<Moment, string>();
  for (const [id, entry] of requests)
    for (const stage of stageNames) {
      const moment: Moment | undefined = Reflect.get(entry, stage);
      if (moment !== undefined) names.set(moment, `${id} ${stage}`);
    }
  return names;
}

/** Queues take one request or any number, and no flush keeps the guest from going on. */
function asTimelinesKnowIt(stack: Stack): Stack {
  const { device } = stack;
  const queueDepth = device.queueDepth === 1 ? 1 : 100;
  return { ...stack, device: { ...device, queueDepth, flushStallsVcpu: false } };
}

/** Every order in which the machine can come to what has a name; null where there are too many. */
function ordersOf(script: Script, stack: Stack, names: Names): ReadonlySet<string> | null {
  const { program, world } = createSimulator(script, stack);
  const machine: Machine = { stack, program, world, chooser: createSwitch(holdsEverything) };
  const asked = [...names.values()].map((name) => {
    const [id, stage] = name.split(' ') as [string, Stage];
    return { name, has: () => stages[stage](machine, Number(id)) };
  });
  resetWorld(world);
  const orders = new Set<string>();
  const seen = new Set<string>();
  const goOn = (before: readonly string[]): void => {
    const now = asked.filter(({ name, has }) => !before.includes(name) && has());
    const order = [...before, ...now.map(({ name }) => name)];
    const key = `${order.join()} ${world.memory.join()}`;
    if (seen.has(key) || seen.size > most) return;
    seen.add(key);
    orders.add(order.join());
    const moves = [...completeMoves(machine), ...dispatchMoves(machine), ...stepMoves(machine)];
    const [memory, counters] = [world.memory.slice(), { ...world.count }];
    for (const move of moves) {
      makeMove(machine, move);
      goOn(order);
      world.memory.set(memory);
      Object.assign(world.count, counters);
    }
  };
  goOn([]);
  return seen.size > most ? null : orders;
}

// The solver is held against every run of a timeline (cut.test.ts), and timelines against the machine here.
it('a timeline allows the orders of events that the machine can bring about, and no others', () => {
  const random = pseudoRandom(57);
  let compared = 0;
  for (let drawn = 0; compared < 120; drawn += 1) {
    expect(drawn).toBeLessThan(1_000);
    const script = scriptFrom(random);
    const configuration = random(2) === 0 ? draining(random) : configurationFrom(random);
    const stack = asTimelinesKnowIt(buildStack(configuration));
    const { behaviour } = explainBehaviour(configuration, 'power-loss');
    const timeline = buildTimeline(script, behaviour);
    const isLooser = waitsForMore(script);
    const names = namesOf(requestsOf(script, timeline, flushesReachDevice(behaviour.mode)));
    const ofMachine = ordersOf(script, stack, names);
    const ofTimeline = ofMachine && everyOrder(timeline, names, !isLooser, 4_000);
    if (ofMachine === null || ofTimeline === null) continue;
    compared += 1;
    const more = isLooser
      ? []
      : [...ofTimeline].filter((order) => !ofMachine.has(order)).slice(0, 3);
    const less = [...ofMachine].filter((order) => !ofTimeline.has(order)).slice(0, 3);
    const text = textOf(script, configuration);
    expect({ more, less }, `${text}\n${JSON.stringify(behaviour)}`).toEqual({ more: [], less: [] });
  }
});
