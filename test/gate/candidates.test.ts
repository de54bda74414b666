import { describe, expect, it } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import { assumed, unresolved, written } from '../../src/config/fact.js';
import { runnerFor } from '../../src/gate/release.js';
import { smallCacheBytes } from '../../src/gate/small-cache.js';
import type { Configuration } from '../../src/model/configuration.js';
import type { SourceKind, VmDisk, VmFrontend } from '../../src/model/vm-disk.js';
import { shippedScripts } from '../analysis/shipped-scripts.js';
import { laterVersion } from '../newest-release.js';
import { candidates, diskOf } from './machines.js';

const { disk } = diskOf();
const { at } = disk;

/** What all candidates have of something, each once. */
function values<T>(of: ReturnType<typeof candidates>, read: (each: Configuration) => T) {
  return [...new Set(of.configurations.map(read))];
}

const site = (text: string) => candidates(diskOf(undefined, `default:\n${text}\n`));

it('a cache that holds little may hold nothing, and what the scenarios write is little', () => {
  const kinds = (text: string) => values(site(text), (each) => each.disk.kind);
  expect(kinds('  disk: { cacheBytes: 65536 }')).toEqual(['wce-honest', 'no-wce']);
  expect(kinds('  disk: { cacheBytes: 512 }')).toEqual(['wce-honest', 'no-wce']);
  expect(kinds('  disk: { kind: wce-lying, cacheBytes: 1048575 }')).toEqual([
    'wce-lying',
    'no-wce',
  ]);
  const written = shippedScripts().map(({ operations }) =>
    operations.reduce((sum, { sectorCount }) => sum + sectorCount * 512, 0),
  );
  expect(Math.max(...written)).toBeGreaterThan(512);
  expect(Math.max(...written)).toBeLessThanOrEqual(smallCacheBytes);
});

it('takes an image that nobody describes both ways, and everything else as it is', () => {
  const { configurations, unmodelled, refused } = candidates(diskOf());
  expect(configurations.map(({ image }) => image.allocation)).toEqual(['full', 'sparse']);
  expect([unmodelled, refused]).toEqual([[], '']);
  expect(configurations[0]).toMatchObject({
    frontend: 'virtio-blk',
    cache: { writeback: true, direct: true, noFlush: false },
    host: { storage: 'file' },
    guest: { mount: 'barrier', kernel: '6.12', writeCache: 'device' },
    disk: { kind: 'wce-honest', atomicBytes: 512 },
  });
});

