import { describe, expect, it } from 'vitest';
import { cacheOf } from '../../../src/report/config/config-json.js';
import { readers } from '../readers.js';
import { only, read } from '../reading.js';

const caches = (setting: string): Readonly<Record<string, string>> => {
  const { disks } = only(read(readers.openstack, `[libvirt]\nvirt_type = kvm\n${setting}\n`));
  return Object.fromEntries(disks.map((disk) => [disk.id, cacheOf(disk)]));
};

describe('Nova:', () => {
  it('has none for volumes, and for its own disks none or writeback', () => {
    expect(caches('')).toMatchObject({ local: 'unresolved', 'volume-block': 'none' });
  });

  it('takes modes by kind of source', () => {
    const found = caches('disk_cachemodes = file=unsafe,block=writeback,network=directsync');
    expect(found).toMatchObject({
      'volume-file': 'unsafe',
      'volume-block': 'writeback',
      'volume-network': 'directsync',
    });
  });

  it('passes over a mode that it does not know', () => {
    expect(caches('disk_cachemodes = block=writebcak')['volume-block']).toBe('none');
  });
});
