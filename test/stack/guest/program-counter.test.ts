import { describe, expect, it } from 'vitest';
import { complete } from '../../../src/stack/guest/block-layer.js';
import {
  begin,
  isFinished,
  isRunnable,
  operationAt,
  resume,
  wouldBegin,
} from '../../../src/stack/guest/program-counter.js';
import type { Machine } from '../../../src/stack/machine.js';
import { state } from '../../../src/stack/world.js';
import { machineFor } from '../../laws/by-hand.js';
import {
  acknowledge,
  barrier,
  discard,
  flush,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from '../../laws/scripts.js';
import { holding } from '../holding.js';
import { stackWith, usual } from '../stacks.js';

const read: Sketch = { kind: 'read', lba: 0, sectorCount: 1 };
const noQueue = stackWith({ driver: { ordered: 'none' } });

/** Requests stay in flight until the test completes them. */
const flying = (...sketches: readonly Sketch[]) =>
  machineFor(usual, script(...sketches), holding('complete'));

function beginAll(machine: Machine, thread: number, count: number): void {
  for (let nth = 0; nth < count; nth++) begin(machine, thread);
}

const isWaiting = (machine: Machine, thread = 0) => !isRunnable(machine, thread);
const statesOf = ({ world }: Machine, ...ids: readonly number[]) =>
  ids.map((id) => Object.keys(state).find((_, index) => index === world.state[id]));

describe('a thread', () => {
  it.each<[string, Sketch]>([
    ['a write', write(1)],
    ['zeroes', { kind: 'write-zeroes', lba: 0, sectorCount: 1 }],
    ['a barrier', barrier(0)],
    ['a discard', discard(0)],
    ['an acknowledgement', acknowledge],
  ])('goes on after %s', (_, sketch) => {
    const machine = flying(sketch, write(5));
    begin(machine, 0);
    expect([isRunnable(machine, 0), wouldBegin(machine, 0)]).toEqual([true, true]);
  });

  it.each<[string, Sketch]>([
    ['its requests', wait],
    ['a read', read],
    ['all requests, and then a flush', fsync],
    ['a flush', flush],
  ])('waits for %s', (_, sketch) => {
    const machine = flying(write(1), sketch, write(2));
    beginAll(machine, 0, 2);
    expect([isWaiting(machine), operationAt(machine, 0)]).toEqual([true, 2]);
    while (machine.world.count.inFlight > 0) {
      complete(machine, 0);
      resume(machine, 0);
    }
    expect([wouldBegin(machine, 0), operationAt(machine, 0)]).toEqual([true, 3]);
  });

  it('waits with a plain flush for nothing that came before', () => {
    const machine = flying(write(0), flush);
    beginAll(machine, 0, 2);
    complete(machine, 1);
    expect(statesOf(machine, 1, 2)).toEqual(['inFlight', 'done']);
    expect(isRunnable(machine, 0)).toBe(true);
  });

  it('sends the flush of an fsync only after what any thread had submitted before', () => {
    const threads = [
      [{ kind: 'parallel', threads: [1, 2] }],
      [write(0), write(1)],
      [fsync],
    ] as const;
    const machine = machineFor(usual, scriptOfThreads(threads), holding('complete'));
    begin(machine, 0);
    begin(machine, 1);
    begin(machine, 2);
    begin(machine, 1);
    expect(statesOf(machine, 2, 3, 4)).toEqual(['inFlight', 'inFlight', 'idle']);
    complete(machine, 0);
    expect(isRunnable(machine, 2)).toBe(true);
    resume(machine, 2);
    // What was submitted later is still there.
    expect(statesOf(machine, 2, 3, 4)).toEqual(['done', 'inFlight', 'inFlight']);
  });

  it('counts what it begins and acknowledges', () => {
    const machine = flying(acknowledge, write(0));
    beginAll(machine, 0, 2);
    const { count, begun } = machine.world;
    expect([count.begun, count.lastBegun, count.acknowledgements]).toEqual([2, 2, 1]);
    expect([...begun.slice(1)]).toEqual([1, 2]);
    expect([statesOf(machine, 1), isFinished(machine, 0)]).toEqual([['done'], true]);
  });
});

describe('a client whose barrier is refused', () => {
  const refused = (how: 'resend' | 'wait') => {
    const three = script(write(0), barrier(1, how), write(2));
    const machine = machineFor(noQueue, three, holding('complete'));
    beginAll(machine, 0, 2);
    return machine;
  };

  it('sends it again at once', () => {
    const machine = refused('resend');
    expect([statesOf(machine, 1, 2), isRunnable(machine, 0)]).toEqual([
      ['inFlight', 'inFlight'],
      true,
    ]);
  });

  it('or waits for its own requests first, and then for it', () => {
    const machine = refused('wait');
    expect([statesOf(machine, 2), isWaiting(machine)]).toEqual([['idle'], true]);
    complete(machine, 0);
    resume(machine, 0);
    expect([statesOf(machine, 2), isWaiting(machine)]).toEqual([['inFlight'], true]);
    complete(machine, 0);
    resume(machine, 0);
    expect([wouldBegin(machine, 0), operationAt(machine, 0)]).toEqual([true, 3]);
  });
});