describe('what a site says', () => {
  it.each<[string, (each: Configuration) => unknown, unknown]>([
    ['  image: { allocation: falloc }', ({ image }) => image.allocation, 'unwritten'],
    ['  host: { storage: block-device }', ({ host }) => host.storage, 'block-device'],
    [
      '  host: { filesystem: ext4, mount: nobarrier }',
      ({ host }) => host.storage,
      'file-nobarrier',
    ],
    [
      '  host: { filesystem: xfs, kernel: 4.9, mount: nobarrier }',
      ({ host }) => host.storage,
      'file-nobarrier',
    ],
    ['  host: { filesystem: xfs, mount: nobarrier }', ({ host }) => host.storage, 'file'],
    ['  guest: { filesystem: xfs, mount: nobarrier }', ({ guest }) => guest.mount, 'barrier'],
    [
      '  host: { storage: block-device, kernel: 2.6.32 }',
      ({ host }) => host.notes['block-node-no-flush'],
      true,
    ],
    [
      '  host: { storage: block-device, kernel: 2.6.33 }',
      ({ host }) => host.notes['block-node-no-flush'],
      false,
    ],
    ['  host: { storage: remote }', ({ image }) => image.format, 'network'],
    ['  disk: { kind: wce-lying }', ({ disk: { kind } }) => kind, 'wce-lying'],
    ['  disk: { kind: wce-fua-ignored }', ({ disk: { kind } }) => kind, 'wce-fua-ignored'],
    ['  disk: { kind: plp }', ({ disk: { kind } }) => kind, 'plp'],
    ['  disk: { atomicBytes: 16384 }', ({ disk: { atomicBytes } }) => atomicBytes, 16384],
    ['  disk: { cacheBytes: 0 }', ({ disk: { kind } }) => kind, 'no-wce'],
    ['  disk: { cacheBytes: 511 }', ({ disk: { kind } }) => kind, 'no-wce'],
    [
      '  disk: { kind: wce-lying, cacheBytes: 4095, atomicBytes: 4096 }',
      ({ disk: { kind } }) => kind,
      'no-wce',
    ],
    ['  disk: { cacheBytes: 1048576 }', ({ disk: { kind } }) => kind, 'wce-honest'],
    ['  disk: { kind: plp, cacheBytes: 512 }', ({ disk: { kind } }) => kind, 'plp'],
    ['  host: { filesystem: btrfs }', ({ host }) => host.storage, 'btrfs'],
    ['  host: { filesystem: btrfs, mount: nodatacow }', ({ host }) => host.storage, 'btrfs-nocow'],
    ['  host: { filesystem: zfs, mount: sync=always }', ({ host }) => host.storage, 'zfs'],
    ['  host: { filesystem: zfs, storage: block-device }', ({ host }) => host.storage, 'zvol'],
    ['  host: { storage: block-device, layers: [loop] }', ({ host }) => host.storage, 'loop'],
    [
      '  host: { storage: block-device, layers: [lvm, dm-crypt] }',
      ({ host }) => host.storage,
      'lvm',
    ],
    [
      '  host: { storage: block-device, layers: [dm-crypt, lvm] }',
      ({ host }) => host.storage,
      'dm-crypt',
    ],
    [
      '  host: { storage: block-device, layers: [lvm], kernel: 2.6.32 }',
      ({ host }) => host.storage,
      'block-device',
    ],
    ['  guest: { mount: nobarrier }', ({ guest }) => guest.mount, 'nobarrier'],
    ['  guest: { kernel: 2.6.36 }', ({ guest }) => guest.kernel, '2.6.31'],
    ['  guest: { kernel: 2.6.37 }', ({ guest }) => guest.kernel, '6.12'],
    ['  guest: { writeCache: device-off }', ({ guest }) => guest.writeCache, 'device-off'],
    ['  guest: { kernel: 6.1 }', ({ guest }) => guest.fsyncError, 'stops'],
    ['  guest: { fsyncError: retries }', ({ guest }) => guest.fsyncError, 'retries'],
    ['  guest: { queueDepth: 1 }', ({ device }) => device.queueDepth, '1'],
  ])('%s', (text, read, value) => {
    expect(values(site(text), read)).toEqual([value]);
  });

  it.each([
    ['  host: { layers: [{ kind: drbd, protocol: A }] }', 'drbd below'],
    ['  host: { layers: [dm-writecache] }', 'dm-writecache below'],
    ['  host: { layers: [{ kind: md, level: 5, writeHole: ppl, degraded: true }] }', 'md below'],
    ['  host: { layers: [{ kind: md, level: 6, writeHole: ppl }] }', 'md below'],
    ['  host: { layers: [{ kind: bcache, mode: writeback }] }', 'bcache below'],
    ['  host: { layers: [bcache] }', 'bcache below'],
    ['  host: { layers: [dm-cache] }', 'dm-cache below'],
    ...['f2fs', 'nilfs2', 'nfs', 'gfs2', 'ocfs2'].map((name) => [
      `  host: { filesystem: ${name} }`,
      `the host file system ${name}`,
    ]),
    ['  host: { filesystem: btrfs, mount: nobarrier }', 'btrfs that does not flush the disk'],
    ['  host: { filesystem: zfs, mount: zfs_nocacheflush }', 'zfs that does not flush the disk'],
    ['  host: { layers: [loop] }', 'a file system on a loop device'],
    ['  host: { kernel: 2.6.32 }', 'a host file system of Linux before 2.6.33'],
    [
      '  host: { kernel: 2.6.36, layers: [{ kind: md, level: 1 }] }',
      'layers below in Linux before 2.6.37',
    ],
    [
      '  host: { layers: [{ kind: lvm, segment: raid }] }',
      'an lvm raid volume, whose level is not said',
    ],
    [
      '  host: { layers: [{ kind: lvm, segment: thin }] }\n  disk: { kind: plp }',
      'an lvm thin volume on a disk that keeps its writes',
    ],
    [
      '  host: { layers: [{ kind: lvm, segment: snapshot }] }\n  faults: [host-crash]',
      'an lvm snapshot volume on a disk that keeps its writes',
    ],
    [
      '  host: { filesystem: xfs, mount: nobarrier }',
      'XFS with nobarrier, which does not mount since Linux 4.19 on the host',
    ],
    ['  host: { filesystem: ext2, kernel: 2.6.39 }', 'ext2 of Linux before 6.0 on the host'],
    ['  guest: { filesystem: ext2, kernel: 2.6.38 }', 'ext2 of Linux before 6.0 in the guest'],
    [
      '  guest: { filesystem: ext4, mount: journal_async_commit }',
      'ext4 with journal_async_commit in the guest',
    ],
    ['  guest: { filesystem: tmpfs }', 'a guest file system whose fsync does nothing'],
  ])('%s is not modelled, and says so', (text, reason) => {
    expect(site(text).unmodelled).toEqual([reason]);
  });

  it.each([
    '  host: { layers: [dm-crypt, { kind: lvm, segment: thin }, { kind: md, level: 1 }] }',
    '  host: { layers: [{ kind: md, level: 5, writeHole: ppl }] }',
    '  host: { layers: [{ kind: md, level: 6, writeHole: journal, degraded: true }] }',
    '  host: { layers: [{ kind: md, level: 10, degraded: true }] }',
    '  host: { layers: [{ kind: md, level: 5 }] }',
    '  host: { layers: [{ kind: bcache, mode: writethrough }] }',
    '  host: { filesystem: ext2 }',
    '  host: { filesystem: xfs, kernel: 4.18, mount: nobarrier }',
  ])('%s passes flushes on', (text) => {
    expect(site(text).unmodelled).toEqual([]);
  });
});

