import { describe, expect, it } from 'vitest';
import type { OperationKind } from '../../../src/model/script.js';
import { operationKinds } from '../../../src/model/script.js';
import { begin } from '../../../src/stack/guest/program-counter.js';
import {
  hasToCome,
  isFenceStep,
  isLocalStep,
  isThreadDone,
  isWaitedFor,
  waitsForRequests,
} from '../../../src/stack/guest/threads-ahead.js';
import { machineFor, machineOf } from '../../laws/by-hand.js';
import {
  acknowledge,
  flush,
  fsync,
  type Sketch,
  script,
  scriptOfThreads,
  wait,
  write,
} from '../../laws/scripts.js';
import { holding } from '../holding.js';
import { usual } from '../stacks.js';

const parallel: Sketch = { kind: 'parallel', threads: [1, 2] };

/** Thread 1 writes and waits, thread 2 has begun an fsync after the first of two writes of 1. */
function threads() {
  const machine = machineFor(
    usual,
    scriptOfThreads([[parallel, acknowledge], [write(0), write(1), wait], [fsync]]),
    holding('complete'),
  );
  for (const thread of [0, 1, 2, 1]) begin(machine, thread);
  return machine;
}

describe('a thread that waits', () => {
  it('for requests is told from one that waits for threads, or not at all', () => {
    const machine = threads();
    expect([0, 1, 2].map((thread) => waitsForRequests(machine, thread))).toEqual([
      false,
      false,
      true,
    ]);
  });

  it('waits for what was submitted before it, or by itself, or for its own', () => {
    const machine = threads();
    begin(machine, 1);
    const waitedFor = (thread: number) =>
      [3, 4].filter((write) => isWaitedFor(machine, thread, write));
    // Thread 1 for both of its writes, thread 2 for the one that was there when it asked.
    expect([0, 1, 2].map(waitedFor)).toEqual([[], [3, 4], [3]]);
    const alone = machineFor(usual, script(write(0), flush), holding('complete'));
    begin(alone, 0);
    begin(alone, 0);
    expect([1, 2].map((id) => isWaitedFor(alone, 0, id))).toEqual([false, true]);
  });
});

it('a thread is done when it has nothing left, or was never started', () => {
  const machine = machineFor(usual, scriptOfThreads([[parallel], [write(0)], [write(1)]]));
  expect([0, 1, 2].map((thread) => isThreadDone(machine, thread))).toEqual([false, true, true]);
  begin(machine, 0);
  begin(machine, 1);
  expect([0, 1, 2].map((thread) => isThreadDone(machine, thread))).toEqual([false, true, false]);
});

/** The kinds of operation for which it holds of a thread that is about to begin one. */
function kindsWhere(holds: (machine: ReturnType<typeof machineOf>) => boolean): OperationKind[] {
  return operationKinds.filter((kind) =>
    holds(machineOf(usual, { kind, lba: 0, sectorCount: 1, threads: [] })),
  );
}

it('a step is local where it submits nothing and looks at nothing that others submit', () => {
  expect(kindsWhere((machine) => isLocalStep(machine, 0))).toEqual(['wait', 'acknowledge']);
});

it('the next stage is local unless it sends something', () => {
  const kinds = ['wait', 'read', 'fsync', 'flush'] as const;
  const local = kinds.filter((kind) => {
    const machine = machineFor(
      usual,
      script(write(0), { kind, lba: 0, sectorCount: 1 }),
      holding('complete'),
    );
    begin(machine, 0);
    begin(machine, 0);
    return isLocalStep(machine, 0);
  });
  expect(local).toEqual(['wait', 'read']);
});

it('a step may put a fence into the queue where it is a barrier or flushes', () => {
  const fences = kindsWhere((machine) => isFenceStep(machine, 0));
  expect(fences).toEqual(['barrier', 'fsync', 'fdatasync', 'flush']);
});

describe('what a thread has to come', () => {
  const of = (kinds: 'collections' | 'requests', ...sketches: readonly Sketch[]) =>
    hasToCome(machineOf(usual, ...sketches), 0, kinds, 0);

  it('is its collections, or these and its requests', () => {
    expect([of('collections', write(0), wait), of('requests', write(0), wait)]).toEqual([
      false,
      true,
    ]);
    expect([of('collections', wait, fsync), of('requests', wait, acknowledge)]).toEqual([
      true,
      false,
    ]);
  });

  it('is what is left of it, with what it is in the middle of', () => {
    const machine = machineFor(usual, script(write(0), fsync, wait), holding('complete'));
    begin(machine, 0);
    expect(hasToCome(machine, 0, 'requests', 0)).toBe(true);
    begin(machine, 0);
    // It waits for the write, and has not sent its flush.
    expect(hasToCome(machine, 0, 'collections', 0)).toBe(true);
  });

  it('is nothing beside a thread that it waits for, or before it was started', () => {
    const machine = machineFor(usual, scriptOfThreads([[parallel, fsync], [write(0)], [fsync]]));
    expect(hasToCome(machine, 2, 'collections', 1)).toBe(false);
    begin(machine, 0);
    expect(hasToCome(machine, 0, 'collections', 1)).toBe(false);
    expect(hasToCome(machine, 2, 'collections', 1)).toBe(true);
    begin(machine, 2);
    expect(hasToCome(machine, 2, 'collections', 1)).toBe(false);
  });
});
