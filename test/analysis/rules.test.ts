import { describe, expect, it } from 'vitest';
import type { Behaviour } from '../../src/analysis/behaviour.js';
import { judgeBehaviour } from '../../src/analysis/predict.js';
import type { Extent, Script } from '../../src/model/script.js';
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
} from '../laws/scripts.js';

/** A stack that flushes and drains, below which only a flush makes anything sure. */
const volatile: Behaviour = {
  mode: 'drain-flush',
  inOrder: false,
  oneAtATime: false,
  data: 'flush',
  allocation: 'flush',
  blockSectors: 8,
  unitSectors: 1,
  fua: 'plain',
  skips: 'none',
};
const withFua: Behaviour = { ...volatile, mode: 'drain-fua', fua: 'alone' };
const unordered: Behaviour = { ...volatile, mode: 'none', data: 'never', allocation: 'never' };
const durableWrites: Behaviour = {
  ...volatile,
  mode: 'none',
  data: 'completion',
  allocation: 'completion',
};

const fua = (lba: number): Sketch => ({ ...write(lba), fua: true });
const sector = (lba: number): Extent => ({ lba, sectorCount: 1 });

/** The last `acknowledge` promises that this write is there. */
function durable(base: Script, version: number): Script {
  const { lba, sectorCount } = base.operations.find(({ id }) => id === version) ?? sector(0);
  const promise = base.operations.findLast(({ kind }) => kind === 'acknowledge');
  const requires = [{ lba, sectorCount, version }];
  const obligation = { acknowledge: promise?.id ?? 0, transaction: 0, requires };
  return { ...base, obligations: [obligation] };
}

/** Where `then` is seen, `version` must be. */
function ordered(base: Script, version: number, second: number): Script {
  const { lba, sectorCount } = base.operations.find(({ id }) => id === version) ?? sector(0);
  return { ...base, orderings: [{ second, first: [{ lba, sectorCount, version }] }] };
}

function whole(base: Script, ...ranges: readonly Extent[]): Script {
  return { ...base, atomics: [{ name: 'unit', ranges }] };
}

function verdict(of: Script, behaviour: Behaviour): string {
  const { verdict: found, kinds } = judgeBehaviour(of, behaviour);
  return [found, ...kinds].join(' ');
}

describe('a flush', () => {
  const beside = script(write(0), fua(1), wait, acknowledge);

  it('covers what had completed when it was submitted', () => {
    const waited = script(write(0), wait, fua(1), wait, acknowledge);
    expect(verdict(durable(waited, 1), volatile)).toBe('safe');
  });

  it('covers nothing that is in flight beside it', () => {
    expect(verdict(durable(beside, 1), volatile)).toBe('unsafe lost');
  });

  it('covers a write in flight where the device takes one request at a time, in order', () => {
    const one = { ...volatile, oneAtATime: true, inOrder: true };
    expect(verdict(durable(beside, 1), one)).toBe('safe');
  });

  it('covers nothing that a sibling thread submits beside it', () => {
    const besideThread = scriptOfThreads([
      [{ kind: 'parallel', threads: [1, 2] }, acknowledge],
      [fsync],
      [write(0)],
    ]);
    expect(verdict(durable(besideThread, 4), volatile)).toBe('unsafe lost');
  });

  it('covers what a thread that was joined before had submitted', () => {
    const joined = scriptOfThreads([
      [{ kind: 'parallel', threads: [1] }, fsync, acknowledge],
      [write(0)],
    ]);
    expect(verdict(durable(joined, 4), volatile)).toBe('safe');
  });

  it('that drains the queue orders what is on its two sides', () => {
    expect(verdict(ordered(script(write(0), flush, write(1)), 1, 3), volatile)).toBe('safe');
  });

  it('orders nothing where it is not sent', () => {
    expect(verdict(ordered(script(write(0), flush, write(1)), 1, 3), unordered)).toBe(
      'unsafe reordered',
    );
  });
});

describe('FUA', () => {
  it('covers its own write', () => {
    expect(verdict(durable(script(fua(0), wait, acknowledge), 1), withFua)).toBe('safe');
  });

  it('covers nothing else', () => {
    const after = script(write(0), wait, fua(1), wait, acknowledge);
    expect(verdict(durable(after, 1), withFua)).toBe('unsafe lost');
  });

  it('is no barrier', () => {
    expect(verdict(ordered(script(write(0), fua(1)), 1, 2), withFua)).toBe('unsafe reordered');
  });

  it('is an ordinary write where the driver sends no flush', () => {
    const drained: Behaviour = { ...unordered, mode: 'drain' };
    expect(verdict(durable(script(fua(0), wait, acknowledge), 1), drained)).toBe('unsafe lost');
  });
});