describe('the write hole of an array with parity', () => {
  const kinds = (array: string, more = '') =>
    values(site(`  host: { layers: [{ kind: md, ${array} }]${more} }`), (each) => each.disk.kind);

  it('is checked both ways where nobody says whether a member is missing', () => {
    expect(kinds('level: 5')).toEqual(['wce-honest', 'md-raid5-degraded']);
    expect(kinds('level: 6, degraded: false')).toEqual(['wce-honest']);
    expect(kinds('level: 4, degraded: true')).toEqual(['md-raid5-degraded']);
  });

  it('is closed by a journal, and not there in mirrors', () => {
    expect(kinds('level: 5, writeHole: journal, degraded: true')).toEqual(['wce-honest']);
    expect(kinds('level: 1, degraded: true')).toEqual(['wce-honest']);
  });

  it('is no matter of an image on another machine', () => {
    const far = site('  host: { storage: remote, layers: [{ kind: md, level: 5 }] }');
    expect([far.refused, values(far, (each) => each.disk.kind)]).toEqual(['', ['wce-honest']]);
  });

  it('has its array in the place of a node', () => {
    const on = site('  host: { storage: block-device, layers: [{ kind: md, level: 1 }] }');
    expect(values(on, ({ host }) => host.storage)).toEqual(['md']);
  });
});

describe('a guest that switches the write cache of its device off', () => {
  const off = 'default:\n  guest: { writeCache: device-off }\n';
  const told = (more: Partial<VmDisk>, text = off) => candidates(diskOf(undefined, text), more);

  it.each<[VmFrontend, string]>([
    ['sd', 'this device takes no command that switches a write cache off'],
    ['xen-block', 'this device takes no command that switches a write cache off'],
    [
      'cloud-hypervisor',
      'Cloud Hypervisor syncs each write then, and drops the errors: that is not modelled',
    ],
  ])('is in doubt where the device is %s', (name, because) => {
    const found = told({ frontend: written(name, at) });
    expect([found.configurations, found.unmodelled, found.refused]).toEqual([[], [because], '']);
  });

  it('is in doubt where the guest is Windows', () => {
    const found = told({}, 'default:\n  guest: { system: windows, writeCache: device-off }\n');
    expect(found.configurations).toEqual([]);
    expect(found.unmodelled[0]).toContain('how Windows switches');
  });

  it('cannot where the definition has config-wce=off', () => {
    const found = told({ configWce: written(false, at) });
    expect(values(found, ({ guest }) => guest.writeCache)).toEqual(['device']);
    expect(found.unmodelled).toEqual([
      'a guest that switches a write cache off with config-wce=off',
    ]);
    const either = told({ configWce: unresolved('$W', at, [true, false]) });
    expect(values(either, ({ guest }) => guest.writeCache)).toEqual(['device-off']);
    expect(either.unmodelled).toEqual([]);
  });
});

