import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, shown } from './reading.js';

const host = (libvirt: string, rest = '') =>
  only(read(readers.openstack, `${rest}[libvirt]\nvirt_type = kvm\n${libvirt}\n`));

const cachesOf = ({ caches }: VmDisk) => caches.map(cacheNameOf).sort().join(' or ');

function all(libvirt: string, rest = ''): Record<string, string> {
  return Object.fromEntries(host(libvirt, rest).disks.map((disk) => [disk.id, cachesOf(disk)]));
}

const plain = {
  local: 'none or writeback',
  'volume-block': 'none',
  'volume-file': 'none',
  'volume-network': 'none',
};

describe('disk_cachemodes', () => {
  it.each<readonly [string, Readonly<Record<string, string>>]>([
    ['', {}],
    ['disk_cachemodes = file=unsafe', { local: 'unsafe', 'volume-file': 'unsafe' }],
    ['disk_cachemodes = "block=none, network=writeback"', { 'volume-network': 'writeback' }],
    [
      'images_type = rbd\ndisk_cachemodes = network=writeback',
      { local: 'writeback', 'volume-network': 'writeback' },
    ],
    [
      'images_type = lvm\ndisk_cachemodes = block=directsync',
      { local: 'directsync', 'volume-block': 'directsync' },
    ],
    ['disk_cachemodes = file=default', { local: 'writeback', 'volume-file': 'writeback' }],
    ['disk_cachemodes = file=writethru', {}],
  ])('%s', (text, changed) => {
    expect(all(text)).toEqual({ ...plain, ...changed });
  });

  it('has its place', () => {
    const [local] = host('disk_cachemodes = block=none,file=unsafe').disks;
    expect(local?.noFlush.origin).toMatchObject({
      kind: 'file',
      at: { line: 3, column: 35, endColumn: 41 },
    });
  });

  it('that Nova does not know is a note', () => {
    expect(host('disk_cachemodes = file=writethru').notes).toEqual([
      expect.objectContaining({
        rule: 'no-effect',
        at: expect.objectContaining({ line: 3, column: 24 }),
      }),
    ]);
  });
});

it.each([
  ['a preallocated image', '', '[DEFAULT]\npreallocate_images = space\n', 'unresolved'],
  ['an image', '', '', 'threads'],
  ['a logical volume', 'images_type = lvm\ndisk_cachemodes = block=none', '', 'native'],
  ['a sparse one', 'images_type = lvm\nsparse_logical_volumes = true', '', 'threads'],
  ['one that is cached', 'images_type = lvm\ndisk_cachemodes = block=writeback', '', 'threads'],
])('AIO of %s', (_, libvirt, rest, aio) => {
  const [local] = host(libvirt, rest).disks;
  expect(local === undefined ? '' : shown(local.aio)).toBe(aio);
});

it.each([
  ['images_type = raw', 'raw', 'file', 'ignore'],
  ['images_type = rbd\nhw_disk_discard = unmap', 'raw', 'rbd', 'unmap'],
  ['', 'qcow2', 'file', 'ignore'],
  ['images_type = $x', 'unresolved', 'unresolved', 'ignore'],
])('%s', (text, format, kind, discard) => {
  const [disk] = host(text).disks;
  expect(
    disk === undefined ? [] : [shown(disk.format), shown(disk.source.kind), shown(disk.discard)],
  ).toEqual([format, kind, discard]);
});

it('leaves open what a template decides', () => {
  const [local, , , network] = host(
    '{% if ceph %}\nimages_type = rbd\ndisk_cachemodes = network=writeback\n{% endif %}',
  ).disks;
  expect(local === undefined ? '' : shown(local.format)).toBe('unresolved');
  expect(network === undefined ? '' : cachesOf(network)).toBe('none or writeback');
  expect(network?.direct.origin).toMatchObject({ kind: 'unresolved', text: 'if ceph' });
});

describe('an image', () => {
  it.each([
    [{ hw_disk_bus: 'scsi', hw_scsi_model: 'virtio-scsi' }, 'virtio-scsi'],
    [{ hw_disk_bus: 'sata' }, 'ahci'],
    [{ hw_scsi_model: 'virtio-scsi' }, 'virtio-blk'],
    [{ hw_disk_bus: 'uml' }, 'unresolved'],
  ])('%j', (properties, frontend) => {
    const { disks, name } = only(
      read(readers.openstack, JSON.stringify({ name: 'i', properties })),
    );
    expect([name, disks.map((disk) => shown(disk.frontend))]).toEqual(['i', [frontend]]);
    expect(disks[0]?.writeback.known).toBe(false);
  });
});

it.each([
  ['no section', '[DEFAULT]\nx = 1\n'],
  ['no image', '{"name": "x"}'],
])('%s is refused', (_, text) => {
  const result = readers.openstack(sourceText('x', text), bareContext);
  expect('diagnostics' in result && (result.diagnostics[0]?.line ?? 0) > 0).toBe(true);
});
