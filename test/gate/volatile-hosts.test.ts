import { expect, it } from 'vitest';
import { riskOf } from '../../src/advise/risks.js';
import type { FaultId } from '../../src/model/fault.js';
import { candidates, diskOf } from './machines.js';

/** The rules by which every configuration of a disk fails, and what is not modelled of it. */
function of(text: string, fault: FaultId, source = '/srv/a') {
  const xml = `<domain type='kvm'><name>db01</name><os><type machine='q35'>hvm</type></os><devices>
    <disk type='file' device='disk'><driver name='qemu' type='raw' cache='none'/>
    <source file='${source}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`;
  const { configurations, unmodelled } = candidates(diskOf(undefined, text, xml));
  const rules = configurations.flatMap((each) => riskOf(each, fault).rules);
  return { rules: [...new Set(rules)], unmodelled };
}

const disks = ['wce-honest', 'no-wce', 'plp', 'bbu', 'wce-lying'];

it.each(disks)('no disk saves an image on tmpfs: %s', (kind) => {
  const text = `default: { host: { filesystem: tmpfs }, disk: { kind: ${kind} } }`;
  const { rules, unmodelled } = of(text, 'host-crash');
  expect(rules).toEqual(['BLK033']);
  expect(unmodelled).toEqual([]);
  expect(of(text, 'disk-power-loss').rules).toEqual([]);
});

it('a file below /dev/shm is on tmpfs, unless a site knows better', () => {
  const name = '/dev/shm/a.raw';
  expect(of('', 'power-loss', name).rules).toEqual(['BLK033']);
  const text = "disks: [{ match: { disk: '**' }, host: { filesystem: xfs }, disk: { kind: plp } }]";
  expect(of(text, 'power-loss', name).rules).not.toContain('BLK033');
});

it.each([
  ['a file', '', '/tank/a'],
  ['a volume', '', '/dev/zvol/tank/a'],
  ['a volume that a site calls one', 'storage: block-device, ', '/dev/sdb'],
])('ZFS with sync=disabled is unsafe: %s', (_, storage, source) => {
  const text = `default: { host: { ${storage}filesystem: zfs, mount: sync=disabled }, disk: { kind: plp } }`;
  const { rules, unmodelled } = of(text, 'host-crash', source);
  expect(rules).toEqual(['BLK034']);
  expect(unmodelled).toEqual([]);
});
