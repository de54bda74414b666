import { expect, it } from 'vitest';
import { refusalOf, unknownBecause } from '../../src/catalogue/refusals/refusals.js';
import { today } from '../laws/fault-laws.js';

const because = /file systems commit with FUA what is new in a file/;
const stack = (host: string, allocation: string, disk = 'wce-fua-ignored') =>
  today('virtio-blk', 'none', { host, allocation, disk, format: 'qcow2' });

it.each([
  ['ext4', 'sparse'],
  ['ext4', 'unwritten'],
  ['btrfs', 'full'],
  ['nfs', 'sparse'],
  ['nfs', 'unwritten'],
  ['gluster', 'sparse'],
])('a file that grows on a disk that ignores FUA is not known: %s, %s', (host, allocation) => {
  expect(unknownBecause(stack(host, allocation))).toMatch(because);
  expect(refusalOf(stack(host, allocation, 'wce-honest'))).toBe('');
});

it.each([
  ['ext4', 'full'],
  ['nfs', 'full'],
  ['gluster', 'full'],
  ['iscsi', 'sparse'],
  ['block-device', 'sparse'],
])('where nothing is new in a file it is: %s, %s', (host, allocation) => {
  expect(refusalOf(stack(host, allocation))).toBe('');
});