describe('what a definition says', () => {
  it.each<[SourceKind, string]>([
    ['ssh', 'a disk on ssh'],
    ['http', 'a disk on http'],
    ['nvme-host', 'a disk on nvme-host'],
    ['vhost-vdpa', 'a disk on vhost-vdpa'],
    ['other', 'a disk on other'],
  ])('a source of the kind %s is not modelled', (kind, reason) => {
    const source = { ...disk.source, kind: written(kind, at) };
    expect(candidates(diskOf(), { source }).unmodelled).toEqual([reason]);
  });

  it.each<SourceKind>(['file', 'block', 'volume', 'nbd', 'rbd', 'iscsi', 'nfs', 'gluster'])(
    'a source of the kind %s is',
    (kind) => {
      const source = { ...disk.source, kind: written(kind, at) };
      expect(candidates(diskOf(), { source }).unmodelled).toEqual([]);
    },
  );

  it('one of the values that a setting may have is enough', () => {
    const format = unresolved('$F', at, ['raw', 'parallels']);
    expect(candidates(diskOf(), { format }).unmodelled).toEqual(['the format parallels']);
  });

  it('LUKS hands on what it is given, as the raw driver does', () => {
    expect(candidates(diskOf(), { format: written('luks', at) }).unmodelled).toEqual([]);
  });

  it.each(['qed', 'vdi', 'vmdk'])('the format %s is modelled, also on a device', (name) => {
    const format = written(name, at);
    const device = '  host: { storage: block-device }\n  image: { allocation: falloc }';
    for (const said of [diskOf(), diskOf(undefined, `default:\n${device}\n`)]) {
      const { configurations, unmodelled, refused } = candidates(said, { format });
      expect([unmodelled, refused]).toEqual([[], '']);
      expect([...new Set(configurations.map(({ image }) => image.format))]).toEqual([name]);
    }
  });

  it('a device without a name here has stand-ins, and is not modelled', () => {
    const frontend = written<VmFrontend>('other', at);
    const found = candidates(diskOf(), { frontend, device: 'scsi-hd', controller: 'pvscsi' });
    expect(values(found, (each) => each.frontend)).toEqual(['virtio-scsi', 'scsi']);
    expect(found.unmodelled).toEqual(['the controller pvscsi, judged as virtio-scsi and scsi']);
  });

  it('flash of a board is judged as flash, and serial flash is not known to be as good', () => {
    const frontend = written<VmFrontend>('other', at);
    const of = (device: string) => candidates(diskOf(), { frontend, device, controller: '' });
    const although = ', although it may tell the guest of a write before it is made';
    expect(values(of('mtd'), (each) => each.frontend)).toEqual(['pflash']);
    expect(of('mtd').unmodelled).toEqual([`the device mtd, judged as pflash${although}`]);
    expect(of('nand').unmodelled).toEqual(['the device nand, judged as pflash']);
  });

  it('a network disk has no aio and no allocation of its own', () => {
    const source = { ...disk.source, kind: written<SourceKind>('rbd', at) };
    const found = candidates(diskOf(undefined, 'default:\n  host: { storage: remote }\n'), {
      source,
      aio: unresolved('$A', at),
    });
    expect(found.configurations).toHaveLength(1);
    expect(found.configurations[0]).toMatchObject({ image: { format: 'network' } });
  });

  it.each([
    ['11.1', 'newest', true, 'auto'],
    ['11.1', 'newest', false, 'off'],
    ['11.1', '10.0', true, 'on'],
    ['11.1', '10.0', false, 'auto'],
    ['9.2', 'newest', true, 'on'],
    ['9.2', 'newest', false, 'auto'],
  ] as const)('dpofua of a SCSI disk on %s, machine %s: %s is %s', (release, machine, is, id) => {
    const scsi = { frontend: written<VmFrontend>('virtio-scsi', at), dpofua: written(is, at) };
    const found = candidates(diskOf(), scsi, { release, machine });
    expect(values(found, (each) => each.device.dpofua)).toEqual([id]);
    expect(values(found, (each) => each.qemu.machine)).toEqual([machine]);
  });

  it('what nobody says of dpofua is left to the machine type, and both is both', () => {
    const runner = { release: '10.0', machine: 'newest' } as const;
    const frontend = written<VmFrontend>('virtio-scsi', at);
    const of = (dpofua: VmDisk['dpofua']) =>
      values(candidates(diskOf(), { frontend, dpofua }, runner), (each) => each.device.dpofua);
    expect(of(assumed(true, 'a newer machine type', at))).toEqual(['auto']);
    expect(of(unresolved('$X', at, [true, false]))).toEqual(['on', 'auto']);
  });

  it('config-wce is that of the device, where the device can have it', () => {
    const of = (frontend: VmFrontend, configWce: VmDisk['configWce']) =>
      values(
        candidates(diskOf(), { frontend: written(frontend, at), configWce }),
        (each) => each.device.configWce,
      );
    expect(of('virtio-blk', null)).toEqual(['on']);
    expect(of('virtio-blk', written(false, at))).toEqual(['off']);
    expect(of('vhost-user-blk', unresolved('$X', at, [true, false]))).toEqual(['on', 'off']);
    expect(of('ahci', written(false, at))).toEqual(['on']);
  });
});

