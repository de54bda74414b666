import { describe, expect, it } from 'vitest';
import {
  cellOf,
  configurationsOf,
  differenceOf,
} from '../../../src/run/configurations/configurations.js';
import { selectDimensions } from '../../../src/run/configurations/dimensions.js';
import type { RunOptions } from '../../../src/run/options.js';
import { mailProfile } from '../../mail-profile.js';

function configurations(options: RunOptions) {
  return configurationsOf(mailProfile, selectDimensions(options, mailProfile));
}

describe('the configurations of a run', () => {
  it('are the nine cells of the mail by default', () => {
    expect(configurations({}).map(cellOf)).toEqual([
      'ide/writethrough',
      'ide/writeback',
      'ide/none',
      'scsi/writethrough',
      'scsi/writeback',
      'scsi/none',
      'virtio-blk/writethrough',
      'virtio-blk/writeback',
      'virtio-blk/none',
    ]);
  });

  it('are the product of all dimensions', () => {
    const all = {
      hosts: ['all'],
      disks: ['all'],
      allocations: ['all'],
      atomicUnits: ['all'],
      mounts: ['all'],
      elevators: ['all'],
    };
    const list = configurations(all);
    expect(list).toHaveLength(9 * 4 * 5 * 3 * 2 * 2 * 2);
    expect(new Set(list.map((each) => JSON.stringify(each))).size).toBe(list.length);
  });

  it('all take the patches and notes', () => {
    const options = {
      patches: ['virtio-flush,async-fsync'],
      hostNotes: { 'odirect-no-flush': true },
    };
    for (const { patches, host } of configurations(options)) {
      expect(patches).toEqual(['virtio-flush', 'async-fsync']);
      expect(host.notes['odirect-no-flush']).toBe(true);
    }
  });
});

describe('what differs from the profile', () => {
  function difference(options: RunOptions): string {
    const [configuration] = configurations(options);
    if (configuration === undefined) throw new Error('no configuration');
    return differenceOf(configuration, mailProfile);
  }

  it('is nothing by default', () => {
    expect(difference({})).toBe('');
  });

  it('is nothing where a flag says what the profile says', () => {
    expect(difference({ disks: ['wce-honest'], hostNotes: { 'ext3-no-barrier': true } })).toBe('');
  });

  it('has sorted keys', () => {
    const options = {
      mounts: ['nobarrier'],
      disks: ['no-wce'],
      atomicUnits: ['4096'],
      patches: ['virtio-flush', 'ide-write-cache'],
      hostNotes: { 'odirect-no-flush': true },
    };
    expect(difference(options)).toBe(
      '@atomic-unit=4096,disk=no-wce,mount=nobarrier,odirect-no-flush=on,' +
        'patch=ide-write-cache+virtio-flush',
    );
  });
});
