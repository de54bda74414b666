import { describe, expect, it } from 'vitest';
import type { RuleId } from '../../src/catalogue/rules/rules.js';
import type { Script } from '../../src/model/script.js';
import { blame } from '../../src/search/blame.js';
import { buildStack } from '../../src/stack/build.js';
import { ruleIndex } from '../../src/stack/rule-index.js';
import { createSimulator } from '../../src/stack/simulate.js';
import { resetWorld } from '../../src/stack/world.js';
import { configurationOf } from '../laws/configurations.js';
import { acknowledge, flush, fsync, script, write } from '../laws/scripts.js';

interface Notes {
  /** By operation: what stopped its flush, and what refused its barrier. */
  readonly flushStop?: Readonly<Record<number, RuleId>>;
  readonly orderStop?: Readonly<Record<number, RuleId>>;
  /** By operation: when it was begun; in the order of ids, if it is not said. */
  readonly begun?: readonly number[];
  /** By operation: which completion was its own, and the last one before it was submitted. */
  readonly completion?: Readonly<Record<number, number>>;
  readonly completedBefore?: Readonly<Record<number, number>>;
}

interface Broken {
  readonly victim: number;
  readonly witness?: number;
  readonly acknowledge?: number;
}

/** Whom it blames where the layers have noted so much. */
function blamed(of: Script, notes: Notes, broken: Broken): RuleId | '' {
  const { world } = createSimulator(of, buildStack(configurationOf('ide', 'none')));
  resetWorld(world);
  for (const [id, rule] of Object.entries(notes.flushStop ?? {}))
    world.flushStop[Number(id)] = ruleIndex(rule);
  for (const [id, rule] of Object.entries(notes.orderStop ?? {}))
    world.orderStop[Number(id)] = ruleIndex(rule);
  for (const { id } of of.operations) world.begun[id] = notes.begun?.[id - 1] ?? id;
  for (const [id, nth] of Object.entries(notes.completion ?? {}))
    world.completion[Number(id)] = nth;
  for (const [id, nth] of Object.entries(notes.completedBefore ?? {}))
    world.completedBefore[Number(id)] = nth;
  const rest = { kind: 'lost', witness: 0, acknowledge: 0, lba: 0, effect: '' } as const;
  return blame(of, world, { ...rest, ...broken });
}

// In the order of layers: BLK001 guest, BLK002 driver, BLK003 frontend, BLK005 host, BLK008 disk.
const synced = script(write(0), fsync, acknowledge, flush);

describe('of flushes that were stopped', () => {
  it('the lowest one is to blame, wherever it stands', () => {
    const flushStop = { 1: 'BLK008', 2: 'BLK003' } as const;
    expect(blamed(synced, { flushStop }, { victim: 1, acknowledge: 3 })).toBe('BLK008');
    const other = { 1: 'BLK003', 2: 'BLK008' } as const;
    expect(blamed(synced, { flushStop: other }, { victim: 1, acknowledge: 3 })).toBe('BLK008');
  });

  it('one that came after the promise is not', () => {
    const flushStop = { 2: 'BLK003', 4: 'BLK008' } as const;
    expect(blamed(synced, { flushStop }, { victim: 1, acknowledge: 3 })).toBe('BLK003');
    // Without a promise, and without a witness, every later one was meant for it.
    expect(blamed(synced, { flushStop }, { victim: 1 })).toBe('BLK008');
  });

  it('one that came before the write is not', () => {
    const early = script(flush, write(0), fsync, acknowledge);
    const flushStop = { 1: 'BLK008', 3: 'BLK003' } as const;
    expect(blamed(early, { flushStop }, { victim: 2, acknowledge: 4 })).toBe('BLK003');
  });

  it('order is that in which they were begun', () => {
    const flushStop = { 2: 'BLK003', 4: 'BLK008' } as const;
    const begun = [1, 2, 4, 3];
    expect(blamed(synced, { flushStop, begun }, { victim: 1, acknowledge: 3 })).toBe('BLK008');
  });

  it('what asks for no flush has stopped none', () => {
    const plain = script(write(0), write(1), acknowledge);
    expect(blamed(plain, { flushStop: { 2: 'BLK003' } }, { victim: 1, acknowledge: 3 })).toBe('');
  });

  it.each([
    ['fsync', {}],
    ['fdatasync', {}],
    ['flush', {}],
    ['barrier', { lba: 1, sectorCount: 1 }],
    ['write', { lba: 1, sectorCount: 1, fua: true }],
  ] as const)('%s asks for one', (kind, more) => {
    const asking = script(write(0), { kind, ...more }, acknowledge);
    const flushStop = { 2: 'BLK005' } as const;
    expect(blamed(asking, { flushStop }, { victim: 1, acknowledge: 3 })).toBe('BLK005');
  });

  it('none is to blame where nothing was stopped', () => {
    expect(blamed(synced, {}, { victim: 1, acknowledge: 3 })).toBe('');
  });
});

describe('of two writes in the wrong order', () => {
  const ordered = script(write(0), flush, write(1), flush);
  const notes = {
    orderStop: { 3: 'BLK002' },
    flushStop: { 2: 'BLK003', 4: 'BLK008' },
  } as const;
  const broken = { victim: 1, witness: 3 };

  it('the refused barrier is to blame where they were in flight together', () => {
    expect(blamed(ordered, notes, broken)).toBe('BLK002');
    const late = { completion: { 1: 2 }, completedBefore: { 3: 1 } };
    expect(blamed(ordered, { ...notes, ...late }, broken)).toBe('BLK002');
  });

  it('else the flush between them', () => {
    const done = { completion: { 1: 1 }, completedBefore: { 3: 1 } };
    expect(blamed(ordered, { ...notes, ...done }, broken)).toBe('BLK003');
  });

  it('and the flush as well where no barrier was refused', () => {
    const { flushStop } = notes;
    expect(blamed(ordered, { flushStop }, broken)).toBe('BLK003');
  });
});

it('of a recovery that names no write, anything that was stopped may be the one', () => {
  const orderStop = { 3: 'BLK002' } as const;
  const flushStop = { 2: 'BLK003', 4: 'BLK005' } as const;
  expect(blamed(synced, { flushStop, orderStop }, { victim: 0 })).toBe('BLK005');
  expect(blamed(synced, { orderStop }, { victim: 0 })).toBe('BLK002');
  expect(blamed(synced, {}, { victim: 0 })).toBe('');
});
