import { describe, expect, it } from 'vitest';
import {
  hostBufferedWrite,
  hostDirectWrite,
  hostSync,
  hostSyncWrite,
  hostWriteThrough,
  usesPageCache,
} from '../../../src/stack/host/host.js';
import type { Machine } from '../../../src/stack/machine.js';
import { machineOf } from '../../laws/by-hand.js';
import { write } from '../../laws/scripts.js';
import {
  flushStopOf,
  markCompleted,
  marksOf,
  metadataMarksOf,
  reachedAlone,
  setMarks,
} from '../marks.js';
import { bareMetalWith, type Changes, direct, sparse, stackWith, tables } from '../stacks.js';

/** Three writes that have completed, the last of them over two host blocks. */
function machineWith(changes: Changes): Machine {
  const machine = machineOf(stackWith(changes), write(0), write(1), write(6, 4));
  markCompleted(machine, 1, 2, 3);
  return machine;
}

const noFlush = { flushesDisk: false, noFlushBecause: 'BLK005' } as const;
const onNone = { flushesDisk: false, noFlushBecause: 'BLK007', keeps: '' } as const;

describe('a write completes', () => {
  it.each([
    ['in the page cache', 'host-memory'],
    ["in QEMU's memory", 'qemu-memory'],
  ] as const)('%s', (_, keeps) => {
    const machine = machineWith({ host: { keeps } });
    hostBufferedWrite(machine, 2);
    expect([usesPageCache(machine), marksOf(machine)]).toEqual([true, { [keeps]: 2 }]);
  });

  it('with O_DIRECT in the disk', () => {
    const machine = machineWith({ host: direct });
    hostDirectWrite(machine, 2);
    expect([usesPageCache(machine), marksOf(machine)]).toEqual([false, { 'disk-cache': 2 }]);
  });

  it.each([
    ['a table in a device takes the same way', { allocatesOnWrite: true }, { 'disk-cache': 2 }],
    ['metadata of a file waits in memory', sparse, {}],
    ['a table in memory waits there', tables, {}],
  ])('with O_DIRECT, and %s', (_, image, marks) => {
    const machine = machineWith({ host: direct, image });
    hostDirectWrite(machine, 2);
    expect(metadataMarksOf(machine)).toEqual(marks);
  });

  it('in no memory of a host that is none', () => {
    expect(usesPageCache(machineOf(bareMetalWith(), write(0)))).toBe(false);
  });
});

describe('a sync', () => {
  it('brings the page cache, with all that finds it, to the disk, and flushes that', () => {
    const machine = machineWith({ image: sparse });
    hostSync(machine, 3, 2);
    const sure = { 'disk-cache': 2, medium: 2 };
    expect([marksOf(machine), metadataMarksOf(machine)]).toEqual([sure, sure]);
    expect(machine.world.count).toMatchObject({ hostSyncs: 1, diskFlushes: 1 });
  });

  it('has nothing dirty after O_DIRECT, and flushes the disk', () => {
    const machine = machineWith({ host: direct });
    setMarks(machine, { 'disk-cache': 1 });
    hostSync(machine, 3, 2);
    expect(marksOf(machine)).toEqual({ 'disk-cache': 1, medium: 1 });
  });

  it.each([
    ['leaves it in the cache of a disk', { cache: true }, 'disk-cache', 'BLK005'],
    ['is enough for a disk without a cache', { cache: false }, 'medium', ''],
  ] as const)('without a flush %s', (_, disk, place, rule) => {
    const machine = machineWith({ host: noFlush, disk });
    hostSync(machine, 3, 2);
    expect([marksOf(machine), flushStopOf(machine, 3)]).toEqual([{ [place]: 2 }, rule]);
  });
});

describe('a write through', () => {
  it('is on the medium alone, with all metadata of its file', () => {
    const machine = machineWith({ image: sparse });
    hostWriteThrough(machine, 2);
    expect([1, 2, 3].map((id) => reachedAlone(machine, id).at(-1))).toEqual([
      undefined,
      'medium',
      undefined,
    ]);
    expect([marksOf(machine), metadataMarksOf(machine)]).toEqual([
      {},
      { 'disk-cache': 2, medium: 2 },
    ]);
  });

  it.each<[string, Changes, string]>([
    ['that ignores FUA', { disk: { ignoresFua: 'BLK028' } }, 'BLK028'],
    ['that lies', { disk: { honoursFlush: false } }, 'BLK008'],
    ['that nobody flushes', { host: noFlush }, 'BLK005'],
  ])('stays in the cache of a disk %s, which is blamed', (_, changes, rule) => {
    const machine = machineWith({ image: sparse, ...changes });
    hostWriteThrough(machine, 2);
    expect([reachedAlone(machine, 2), flushStopOf(machine, 2)]).toEqual([['disk-cache'], rule]);
    expect(metadataMarksOf(machine)).toEqual({ 'disk-cache': 2 });
  });

  it('needs no flush of a disk without a cache', () => {
    const machine = machineWith({ host: noFlush, disk: { cache: false } });
    hostWriteThrough(machine, 2);
    expect([reachedAlone(machine, 2), flushStopOf(machine, 2)]).toEqual([['medium'], '']);
  });
});

describe('a write with O_DSYNC', () => {
  it('is synced with all before it, which were synced too', () => {
    const machine = machineWith({});
    setMarks(machine, { 'host-memory': 2, 'disk-cache': 1, medium: 1 });
    hostSyncWrite(machine, 2);
    expect(marksOf(machine)).toEqual({ 'host-memory': 2, 'disk-cache': 2, medium: 2 });
  });

  it('is synced alone where something before it was left in memory', () => {
    const machine = machineWith({ image: sparse });
    setMarks(machine, { 'host-memory': 3, 'disk-cache': 1 });
    hostSyncWrite(machine, 3);
    // The flush of the disk takes along what the disk has.
    expect(marksOf(machine)).toEqual({ 'host-memory': 3, 'disk-cache': 1, medium: 1 });
    expect(reachedAlone(machine, 3)).toEqual(['disk-cache', 'medium']);
    expect(reachedAlone(machine, 2)).toEqual([]);
    // Both of its blocks are found again.
    expect([...machine.world.blockWriter.slice(0, 3)]).toEqual([3, 3, 0]);
  });

  it.each<[string, Changes]>([
    ['that lies', { disk: { honoursFlush: false } }],
    ['that nobody flushes', { host: noFlush }],
  ])('alone stays in the cache of a disk %s', (_, changes) => {
    const machine = machineWith(changes);
    hostSyncWrite(machine, 3);
    expect(reachedAlone(machine, 3)).toEqual(['disk-cache']);
    expect(flushStopOf(machine, 3)).not.toBe('');
  });

  it('is written through where a disk ignores FUA, or past the page cache synced', () => {
    const ignored = machineWith({ disk: { ignoresFua: 'BLK028' } });
    hostSyncWrite(ignored, 1);
    expect([marksOf(ignored), flushStopOf(ignored, 1)]).toEqual([{}, 'BLK028']);
    const past = machineWith({ host: onNone });
    setMarks(past, { 'disk-cache': 1 });
    hostSyncWrite(past, 3);
    expect([marksOf(past), flushStopOf(past, 3)]).toEqual([{ 'disk-cache': 1 }, 'BLK007']);
    expect(reachedAlone(past, 3)).toEqual([]);
  });
});