describe('what nobody knows is checked for every value', () => {
  it.each([
    ['frontend', (each: Configuration) => each.frontend, 6],
    ['aio', (each: Configuration) => each.qemu.aio, 3],
    ['format', (each: Configuration) => each.image.format, 2],
    ['werror', (each: Configuration) => each.qemu.werror, 3],
  ] as const)('%s', (field, read, count) => {
    const found = candidates(diskOf(), { [field]: unresolved('$X', at) });
    expect(values<string>(found, read)).toHaveLength(count);
  });

  it('of the site too', () => {
    const { site: said } = diskOf();
    const open = unresolved<never>('?', at);
    const asked = {
      ...said,
      guest: { ...said.guest, mount: { ...said.guest.mount, fsync: open }, kernel: open },
      disk: { ...said.disk, kind: open },
    };
    const found = candidates({ disk, site: asked });
    expect(values(found, ({ guest }) => guest.mount)).toEqual(['nobarrier', 'barrier'].reverse());
    expect(values(found, (each) => each.disk.kind)).toHaveLength(6);
  });

  it('faults and layers that nobody knows are no reason to call it safe', () => {
    const { site: said } = diskOf();
    const open = unresolved<never>('?', at);
    const asked = { ...said, faults: open, host: { ...said.host, layers: open } };
    expect(candidates({ disk, site: asked }).unmodelled).toEqual([
      'layers below that are not known',
      'faults that are not known',
    ]);
  });

  it('up to a limit', () => {
    const caches = [true, false].flatMap((writeback) =>
      [true, false].flatMap((direct) =>
        [true, false].map((noFlush) => ({ writeback, direct, noFlush })),
      ),
    );
    const open = unresolved<never>('$X', at);
    const { site: said } = diskOf();
    const asked = { ...said, disk: { ...said.disk, kind: open } };
    const found = candidates(
      { disk, site: asked },
      { caches, frontend: open, aio: open, format: open },
    );
    expect(found.configurations).toEqual([]);
    expect(found.unmodelled).toEqual(['a disk with so many settings that are not known']);
  });
});

it('says why QEMU would not start', () => {
  const found = candidates(diskOf("type='raw' cache='writeback'"), { aio: written('native', at) });
  expect(found.configurations).toEqual([]);
  expect(found.refused).toMatch(/aio=native needs O_DIRECT/);
});

