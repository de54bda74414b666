import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, shown } from './reading.js';

const incus = (text: string) => read(readers.incus, text);

const pool = (driver: string) => `name: p\ndriver: ${driver}\n---\n`;
const instance = (device: string, more = '') =>
  `name: v\ntype: virtual-machine\n${more}devices:\n  d: { type: disk, ${device} }\n`;

function diskOf(text: string): VmDisk {
  const [disk, ...others] = only(incus(text)).disks;
  if (disk === undefined || others.length > 0) throw new Error('not one disk');
  return disk;
}

const cachesOf = ({ caches }: VmDisk) => caches.map(cacheNameOf).sort();

describe('where nobody says a cache mode', () => {
  it.each<readonly [string, string, readonly string[], string]>([
    ['dir', 'file', ['none', 'writeback'], 'unresolved'],
    ['btrfs', 'file', ['writeback'], 'threads'],
    ['zfs', 'block', ['none'], 'native'],
    ['lvm', 'block', ['none'], 'io_uring'],
    ['ceph', 'rbd', ['writeback'], 'threads'],
    ['truenas', 'block', ['unsafe'], 'threads'],
    ['other', 'unresolved', ['none', 'unsafe', 'writeback'], 'unresolved'],
  ])('a pool of %s decides', (driver, kind, caches, aio) => {
    const disk = diskOf(pool(driver) + instance('pool: p, path: /'));
    expect([shown(disk.source.kind), cachesOf(disk), shown(disk.aio)]).toEqual([kind, caches, aio]);
  });

  it.each<readonly [string, string, readonly string[]]>([
    ['source: /dev/sdb', 'block', ['unsafe']],
    ['source: /srv/a.img', 'file', ['none', 'writeback']],
    ['source: "ceph:pool/image"', 'rbd', ['writeback']],
  ])('%s decides', (device, kind, caches) => {
    const disk = diskOf(instance(device));
    expect([shown(disk.source.kind), cachesOf(disk)]).toEqual([kind, caches]);
  });
});

it.each([
  ['io.cache: none', 'none', 'threads'],
  ['io.cache: writeback', 'writeback', 'threads'],
  ['io.cache: unsafe', 'unsafe', 'threads'],
])('%s counts, but never brings native AIO to a device of the host', (text, cache, aio) => {
  const disk = diskOf(instance(`source: /dev/sdb, ${text}`));
  expect([cachesOf(disk), shown(disk.aio)]).toEqual([[cache], aio]);
  expect(disk.direct.origin).toMatchObject({ kind: 'file', at: { line: 4 } });
});

it.each([
  ['', 'virtio-scsi'],
  [', io.bus: virtio-blk', 'virtio-blk'],
  [', io.bus: nvme', 'nvme'],
  [', io.bus: usb', 'usb-storage'],
])('bus%s', (text, frontend) => {
  expect(shown(diskOf(instance(`pool: p, path: /${text}`)).frontend)).toBe(frontend);
});

it.each([
  ['a shared folder', 'source: /srv, path: /mnt'],
  ['settings for the guest', 'source: "cloud-init:config"'],
  ['a CD-ROM', 'source: /a.iso'],
  ['read-only', 'source: /dev/sdb, readonly: true'],
  ['not attached', 'pool: p, source: v, attached: false'],
])('skips what is %s', (_, device) => {
  const { disks, skipped } = only(incus(instance(device)));
  expect([disks.length, skipped.length]).toEqual([0, 1]);
});

it.each([
  ['io.cache', 'pool: p, path: /, io.cache: metadata'],
  ['io.bus', 'pool: p, path: /, io.bus: 9p'],
])('refuses %s that is for folders', (_, device) => {
  expect(diskOf(instance(device)).notes).toEqual([
    expect.objectContaining({ rule: 'refused-by-qemu' }),
  ]);
});

it('misses nothing of an ephemeral instance', () => {
  expect(diskOf(instance('pool: p, path: /', 'ephemeral: true\n')).disposable).toMatch(/ephemeral/);
});

describe('a profile', () => {
  const profile =
    'name: prof\ndevices:\n  root: { type: disk, pool: p, path: /, io.cache: unsafe }\n  d: { type: disk, source: /dev/sdz }\n';

  it('gives its devices, which the instance replaces as a whole', () => {
    const text = `${profile}---\n${instance('source: /dev/sda, io.cache: none', 'profiles: [prof]\n')}`;
    const { disks } = only(incus(text));
    expect(disks.map((disk) => [disk.id, disk.source.name, cachesOf(disk)])).toEqual([
      ['root', 'p/root', ['unsafe']],
      ['d', '/dev/sda', ['none']],
    ]);
  });

  it('may stand in another file', () => {
    const companions = [sourceText('profile.yaml', profile)];
    const text = instance('source: /dev/sda', 'profiles: [prof]\n');
    const { disks } = only(read(readers.incus, text, { companions }));
    expect(disks.map(({ id }) => id)).toEqual(['root', 'd']);
  });

  it('that is not there is a note', () => {
    const { notes } = only(incus(instance('source: /dev/sda', 'profiles: [prof]\n')));
    expect(notes).toEqual([expect.objectContaining({ rule: 'unreadable' })]);
  });

  it('alone is read as a machine', () => {
    expect(only(incus(profile)).disks).toHaveLength(2);
  });

  it('does not count beside expanded devices', () => {
    const text = `${instance('source: /dev/sda', 'profiles: [prof]\n')}expanded_devices:\n  x: { type: disk, source: /dev/sdx }\n`;
    const { disks, notes } = only(incus(text));
    expect([disks.map(({ id }) => id), notes]).toEqual([['x'], []]);
  });
});

describe('passthrough', () => {
  it('raw.qemu adds drives', () => {
    const text = instance(
      'pool: p, path: /',
      'config:\n  raw.qemu: -drive file=/a,if=virtio,cache=unsafe\n',
    );
    const { disks } = only(incus(text));
    expect(disks.map(({ id }) => id)).toEqual(['d', 'virtio0']);
    expect(disks[1]?.noFlush.origin).toMatchObject({ kind: 'file', at: { line: 4, column: 44 } });
  });

  it.each(['raw.qemu.conf', 'raw.qemu.scriptlet', 'raw.qemu.qmp.early'])('%s is a note', (key) => {
    const { notes } = only(incus(instance('pool: p, path: /', `config:\n  ${key}: x\n`)));
    expect(notes).toEqual([expect.objectContaining({ rule: 'passthrough' })]);
  });
});

it('reads lists and preseeds, in JSON too', () => {
  const device = { type: 'disk', pool: 'p', path: '/' };
  const one = { name: 'v', type: 'virtual-machine', devices: { root: device } };
  expect(
    incus(JSON.stringify([one, { ...one, name: 'w' }])).definitions.map(({ name }) => name),
  ).toEqual(['v', 'w']);
  const preseed = {
    storage_pools: [{ name: 'p', driver: 'zfs' }],
    profiles: [{ name: 'x', devices: { root: device } }],
  };
  expect(cachesOf(diskOf(JSON.stringify(preseed)))).toEqual(['none']);
});

it.each([
  [
    'containers',
    'name: c\ntype: container\ndevices:\n  root: { type: disk, pool: p, path: / }\n',
    /containers/,
  ],
  ['no instance', 'a: 1\n', /no instance/],
  ['no YAML', 'devices: [\n', /not valid YAML/],
])('%s are refused', (_, text, message) => {
  const result = readers.incus(sourceText('x', text), bareContext);
  expect('diagnostics' in result && result.diagnostics[0]?.message).toMatch(message);
});