describe('FUA that is a flush in QEMU', () => {
  const flushed: Behaviour = { ...volatile, mode: 'flush-fua', fua: 'flush' };
  const skippable: Behaviour = { ...flushed, skips: 'fua' };

  it('covers itself and what had completed', () => {
    const after = script(write(0), wait, fua(1), wait, acknowledge);
    expect(verdict(durable(after, 1), flushed)).toBe('safe');
    expect(verdict(durable(after, 3), flushed)).toBe('safe');
  });

  it('is skipped right after a flush, and as the first of all', () => {
    const after = script(write(0), wait, flush, fua(1), wait, acknowledge);
    expect(verdict(durable(after, 4), skippable)).toBe('unsafe lost');
    expect(verdict(durable(after, 4), flushed)).toBe('safe');
    expect(verdict(durable(script(fua(0), wait, acknowledge), 1), skippable)).toBe('unsafe lost');
  });

  it('is not skipped after a write, and the next flush covers what was', () => {
    const written = script(flush, write(0), wait, fua(1), wait, acknowledge);
    expect(verdict(durable(written, 4), skippable)).toBe('safe');
    const later = script(fua(0), wait, fua(1), wait, acknowledge);
    expect(verdict(durable(later, 1), skippable)).toBe('safe');
  });

  it('is skipped where it waits for the flush of a write beside it', () => {
    const beside = script(write(2), wait, fua(0), fua(1), wait, acknowledge);
    expect(verdict(durable(beside, 4), skippable)).toBe('unsafe lost');
    expect(verdict(durable(beside, 4), { ...skippable, oneAtATime: true })).toBe('safe');
  });

  it('does not reach QEMU from a device that forgets it', () => {
    const forgotten: Behaviour = { ...volatile, mode: 'flush-without-fua' };
    const after = script(fua(0), wait, acknowledge);
    expect(verdict(durable(after, 1), forgotten)).toBe('unsafe lost');
    expect(verdict(durable(script(write(0), fsync, acknowledge), 1), forgotten)).toBe('safe');
  });
});

describe('a barrier since Linux 2.6.37', () => {
  const today: Behaviour = { ...volatile, mode: 'flush' };

  it('keeps no order with what is in flight', () => {
    expect(verdict(ordered(script(write(0), barrier(1)), 1, 2), today)).toBe('unsafe reordered');
  });

  it('flushes what had completed before it, and is durable itself', () => {
    const waited = script(write(0), wait, barrier(1), wait, acknowledge);
    expect(verdict(ordered(waited, 1, 3), today)).toBe('safe');
    expect(verdict(durable(waited, 3), today)).toBe('safe');
    expect(verdict(durable(waited, 3), { ...today, mode: 'no-cache' })).toBe('unsafe lost');
  });
});

describe('order', () => {
  const waited = ordered(script(write(0), wait, write(1)), 1, 3);

  it('comes from a completion in a place that the fault spares', () => {
    expect(verdict(waited, durableWrites)).toBe('safe');
  });

  it('does not come from a completion in one that it erases', () => {
    expect(verdict(waited, volatile)).toBe('unsafe reordered');
  });

  it('comes from a flush that was submitted after the completion', () => {
    expect(verdict(ordered(script(write(0), fsync, write(1)), 1, 3), volatile)).toBe('safe');
  });

  it('does not come from submitting one after the other', () => {
    const inFlight = ordered(script(write(0), write(1)), 1, 2);
    expect(verdict(inFlight, durableWrites)).toBe('unsafe reordered');
    expect(verdict(inFlight, { ...durableWrites, inOrder: true })).toBe('unsafe reordered');
  });

  it('comes from a queue in order that takes one at a time', () => {
    const one = { ...durableWrites, inOrder: true, oneAtATime: true };
    expect(verdict(ordered(script(write(0), write(1)), 1, 2), one)).toBe('safe');
  });

  it('comes from a barrier, on both sides of it', () => {
    const both = script(write(0), barrier(1), write(2));
    expect(verdict(ordered(both, 1, 2), volatile)).toBe('safe');
    expect(verdict(ordered(both, 2, 3), volatile)).toBe('safe');
  });

  it('comes from a drain as far as the completion does, not as far as a flush', () => {
    const drained = ordered(script(write(0), barrier(1)), 1, 2);
    expect(verdict(drained, { ...durableWrites, mode: 'drain' })).toBe('safe');
    expect(verdict(drained, { ...unordered, mode: 'drain' })).toBe('unsafe reordered');
  });

  it('is lost with a refused barrier, unless the client waits', () => {
    expect(verdict(ordered(script(write(0), barrier(1)), 1, 2), durableWrites)).toBe(
      'unsafe reordered',
    );
    const waits = ordered(script(write(0), barrier(1, 'wait')), 1, 2);
    expect(verdict(waits, durableWrites)).toBe('safe');
  });

  it('of what is queued is kept by a guest crash only where the queue keeps it', () => {
    const guestCrash: Behaviour = { ...volatile, data: 'dispatch', allocation: 'dispatch' };
    const two = ordered(script(write(0), write(1)), 1, 2);
    expect(verdict(two, guestCrash)).toBe('unsafe reordered');
    expect(verdict(two, { ...guestCrash, inOrder: true })).toBe('safe');
  });
});