describe('the version that runs a machine', () => {
  const found = (given: string, isAssumed = false) =>
    runnerFor(given, defaultProfile, isAssumed)({ machineType: null });

  it('is one that was run or read', () => {
    for (const version of ['8.2', '9.2', '10.0']) expect(found(version).by).toBe('it was given');
    for (const version of ['8.2.2', '9.0'])
      expect(found(version).by).toBe(`${version} was given, which does the same`);
  });

  it('that nobody knows is taken for the worse of what it lies between', () => {
    // 10.0.2 flushes behind each FUA write, and 9.2 and 10.0.3 do not.
    expect(found('9.9', true).runner.release).toBe('10.0');
    expect(found('10.0.2').runner.release).toBe('10.0.2');
  });

  it('is not known where it is older or newer than all that were', () => {
    for (const version of ['6.2', '7.0', laterVersion]) {
      const { runner } = found(version);
      expect(candidates(diskOf(), {}, runner).unmodelled).toEqual([
        `QEMU ${version}, which nobody ran or read (see --assume)`,
      ]);
      expect(candidates(diskOf(), {}, found(version, true).runner).unmodelled).toEqual([]);
    }
  });
});

it.each([
  ['1.4', 'nvme', 'QEMU 1.4 has no nvme: it came with 1.6'],
  ['1.6', 'nvme', ''],
  ['0.13', 'ahci', 'QEMU 0.13 has no ahci: it came with 0.14'],
  ['2.11', 'vhost-user-blk', 'QEMU 2.11 has no vhost-user-blk: it came with 2.12'],
  ['2.12.1', 'vhost-user-blk', ''],
] as const)('QEMU %s with %s is refused for "%s"', (version, frontend, because) => {
  const { runner } = runnerFor(version, defaultProfile)({ machineType: null });
  const { configurations, refused } = candidates(
    diskOf(),
    { frontend: unresolved('X', at, [frontend]) },
    runner,
  );
  expect(refused.startsWith(because)).toBe(true);
  expect([configurations.length === 0, refused !== '']).toEqual([because !== '', because !== '']);
  const open = { frontend: unresolved<VmFrontend>('X', at, [frontend, 'ide']) };
  expect(candidates(diskOf(), open, runner).refused).toBe('');
});

describe('a Linux that nobody read', () => {
  const found = (siteText: string, isAssumed = false) =>
    candidates(
      diskOf(undefined, `default:\n${siteText}\n`),
      {},
      {
        ...runnerFor('11.1', defaultProfile, isAssumed)({ machineType: null }).runner,
      },
    );

  it.each([
    ['  guest: { kernel: "99.0" }', 'Linux 99.0 in the guest', '6.12'],
    ['  guest: { kernel: "6.18" }', 'Linux 6.18 in the guest', '6.12'],
    ['  guest: { kernel: 2.6.32 }', 'Linux 2.6.32 in the guest', '2.6.31'],
    ['  host: { kernel: "6.18" }', 'Linux 6.18 on the host', '6.12'],
  ])('is in doubt, unless it is taken for the nearest: %s', (text, name, kernel) => {
    const { unmodelled, configurations, unknownCode } = found(text);
    expect(unmodelled).toEqual([`${name}, which nobody ran or read (see --assume)`]);
    expect(unknownCode).toEqual(name.endsWith('guest') ? ['guest-kernel'] : []);
    expect(new Set(configurations.map(({ guest }) => guest.kernel))).toEqual(new Set([kernel]));
    expect(found(text, true).unmodelled).toEqual([]);
  });

  it.each([
    '  guest: { kernel: "6.12.4" }',
    '  guest: { kernel: 6 }',
    '  guest: { kernel: 2.6.31.9 }',
    '  guest: { kernel: "99.0", system: windows }',
    '  host: { kernel: "6.12.4" }',
  ])('is none of these: %s', (text) => {
    expect(found(text).unmodelled).toEqual([]);
  });
});

