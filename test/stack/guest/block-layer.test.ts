import { describe, expect, it } from 'vitest';
import {
  complete,
  dispatch,
  mayDispatch,
  resendPlainly,
  submitBarrier,
  submitFlush,
  submitWrite,
} from '../../../src/stack/guest/block-layer.js';
import type { Machine } from '../../../src/stack/machine.js';
import type { OrderedMode } from '../../../src/stack/stack.js';
import { manner, phase, state } from '../../../src/stack/world.js';
import { machineFor } from '../../laws/by-hand.js';
import { barrier, flush, script, write } from '../../laws/scripts.js';
import { holding } from '../holding.js';
import { flushStopOf, orderStopOf } from '../marks.js';
import { type Changes, stackWith } from '../stacks.js';

const fua = { ...write(0), fua: true };
// What is submitted stays in the queue.
const queued = (changes: Changes) =>
  machineFor(stackWith(changes), script(fua, barrier(1), flush), holding('dispatch'));
// What goes to the device stays in flight.
const flying = (changes: Changes = {}) =>
  machineFor(
    stackWith(changes),
    script(write(0), write(1), barrier(2), write(3)),
    holding('complete'),
  );

const namesOf = (bits: number | undefined, names: Readonly<Record<string, number>>) =>
  Object.keys(names).filter((name) => ((bits ?? 0) & (names[name] ?? 0)) !== 0);

/** How the operation stands in the queue, as in `write postflush, fence`; '' where it does not. */
function requestOf({ world }: Machine, operation: number): string {
  if (world.state[operation] !== state.queued) return '';
  const parts = [namesOf(world.phases[operation], phase), namesOf(world.manner[operation], manner)];
  return parts.flatMap((names) => (names.length === 0 ? [] : [names.join(' ')])).join(', ');
}

/** What becomes of a write with FUA, a barrier and a flush. */
function requestsOf(machine: Machine): readonly string[] {
  submitWrite(machine, 1);
  const isTaken = submitBarrier(machine, 2);
  const isSent = submitFlush(machine, 3);
  expect(isTaken).toBe(requestOf(machine, 2) !== '');
  expect(isSent).toBe(requestOf(machine, 3) !== '');
  return [1, 2, 3].map((id) => requestOf(machine, id));
}

const asked = (ordered: OrderedMode, changes: Changes = {}) =>
  queued({ ...changes, driver: { ...changes.driver, ordered, noFlushBecause: 'BLK003' } });

describe('a write with FUA, a barrier and a flush become', () => {
  it.each<[OrderedMode, readonly string[]]>([
    ['drain-flush', ['write postflush', 'preflush write postflush, fence', 'preflush, fence']],
    ['drain-fua', ['write, fua', 'preflush write, fence fua', 'preflush, fence']],
    ['drain', ['write', 'write, fence', '']],
    ['tag', ['write', 'write, tagged', '']],
    ['none', ['write', '', '']],
    ['no-cache', ['write', 'write', '']],
    ['flush', ['write postflush', 'preflush write postflush', 'preflush']],
    ['flush-fua', ['write, fua', 'preflush write, fua', 'preflush']],
  ])('with %s', (ordered, requests) => {
    const machine = asked(ordered);
    expect(requestsOf(machine)).toEqual(requests);
    // Whoever asked for a flush and got none knows why.
    const isSilent = requests[2] === '';
    const stops = [1, 2, 3].map((id) => flushStopOf(machine, id));
    expect(stops).toEqual(Array(3).fill(isSilent ? 'BLK003' : ''));
  });

  it('plain writes without barriers, which the mount is blamed for', () => {
    const machine = asked('flush-fua', { guest: { barriers: false } });
    expect(requestsOf(machine)).toEqual(['write', '', '']);
    expect([2, 3].map((id) => orderStopOf(machine, id))).toEqual(['BLK001', 'BLK001']);
    expect([1, 2, 3].map((id) => flushStopOf(machine, id))).toEqual(Array(3).fill('BLK001'));
  });

  it('writes alone where the driver answers flushes by itself', () => {
    const machine = asked('flush', { driver: { answersFlush: 'BLK012' } });
    expect(requestsOf(machine)).toEqual(['write', 'write', '']);
    expect([1, 2, 3].map((id) => flushStopOf(machine, id))).toEqual(Array(3).fill('BLK012'));
  });

  it('a plain write where the guest, or the device, makes nothing of FUA', () => {
    const dropped = asked('flush', { driver: { dropsFua: 'BLK023' } });
    const ignored = asked('flush-fua', { device: { ignoresFua: 'BLK011' } });
    expect(requestsOf(dropped)).toEqual(['write', 'preflush write postflush', 'preflush']);
    expect(requestsOf(ignored)).toEqual(['write', 'preflush write', 'preflush']);
    expect([flushStopOf(dropped, 1), flushStopOf(ignored, 1)]).toEqual(['BLK023', 'BLK011']);
  });
});