describe('one sector', () => {
  it('never shows an earlier write than one that is sure', () => {
    const rewritten = script(write(0), fsync, write(0), fsync, acknowledge);
    expect(verdict(durable(rewritten, 3), volatile)).toBe('safe');
    const later = script(write(0), fsync, acknowledge, write(0));
    expect(verdict(durable(later, 1), volatile)).toBe('safe');
  });

  it('may show either of two writes in flight together, and each sector its own', () => {
    const both = script(write(0, 2), write(0, 2), fsync);
    const promised = whole({ ...both, overlapDeclared: true }, { lba: 0, sectorCount: 2 });
    const done: Behaviour = { ...volatile, data: 'dispatch', allocation: 'dispatch' };
    expect(verdict(promised, done)).toBe('unsafe torn');
    expect(verdict(promised, { ...done, unitSectors: 8 })).toBe('safe');
    expect(verdict(promised, { ...done, oneAtATime: true })).toBe('safe');
  });
});

describe('a write', () => {
  const unit = whole(script(write(6, 4), fsync), { lba: 6, sectorCount: 2 });
  const across = whole(script(write(6, 4), fsync), { lba: 6, sectorCount: 4 });

  it('tears between atomic units', () => {
    expect(verdict(unit, volatile)).toBe('unsafe torn');
    expect(verdict(across, { ...volatile, unitSectors: 8 })).toBe('unsafe torn');
  });

  it('does not tear inside one', () => {
    expect(verdict(unit, { ...volatile, unitSectors: 8 })).toBe('safe');
  });

  it('that QEMU has taken does not tear when only the guest fails', () => {
    const guestCrash: Behaviour = { ...volatile, data: 'dispatch', allocation: 'dispatch' };
    expect(verdict(across, guestCrash)).toBe('safe');
  });

  it('in flight is one of one, where the device takes one at a time', () => {
    const each = { ...durableWrites, oneAtATime: true };
    const pair = whole(script(write(0, 2), write(8, 2)), sector(0), sector(1));
    expect(verdict(pair, each)).toBe('unsafe torn');
  });
});

describe('a lost allocation', () => {
  const sparse: Behaviour = { ...volatile, mode: 'none', data: 'completion', allocation: 'never' };

  it('takes a write that was sure by itself', () => {
    expect(verdict(durable(script(write(0), wait, acknowledge), 1), sparse)).toBe('unsafe lost');
  });

  it('takes all sectors of its block together', () => {
    expect(verdict(ordered(script(write(0), wait, write(1)), 1, 3), sparse)).toBe('safe');
    expect(verdict(ordered(script(write(0), wait, write(8)), 1, 3), sparse)).toBe(
      'unsafe reordered',
    );
  });

  it('is sure once any write to the block was flushed', () => {
    const flushed: Behaviour = { ...sparse, mode: 'drain-flush', allocation: 'flush' };
    const second = script(write(0), fsync, write(1), wait, acknowledge);
    expect(verdict(durable(second, 3), flushed)).toBe('safe');
    const other = script(write(0), fsync, write(8), wait, acknowledge);
    expect(verdict(durable(other, 3), flushed)).toBe('unsafe lost');
  });
});

it('says unknown of what only a user can judge', () => {
  const own: Script = { ...script(write(0)), recovery: { kind: 'module' } };
  expect(verdict(own, volatile)).toBe('unknown');
});
