import { describe, expect, it } from 'vitest';
import { operationKinds } from '../../src/model/script.js';
import { firstBlock, firstUnit, kindIndex, layOut } from '../../src/stack/program.js';
import { fsync, script, scriptOfThreads, write } from '../laws/scripts.js';
import { stackWith, usual } from './stacks.js';

const units = (sectorsPerAtomicUnit: number, sectorsPerAllocation = 8) =>
  stackWith({ disk: { sectorsPerAtomicUnit }, image: { sectorsPerAllocation } });

it('says of each operation, by its id, what the script says', () => {
  const sketches = [
    { ...write(5, 3), fua: true },
    { ...write(1), kind: 'barrier', refused: 'wait' },
    fsync,
  ] as const;
  const whole = script(...sketches);
  // Ids stay when an operation is removed.
  const holed = { ...whole, operations: whole.operations.filter(({ id }) => id !== 2) };
  const program = layOut(holed, usual);
  expect(program.operationMax).toBe(3);
  expect([...program.kind]).toEqual([0, kindIndex.write, 0, kindIndex.fsync]);
  expect([...program.lba]).toEqual([0, 5, 0, 0]);
  expect([...program.sectorCount]).toEqual([0, 3, 0, 0]);
  expect([...program.fua]).toEqual([0, 1, 0, 0]);
  expect([...layOut(whole, usual).waitsWhenRefused]).toEqual([0, 0, 1, 0]);
  expect([...program.labels]).toEqual([
    [1, 'write 5'],
    [3, 'fsync'],
  ]);
});

it('numbers kinds as the model lists them', () => {
  expect(operationKinds.map((kind) => kindIndex[kind])).toEqual([...operationKinds.keys()]);
});

it('lays one thread after the other, and knows who starts whom', () => {
  const nested = scriptOfThreads([
    [write(0), { kind: 'parallel', threads: [1] }],
    [write(1), { kind: 'parallel', threads: [2] }, write(2)],
    [write(3)],
  ]);
  const program = layOut(nested, usual);
  expect([...program.order]).toEqual([1, 2, 3, 4, 5, 6]);
  expect([[...program.threadStart], [...program.threadEnd]]).toEqual([
    [0, 2, 5],
    [2, 5, 6],
  ]);
  expect([program.threadCount, ...program.parent]).toEqual([3, -1, 0, 1]);
  expect([...program.threadOf]).toEqual([0, 0, 0, 1, 1, 1, 2]);
  expect([...program.children]).toEqual([
    [2, [1]],
    [4, [2]],
  ]);
});

describe('atomic units', () => {
  it.each([
    ['of one sector', 1, 64, [7, 8, 9, 20], [8], 5],
    ['of 4 KiB', 8, 8, [0, 1, 2], [1], 4],
    ['of the whole disk', 64, 1, [0], [0], 3],
  ])(
    '%s are those that a write touches, or two',
    (_, sectors, unitCount, touched, shared, entryMax) => {
      const made = script(write(7, 3), write(20), write(8), fsync);
      const program = layOut(made, units(sectors));
      expect(1 << program.unitShift).toBe(sectors);
      expect(program.unitCount).toBe(unitCount);
      expect([...program.touchedUnits]).toEqual(touched);
      expect([...program.sharedUnits]).toEqual(shared);
      // One for each unit of each write.
      expect(program.entryMax).toBe(entryMax);
    },
  );

  it('end with the last sector, whole or not', () => {
    const short = { ...script(write(0)), sectorCount: 9 };
    const { blockCount, unitCount } = layOut(short, units(8, 4));
    expect([unitCount, blockCount]).toEqual([2, 3]);
  });

  it('and blocks are counted from the beginning of the disk', () => {
    const program = layOut(script(write(7), write(8), write(17)), units(8, 16));
    expect([1, 2, 3].map((id) => firstUnit(program, id))).toEqual([0, 1, 2]);
    expect([1, 2, 3].map((id) => firstBlock(program, id))).toEqual([0, 0, 1]);
  });
});

it('a sector shows the write, or the one of equal contents that stands for it', () => {
  const three = script(write(0), write(0), write(1));
  expect(layOut(three, usual).contentOf).toBeNull();
  const { contentOf } = layOut(three, usual, new Map([[2, 1]]));
  expect([...(contentOf ?? [])]).toEqual([0, 1, 1, 3]);
});