it('a refused barrier is sent again as a plain write', () => {
  const machine = asked('none', { driver: { refusedBecause: 'BLK002' } });
  submitBarrier(machine, 2);
  expect(orderStopOf(machine, 2)).toBe('BLK002');
  resendPlainly(machine, 2);
  expect(requestOf(machine, 2)).toBe('write');
});

describe('the queue', () => {
  const inFlight = ({ world }: Machine) => [...world.inFlight.slice(0, world.count.inFlight)];
  const inQueue = ({ world }: Machine) => [...world.queue.slice(0, world.count.queue)];

  it('takes what nothing holds back to the device at once, up to its depth', () => {
    const machine = flying({ device: { queueDepth: 2 } });
    for (const id of [1, 2, 4]) submitWrite(machine, id);
    expect([inFlight(machine), inQueue(machine)]).toEqual([[1, 2], [4]]);
    expect([...machine.world.submitted.slice(1)]).toEqual([1, 2, 0, 3]);
    complete(machine, 0);
    expect([inFlight(machine), machine.world.state[1]]).toEqual([[2], state.done]);
  });

  it('lets nothing go beside a barrier that drains', () => {
    const machine = flying({ driver: { ordered: 'drain' } });
    submitWrite(machine, 1);
    submitBarrier(machine, 3);
    submitWrite(machine, 4);
    expect([0, 1].map((position) => mayDispatch(machine, position))).toEqual([false, false]);
    complete(machine, 0);
    expect([0, 1].map((position) => mayDispatch(machine, position))).toEqual([true, false]);
    dispatch(machine, 0);
    expect([machine.world.count.fence, mayDispatch(machine, 0)]).toEqual([3, false]);
    complete(machine, 0);
    expect([machine.world.count.fence, mayDispatch(machine, 0)]).toEqual([0, true]);
  });

  it('keeps a fence until the last of its phases', () => {
    const machine = flying({ driver: { ordered: 'drain-flush' } });
    submitBarrier(machine, 3);
    const fences = [0, 1, 2].map(() => {
      complete(machine, 0);
      return machine.world.count.fence;
    });
    expect(fences).toEqual([3, 3, 0]);
  });

  it.each([
    [true, [true, true, false, false]],
    [false, [true, false, false, false]],
  ])('lets others pass (%s), but neither a tag nor past one', (dispatchesOutOfOrder, may) => {
    const stack = stackWith({ guest: { dispatchesOutOfOrder }, driver: { ordered: 'tag' } });
    const four = script(write(0), write(1), barrier(2), write(3));
    const machine = machineFor(stack, four, holding('dispatch'));
    for (const id of [1, 2]) submitWrite(machine, id);
    submitBarrier(machine, 3);
    submitWrite(machine, 4);
    expect([0, 1, 2, 3].map((position) => mayDispatch(machine, position))).toEqual(may);
  });
});