describe('a setting that came later', () => {
  const runnerOf = (version: string) =>
    runnerFor(version, defaultProfile)({ machineType: null }).runner;
  const aio = written('io_uring' as const, at);
  const refusedFor = (changes: Partial<VmDisk>, version: string, siteText = '') =>
    candidates(diskOf(undefined, siteText), changes, runnerOf(version)).refused;

  it('is refused where the version is given', () => {
    expect(refusedFor({ aio }, '4.2')).toContain('QEMU 4.2 has no aio=io_uring: it came with 5.0');
    expect(refusedFor({ aio }, '5.0')).toBe('');
    expect(refusedFor({ aio }, '')).toBe('');
  });

  it('is refused on a host whose Linux is given', () => {
    const on = (kernel: string) => `default:\n  host: { kernel: "${kernel}" }\n`;
    expect(refusedFor({ aio }, '11.1', on('4.19'))).toContain('a host with Linux 4.19 has no aio=');
    expect(refusedFor({ aio }, '11.1', on('5.1'))).toBe('');
    // Cloud Hypervisor looks for itself.
    const taken = assumed('io_uring' as const, 'a host that has io_uring', at);
    expect(refusedFor({ aio: taken }, '11.1', on('4.19'))).toBe('');
  });

  it('is none of those that a disk may have', () => {
    const open = unresolved<Configuration['qemu']['aio']>('X', at);
    const found = candidates(diskOf(), { aio: open }, runnerOf('4.2'));
    expect(values(found, ({ qemu }) => qemu.aio)).toEqual(['threads', 'native']);
  });
});

it.each([
  ['pc-1.3', true],
  ['pc-0.15', true],
  ['pc-i440fx-1.4', false],
  ['pc-q35-6.2', false],
  ['pc-q35-77.0', true],
])('a machine type %s is of a QEMU that nobody knows: %s', (type, isUnknown) => {
  const { runner } = runnerFor('', defaultProfile)({ machineType: written(type, at) });
  expect(runner.unknown !== '').toBe(isUnknown);
  const assumed = runnerFor('', defaultProfile, true)({ machineType: written(type, at) });
  expect(assumed.runner.unknown).toBe('');
});

it.each([
  ['', 'pc-q35-4.2', '4.2'],
  ['9.2', 'pc-i440fx-3.1', '4.2'],
  ['9.2', 'pc-q35-5.0', '7.2'],
  ['', 'pc-q35-5.0', 'newest'],
  ['9.2', 'pc-q35-8.1', '8.2'],
] as const)('QEMU "%s" has %s as machine %s', (given, type, machine) => {
  const machineType = written(type, at);
  const { runner } = runnerFor(given, { id: 'p', qemu: '11.1' })({ machineType });
  expect(runner.machine).toBe(machine);
});

it.each([
  ['11.1', 'pc-1.3', 'QEMU 11.1 has no machine type pc-1.3: it is gone since 6.0'],
  ['6.0', 'pc-1.0', 'QEMU 6.0 has no machine type pc-1.0: it is gone since 6.0'],
  ['5.2', 'pc-1.3', ''],
  ['', 'pc-1.3', ''],
  ['8.2', 'pc-i440fx-1.7', 'QEMU 8.2 has no machine type pc-i440fx-1.7: it is gone since 8.2'],
  ['7.2', 'pc-i440fx-1.7', ''],
  ['9.2.4', 'pc-q35-10.0', 'QEMU 9.2.4 has no machine type pc-q35-10.0: it came with 10.0'],
  ['10.0.1', 'pc-q35-10.0', ''],
  ['11.1', 'pc-q35-noble', ''],
  [
    '',
    'pc-q35-9.7',
    'no QEMU has the machine type pc-q35-9.7: there is no QEMU 9.7: after 9.2 came',
  ],
  ['', 'own-board-9.7', ''],
  ['4.0', 'pc-0.11', 'QEMU 4.0 has no machine type pc-0.11: it is gone since 4.0'],
  ['5.1', 'pc-0.12', 'QEMU 5.1 has no machine type pc-0.12: it is gone since 5.0'],
  ['4.2', 'pc-0.12', ''],
  ['2.6', 'pc-q35-2.3', 'QEMU 2.6 has no machine type pc-q35-2.3: it is gone since 2.6'],
  ['9.0', 'pc-i440fx-2.0', ''],
  ['9.1', 'pc-i440fx-2.3', 'QEMU 9.1 has no machine type pc-i440fx-2.3: it is gone since 9.1'],
  ['10.0', 's390-ccw-virtio-2.8', 'QEMU 10.0 has no machine type s390-ccw-virtio-2.8: it is gone'],
  // Nothing that is six major versions old, and that since 10.1.
  ['10.0', 'pc-i440fx-2.4', ''],
  ['10.1', 'pc-i440fx-2.4', 'QEMU 10.1 has no machine type pc-i440fx-2.4: it is gone since 10.1'],
  ['10.1', 'pc-q35-4.1', 'QEMU 10.1 has no machine type pc-q35-4.1: it is gone since 10.1'],
  ['10.1', 'pc-q35-4.2', ''],
  ['10.2', 'pc-q35-4.2', 'QEMU 10.2 has no machine type pc-q35-4.2: it is gone since 10.2'],
  ['11.1', 'pc-q35-4.0.1', 'QEMU 11.1 has no machine type pc-q35-4.0.1: it is gone since 10.1'],
  ['11.0', 'virt-5.0', 'QEMU 11.0 has no machine type virt-5.0: it is gone since 11.0'],
  ['11.0', 'virt-5.1', ''],
  ['11.1', 'pseries-5.1', 'QEMU 11.1 has no machine type pseries-5.1: it is gone since 11.1'],
  ['11.1', 'pc-i440fx-5.1+pve0', 'QEMU 11.1 has no machine type pc-i440fx-5.1+pve0: it is gone'],
  ['11.1', 'pc-q35-5.2', ''],
])('QEMU %s with machine type %s: %s', (version, type, because) => {
  const { runner } = runnerFor(version, defaultProfile)({ machineType: written(type, at) });
  const { configurations, refused } = candidates(diskOf(), {}, runner);
  expect([refused.startsWith(because), refused === '']).toEqual([true, because === '']);
  expect(configurations.length === 0).toBe(because !== '');
});

