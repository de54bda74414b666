import { describe, expect, it } from 'vitest';
import { faultIds } from '../../src/model/fault.js';
import {
  type DiskSite,
  disposableReason,
  unjudgedReason,
  usualSiteFaults,
} from '../../src/model/site.js';
import type { Fact, VmDisk, VmFrontend } from '../../src/model/vm-disk.js';
import { known, oneOf } from './facts.js';

/** As much of a disk, and of what a site says of it, as decides whether it is judged. */
function reasons(
  disposable = '',
  frontend: Fact<VmFrontend> = known('virtio-blk'),
  said?: Partial<DiskSite>,
) {
  const disk = { disposable, frontend } as VmDisk;
  const site = { disposable: oneOf(), firmware: oneOf(), ...said } as DiskSite;
  const sites = new Map(said === undefined ? [] : [[disk, site]]);
  return { disposable: disposableReason(disk, sites), unjudged: unjudgedReason(disk, sites) };
}

const virtio = known('virtio-blk');
const flash = known('pflash');

it('nobody misses a disk by its definition, or by what the site says, which is asked first', () => {
  const nightly = { disposable: known('built anew each night') };
  expect(reasons().disposable).toBe('');
  expect(reasons('transient').disposable).toBe('transient');
  expect(reasons('', virtio, nightly).disposable).toBe('built anew each night');
  expect(reasons('transient', virtio, nightly).disposable).toBe('built anew each night');
  expect(reasons('transient', virtio, { disposable: known('') }).disposable).toBe('');
  expect(reasons('transient', virtio, {}).disposable).toBe('transient');
});

describe('a disk is judged', () => {
  it('unless nobody misses it', () => {
    expect(reasons().unjudged).toBe('');
    expect(reasons('transient').unjudged).toBe('disposable: transient');
  });

  it('unless it is the flash of a firmware, and nobody asks for it', () => {
    const firmware = 'firmware variables';
    expect(reasons('', flash).unjudged).toContain(firmware);
    expect(reasons('', flash, { firmware: known('listed') }).unjudged).toContain(firmware);
    expect(reasons('', flash, { firmware: known('judged') }).unjudged).toBe('');
    expect(reasons('', oneOf<VmFrontend>('pflash')).unjudged).toBe('');
    expect(reasons('transient', flash).unjudged).toBe('disposable: transient');
  });
});

it('a site meets all faults but that of a node, which is for those who have another', () => {
  expect(faultIds.filter((fault) => !usualSiteFaults.includes(fault))).toEqual(['node-loss']);
});
