import { expect, it } from 'vitest';
import { byDefault, unresolved, written } from '../../src/config/fact.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import type { Runner } from '../../src/gate/runner.js';
import type { SiteStorage } from '../../src/model/site.js';
import type { SourceKind, VmDisk } from '../../src/model/vm-disk.js';
import { only, read } from '../config/reading.js';
import { candidates, diskOf } from './machines.js';

const through = [{ writeback: false, direct: true, noFlush: false }];
const { disk } = diskOf();
const { at } = disk;

function formats(changes: Partial<VmDisk>, release: Runner['release']): readonly string[] {
  const { configurations } = candidates(diskOf(), changes, { release, machine: 'newest' });
  return [...new Set(configurations.map(({ image }) => image.format))];
}

it.each<[string, Partial<VmDisk>, Runner['release'], readonly string[]]>([
  ['libvirt of an unknown version', { caches: through }, '9.2', ['raw', 'protocol']],
  ['libvirt of any version over QEMU 8.2', { caches: through }, '8.2', ['raw']],
  [
    'a script with a branch',
    { caches: through, rawDriver: unresolved('$x', at) },
    '8.2',
    ['raw', 'protocol'],
  ],
  ['a node', { caches: through, rawDriver: written(false, at) }, '9.2', ['protocol']],
  ['a drive', { caches: through, rawDriver: null }, '7.2', ['raw']],
  // The flush of the guest is no FUA write.
  ['a node with a write cache', { rawDriver: written(false, at) }, '7.2', ['raw']],
  // File-posix has FUA of its own, and behaves alike with and without the raw driver.
  ['a node of today', { caches: through, rawDriver: written(false, at) }, '10.0', ['raw']],
  [
    'a cache mode that is not known',
    { caches: [...disk.caches, ...through], rawDriver: written(false, at) },
    '8.2',
    ['protocol'],
  ],
  [
    'LUKS, whose driver is between as the raw one is',
    { caches: through, format: written('luks', at), rawDriver: written(false, at) },
    '7.2',
    ['raw'],
  ],
  ['tables', { caches: through, format: written('qcow2', at) }, '7.2', ['qcow2']],
])('%s is on the formats that make a difference', (_, changes, release, wanted) => {
  expect(formats(changes, release)).toEqual(wanted);
});

it.each<[string, string, boolean | null]>([
  ['-blockdev driver=file,node-name=n,filename=/a -device virtio-blk,drive=n', '', false],
  ['-drive driver=file,filename=/a,if=none,id=n -device virtio-blk,drive=n', '', false],
  ['-drive file=/a,format=raw,if=none,id=n -device virtio-blk,drive=n', '', null],
  [
    '-blockdev driver=file,node-name=f,filename=/a -blockdev driver=raw,file=f,node-name=n',
    '-device virtio-blk,drive=n',
    null,
  ],
  [
    '-blockdev driver=file,node-name=f,filename=/a -blockdev driver=throttle,file=f,node-name=n',
    '-device virtio-blk,drive=n',
    null,
  ],
])('%s: %s%s', (first, second, wanted) => {
  const [found] = only(read(readQemu, `qemu-system-x86_64 ${first} ${second}\n`)).disks;
  expect(found?.rawDriver?.known === true ? found.rawDriver.value : null).toBe(wanted);
});

it.each([
  ["type='raw'", false],
  ["type='qcow2'", true],
])('libvirt decides about the raw driver of %s', (driver, isNull) => {
  expect(diskOf(driver).disk.rawDriver === null).toBe(isNull);
});

it.each(["copy_on_read='on'", "copy_on_read='off'"])('a filter is between: %s', (attribute) => {
  const found = diskOf(`type='raw' cache='directsync' ${attribute}`);
  expect(found.disk.rawDriver === null).toBe(attribute.includes("on'"));
  const made = candidates(found, {}, { release: '9.2', machine: 'newest' });
  const bare = made.configurations.some(({ image }) => image.format === 'protocol');
  expect(bare).toBe(attribute.includes('off'));
});

it.each([
  ['', true],
  ['default: { host: { iscsiDpofua: false } }', true],
  ['default: { host: { iscsiDpofua: true } }', false],
])('a target of iSCSI has DPOFUA if the site says so: [%s]', (text, isOpen) => {
  const source = { kind: written<SourceKind>('iscsi', at), name: 'x' };
  const { unmodelled } = candidates(diskOf(undefined, text), { source, caches: through });
  expect(unmodelled.some((each) => each.includes('iscsiDpofua'))).toBe(isOpen);
  expect(candidates(diskOf(undefined, text), { source }).unmodelled).toEqual([]);
});

it('KubeVirt has a libvirt below', () => {
  const text = `kind: VirtualMachineInstance
spec:
  domain: { devices: { disks: [{ name: a, disk: { bus: virtio } }] } }
  volumes: [{ name: a, persistentVolumeClaim: { claimName: c } }]
`;
  expect(only(read(readKubevirt, text)).disks[0]?.rawDriver?.known).toBe(false);
});

it.each([
  ['', ['nbd', 'nbd-other']],
  // Which release it is, and what it serves, the site does not say.
  ['nbdServer: qemu', ['nbd', 'nbd-other']],
  ['nbdServer: other', ['nbd-other']],
])('an NBD server is QEMU or not, as the site says: %s', (said, hosts) => {
  const site = said === '' ? '' : `default:\n  host: { ${said} }\n`;
  const source = { kind: written<SourceKind>('nbd', at), name: 'x' };
  const host = {
    ...diskOf(undefined, site).site.host,
    storage: written<SiteStorage>('remote', at),
  };
  const of = diskOf(undefined, site);
  const { configurations } = candidates({ ...of, site: { ...of.site, host } }, { source });
  expect([...new Set(configurations.map(({ host: { storage } }) => storage))]).toEqual(hosts);
});

it('does not know what a server keeps whose node has a device on it', () => {
  const server = (kind: SourceKind) => ({ kind: written(kind, at), name: 'pool/a' });
  const on = (changes: Partial<VmDisk>, release: Runner['release'] = '11.1') =>
    candidates(diskOf(), { source: server('rbd'), ...changes }, { release, machine: 'newest' })
      .unmodelled;
  const doubt = ['FUA on a node of rbd without the raw driver (BLK011)'];
  expect(on({ caches: through })).toEqual(doubt);
  expect(on({ caches: through, rawDriver: null })).toEqual([]);
  expect(on({ caches: through, source: server('nbd') })).toEqual([]);
  expect(on({ caches: through, format: written('qcow2', at), rawDriver: null })).toEqual([]);
  expect(on({})).toEqual([]);
  expect(on({ dpofua: written(true, at) })).toEqual(doubt);
  expect(on({ dpofua: written(false, at) })).toEqual([]);
  expect(on({ dpofua: unresolved('X', at, [true, false]) })).toEqual(doubt);
  expect(on({ dpofua: written(true, at) }, '10.0')).toEqual([]);
  expect(on({ dpofua: byDefault(true, 'QEMU', at) })).toEqual(doubt);
  const old = { release: '11.1', machine: '10.0' } as const;
  const onOld = (isOn: boolean) =>
    candidates(diskOf(), { source: server('rbd'), dpofua: written(isOn, at) }, old).unmodelled;
  expect([onOld(true), onOld(false)]).toEqual([doubt, []]);
});