it.each(['scsi-block', 'scsi-generic'])('%s has no part in what a cache mode does', (device) => {
  const noFlush = written(true, at);
  const { configurations, unmodelled } = candidates(diskOf(), { device, noFlush });
  expect([configurations, unmodelled]).toEqual([[], [expect.stringContaining(device)]]);
});

it('of Cloud Hypervisor only an image that is said to be raw is known', () => {
  const frontend = written<VmFrontend>('cloud-hypervisor', at);
  const disks = [written('probed', at), written('raw', at)].map((format) =>
    candidates(diskOf(), { frontend, format }),
  );
  expect(disks.map((each) => values(each, ({ image }) => image.format))).toEqual([
    ['raw'],
    ['raw'],
  ]);
  expect(disks.map(({ unmodelled }) => unmodelled)).toEqual([
    [expect.stringContaining('image_type=raw')],
    [],
  ]);
});

it('does not take for refused, nor for safe, what nobody knows', () => {
  const windows = diskOf(undefined, 'default:\n  guest: { system: windows }\n');
  const on = (...frontends: VmFrontend[]) => {
    const { configurations, unmodelled, refused } = candidates(windows, {
      frontend: unresolved('X', at, frontends),
    });
    return [configurations.length > 0, unmodelled, refused];
  };
  const doubt = [
    'what other systems than Linux do with a flush for a MegaRAID controller is not known',
  ];
  expect(on('megasas')).toEqual([false, doubt, '']);
  expect(on('megasas', 'virtio-scsi')).toEqual([true, doubt, '']);
  expect(on('virtio-scsi')).toEqual([true, [], '']);
});

describe('what a guest cannot have', () => {
  const temporary = 'default: { guest: { writeCache: sd-temporary } }';
  it.each([
    ['virtio-blk', 'cache_type of disks of sd'],
    ['nvme', 'cache_type of disks of sd'],
    ['virtio-scsi', ''],
    ['ahci', ''],
    ['usb-storage', ''],
  ] as const)('a temporary cache_type of %s is refused: [%s]', (frontend, because) => {
    const { disk } = diskOf();
    const { at } = disk;
    const found = candidates(diskOf(undefined, temporary), { frontend: written(frontend, at) });
    expect(found.refused).toContain(because);
    expect(found.configurations.length > 0).toBe(because === '');
  });

  it.each([
    ['2.6.31', 'disk-cache'],
    ['5.10', 'medium or disk-cache'],
    ['6.1', 'medium'],
  ])('reiserfs of Linux %s has barriers by default: %s', (kernel, reach) => {
    const text = `default: { guest: { filesystem: reiserfs, kernel: "${kernel}" } }`;
    const { fsync } = diskOf(undefined, text).site.guest.mount;
    expect(fsync.known ? fsync.value : fsync.values.join(' or ')).toBe(reach);
  });
});
