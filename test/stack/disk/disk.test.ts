import { describe, expect, it } from 'vitest';
import {
  diskFlush,
  diskFlushMetadata,
  diskWrite,
  diskWriteAlone,
  diskWriteMetadata,
  diskWriteThrough,
  topPlace,
} from '../../../src/stack/disk/disk.js';
import { placeIndex } from '../../../src/stack/world.js';
import { machineOf } from '../../laws/by-hand.js';
import { write } from '../../laws/scripts.js';
import {
  flushStopOf,
  marksOf,
  metadataMarksOf,
  reachedAlone,
  setMarks,
  setMetadataMarks,
  toldOf,
} from '../marks.js';
import { bareMetalWith } from '../stacks.js';

const over = (disk: Parameters<typeof bareMetalWith>[0]) =>
  machineOf(bareMetalWith(disk), write(0), write(1), write(2));
const cached = () => over({});

describe('a write is complete', () => {
  it.each([
    ['in the cache of the disk', {}, 'disk-cache'],
    ['on the medium, where there is no cache', { cache: false }, 'medium'],
    ['in the cache of a controller', { cache: false, controllerCache: true }, 'controller-cache'],
    ['in that before a cache of the disk', { controllerCache: true }, 'controller-cache'],
  ] as const)('%s', (_, disk, place) => {
    const machine = over({ disk });
    expect(topPlace(machine)).toBe(placeIndex[place]);
    diskWrite(machine, 1, 2);
    expect(marksOf(machine)).toEqual({ [place]: 2 });
    diskWriteMetadata(machine, 3);
    expect(metadataMarksOf(machine)).toEqual({ [place]: 3 });
  });

  it('and what has arrived stays', () => {
    const machine = cached();
    diskWrite(machine, 3, 3);
    diskWrite(machine, 2, 2);
    diskWriteMetadata(machine, 3);
    diskWriteMetadata(machine, 1);
    expect([marksOf(machine), metadataMarksOf(machine)]).toEqual([
      { 'disk-cache': 3 },
      { 'disk-cache': 3 },
    ]);
  });

  it('without those before it, where it is written alone', () => {
    const machine = cached();
    diskWriteAlone(machine, 2);
    expect(marksOf(machine)).toEqual({});
    expect([1, 2].map((id) => reachedAlone(machine, id))).toEqual([[], ['disk-cache']]);
  });

  it('with FUA, on the medium too, and no other is', () => {
    const machine = cached();
    diskWriteAlone(machine, 2);
    diskWriteThrough(machine, 2);
    expect(marksOf(machine)).toEqual({});
    expect([1, 2].map((id) => reachedAlone(machine, id))).toEqual([[], ['disk-cache', 'medium']]);
  });
});

describe('a flush', () => {
  it.each([
    ['what the cache has, up to what it covers', 2, 3, 2],
    ['what it covers, as far as the cache has it', 3, 2, 2],
  ])('brings to the medium %s', (_, upTo, arrived, sure) => {
    const machine = cached();
    setMarks(machine, { 'disk-cache': arrived });
    setMetadataMarks(machine, { 'disk-cache': arrived - 1 });
    diskFlush(machine, 3, upTo);
    expect(marksOf(machine)).toEqual({ 'disk-cache': arrived, medium: sure });
    expect(metadataMarksOf(machine)['medium']).toBe(Math.min(upTo, arrived - 1));
    expect(machine.world.count.diskFlushes).toBe(1);
    expect(flushStopOf(machine, 3)).toBe('');
  });

  it('of metadata alone leaves data where it is', () => {
    const machine = cached();
    setMarks(machine, { 'disk-cache': 3 });
    setMetadataMarks(machine, { 'disk-cache': 2 });
    diskFlushMetadata(machine, 3);
    expect(marksOf(machine)).toEqual({ 'disk-cache': 3 });
    expect(metadataMarksOf(machine)).toEqual({ 'disk-cache': 2, medium: 2 });
  });

  it('is counted and does nothing where the disk lies, which is to blame', () => {
    const machine = over({ disk: { honoursFlush: false } });
    setMarks(machine, { 'disk-cache': 3 });
    diskFlush(machine, 3, 3);
    expect(marksOf(machine)).toEqual({ 'disk-cache': 3 });
    expect(flushStopOf(machine, 3)).toBe('BLK008');
    expect(machine.world.count.diskFlushes).toBe(1);
  });

  it('is none for a disk without a cache, honest or not', () => {
    const machine = over({ disk: { cache: false, honoursFlush: false } });
    diskWrite(machine, 1, 1);
    diskFlush(machine, 2, 1);
    expect(flushStopOf(machine, 2)).toBe('');
    expect(machine.world.count.diskFlushes).toBe(0);
  });
});

it('tells where a write is, and what a flush did', () => {
  const machine = cached();
  machine.world.trace = [];
  diskWrite(machine, 1, 1);
  diskWriteAlone(machine, 3);
  diskWriteThrough(machine, 2);
  diskFlush(machine, 3, 1);
  expect(toldOf(machine)).toEqual([
    '1||||in disk cache',
    '3||||in disk cache',
    '2||||on medium',
    '3||||flushed to medium',
  ]);
});
