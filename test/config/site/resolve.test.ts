import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { siteOf } from '../../../src/config/site/resolve.js';
import { read, shown } from '../reading.js';
import { siteFrom } from './site.js';

const domain = (name: string, disks: string) =>
  `<domain type='kvm'><name>${name}</name><devices>${disks}</devices></domain>`;
const file = (path: string, target: string) =>
  `<disk><source file='${path}'/><target dev='${target}'/></disk>`;
const network = `<disk type='network'><source protocol='rbd' name='p/i'/><target dev='vdc'/></disk>`;
const volume = `<disk type='volume'><source pool='p' volume='v'/><target dev='vdd'/></disk>`;
const node = `<disk type='block'><source dev='/dev/vg0/a'/><target dev='vdb'/></disk>`;

function sites(config: string, xml = domain('db', file('/srv/a.raw', 'vda')), name = 'vm.xml') {
  const { definitions } = read(readLibvirt, xml);
  const site = config === '' ? null : siteFrom(config);
  return definitions.flatMap((definition) =>
    definition.disks.map((disk) =>
      siteOf(site, { file: name, definition, isOneOfSeveral: definitions.length > 1, disk }),
    ),
  );
}

function only(config: string, xml?: string, name?: string) {
  const [site] = sites(config, xml, name);
  if (site === undefined) throw new Error('no disk');
  return site;
}

it('assumes what the pages say where nobody says anything', () => {
  const { allocation, host, disk, guest, faults, disposable, firmware } = only('');
  expect(allocation).toMatchObject({ known: false, values: ['full', 'sparse'] });
  expect([host.storage, host.filesystem, host.kernel].map(shown)).toEqual([
    'file',
    'ext4',
    'current',
  ]);
  expect([host.mount.fsync, guest.mount.fsync].map(shown)).toEqual(['medium', 'medium']);
  expect(shown(host.layers)).toEqual([]);
  expect(shown(disk.kind)).toBe('wce-honest');
  expect(shown(disk.atomicBytes)).toBe(512);
  expect([guest.system, guest.filesystem].map(shown)).toEqual(['linux', 'ext4']);
  expect(shown(faults)).toEqual([
    'guest-crash',
    'qemu-kill',
    'host-crash',
    'power-loss',
    'disk-power-loss',
    'io-error',
  ]);
  expect(shown(disposable)).toBe('');
  expect(shown(firmware)).toBe('listed');
  expect(disk.kind.origin.kind).toBe('assumed');
});

it('takes from the definition what QEMU opens', () => {
  const found = sites('', domain('a', `${file('/a', 'vda')}${node}${network}${volume}`));
  expect(found.map(({ host }) => shown(host.storage))).toEqual([
    'file',
    'block-device',
    'remote',
    'file',
  ]);
  const [, , , ofPool] = found;
  expect(ofPool?.host.storage.origin.kind).toBe('assumed');
});

it('says where a value stands', () => {
  const { disk } = only('default:\n  disk: { kind: plp }\n');
  expect(disk.kind.origin).toEqual({
    kind: 'file',
    at: { file: 'blkcheck.config.yaml', line: 2, column: 17, endColumn: 20 },
  });
});

describe('rules', () => {
  const rule = (match: string) => `disks: [{ match: ${match}, disposable: scratch }]\n`;

  it.each([
    ['{ disk: vda }', true],
    ['{ disk: "vd?" }', true],
    ['{ disk: db/vda }', true],
    ['{ disk: "*/vda" }', true],
    ['{ disk: web/vda }', false],
    ['{ disk: vd }', false],
    ['{ disk: [sda, vda] }', true],
    ['{ path: "/srv/*.raw" }', true],
    ['{ path: "/srv/**" }', true],
    ['{ path: "/*.raw" }', false],
    ['{ file: "*.xml" }', true],
    ['{ file: "prod/*.xml" }', false],
    ['{ disk: vda, path: "/other/**" }', false],
  ])('%s: %s', (match, expected) => {
    expect(shown(only(rule(match)).disposable) === 'scratch').toBe(expected);
  });

  it('name the machine where a file has several', () => {
    const two = domain('a', file('/a', 'vda')) + domain('b', file('/b', 'vda'));
    const found = sites(rule('{ disk: b/vda }'), `<x>${two}</x>`);
    expect(found.map(({ disposable }) => shown(disposable))).toEqual(['', 'scratch']);
  });

  it('are read setting by setting, the last one counts', () => {
    const { host, disk } = only(
      [
        'default: { host: { filesystem: xfs, kernel: 6.12 }, disk: { kind: no-wce } }',
        'disks:',
        '  - { match: { disk: vda }, disk: { kind: plp } }',
        '  - { match: { path: "/srv/**" }, host: { filesystem: btrfs }, disk: { kind: bbu } }',
      ].join('\n'),
    );
    expect([host.filesystem, host.kernel, disk.kind].map(shown)).toEqual(['btrfs', '6.12', 'bbu']);
  });
});

describe('a mount', () => {
  const mounted = (settings: string) => only(`default: { host: { ${settings} } }\n`).host.mount;

  it.each([
    ['filesystem: ext4', 'medium', 'ordered'],
    ['filesystem: ext4, mount: "noatime,barrier=0"', 'disk-cache', 'ordered'],
    ['filesystem: ext4, mount: [nobarrier, barrier=1]', 'medium', 'ordered'],
    ['filesystem: ext4, mount: data=journal', 'medium', 'journal'],
    ['filesystem: ext3, kernel: 2.6.32', 'disk-cache', 'ordered'],
    ['filesystem: ext3, kernel: 3.2', 'medium', 'ordered'],
    ['filesystem: xfs, kernel: 4.9, mount: nobarrier', 'disk-cache', null],
    ['filesystem: xfs, kernel: "4.10", mount: nobarrier', 'medium', null],
    ['filesystem: f2fs, mount: fsync_mode=nobarrier', 'disk-cache', null],
    ['filesystem: zfs, mount: sync=disabled', 'nothing', null],
    ['filesystem: tmpfs', 'nothing', null],
  ])('%s: fsync reaches %s', (settings, fsync, data) => {
    const found = mounted(settings);
    expect(shown(found.fsync)).toBe(fsync);
    expect(found.data === null ? null : shown(found.data)).toBe(data);
  });
});

it('fills in what layers leave open', () => {
  const { host } = only(
    'default: { host: { layers: [dm-crypt, lvm, { kind: md, level: 5 }, { kind: drbd, protocol: C, version: 9.2 }, bcache] } }\n',
  );
  expect(shown(host.layers)).toEqual([
    { kind: 'dm-crypt' },
    { kind: 'lvm', segment: 'linear' },
    { kind: 'md', level: 5, writeHole: 'open', degraded: null },
    {
      kind: 'drbd',
      protocol: 'C',
      version: '9.2',
      dualPrimary: false,
      failover: true,
      diskFlushes: true,
    },
    { kind: 'bcache', mode: null },
  ]);
});

it('keeps why the definition itself calls a disk disposable', () => {
  const xml = domain('a', "<disk><source file='/a'/><target dev='vda'/><transient/></disk>");
  expect(shown(only('', xml).disposable)).toMatch(/transient/);
  expect(shown(only('default: { disposable: lab }\n', xml).disposable)).toBe('lab');
});
