import { expect, it } from 'vitest';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readSite } from '../../src/config/site/read.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { sourceText } from '../../src/config/text.js';
import { judgedFaults } from '../../src/gate/node-loss.js';
import { only, read } from '../config/reading.js';
import { candidates, diskOf } from './machines.js';

// What the host is says the name of a device, or the storage of Proxmox VE that a volume is on.

function named(name: string, siteText = '') {
  return diskOf(
    undefined,
    siteText,
    `<domain type='kvm'><name>db01</name><os><type machine='q35'>hvm</type></os><devices>
    <disk type='block' device='disk'><driver name='qemu' type='raw' cache='none'/>
    <source dev='${name}'/><target dev='vda' bus='virtio'/></disk></devices></domain>`,
  );
}

function hostsOf(found: ReturnType<typeof named>): string {
  const { configurations, unmodelled } = candidates(found);
  return [...new Set(configurations.map(({ host }) => host.storage)), ...unmodelled].join('; ');
}

it.each([
  ['/dev/drbd0', 'block-device; drbd below'],
  ['/dev/drbd/by-res/r0/0', 'block-device; drbd below'],
  ['/dev/bcache0p1', 'block-device; bcache below'],
  ['/dev/loop3', 'loop'],
  ['/dev/nbd0', 'block-device; a device of nbd, whose server nobody names'],
  ['/dev/rbd0', 'block-device'],
  ['/dev/rbd/pool/img', 'block-device'],
  ['/dev/zvol/tank/a', 'zvol'],
  ['/dev/loop-control', 'block-device'],
  ['/dev/vg0/drbd0', 'block-device'],
  ['/dev/mapper/vg0-a', 'block-device'],
  ['/dev/sda', 'block-device'],
])('%s is %s', (name, hosts) => {
  expect(hostsOf(named(name))).toBe(hosts);
});

const losing = 'default: { faults: [power-loss, node-loss] }';

it.each([
  ['/dev/drbd0', false],
  ['/dev/nbd0', false],
  ['/dev/rbd0', false],
  ['/dev/disk/by-path/ip-192.0.2.1:3260-iscsi-iqn.2004-01.example:a-lun-1', false],
  ['/dev/loop3', true],
  ['/dev/sda', true],
])('%s is gone with its node: judged %s', (name, isJudged) => {
  const { disk, site } = named(name, losing);
  expect(judgedFaults(disk, site).includes('node-loss')).toBe(isJudged);
});

const rule = (host: string) => `disks: [{ match: { disk: '**' }, host: { ${host} } }]`;

it("a rule of a site's file knows better than a name, what it says of all disks does not", () => {
  expect(hostsOf(named('/dev/nbd0', rule('layers: [lvm]')))).toBe('lvm');
  expect(hostsOf(named('/dev/loop3', rule('layers: []')))).toBe('block-device');
  const common = 'default: { host: { layers: [lvm] } }';
  expect(hostsOf(named('/dev/drbd0', common))).toBe('block-device; drbd below');
  expect(hostsOf(named('/dev/nbd0', common))).toContain('whose server nobody names');
  expect(hostsOf(named('/dev/sda', common))).toBe('lvm');
});

const storages = `dir: local
	path /var/lib/vz
lvmthin: thin
	vgname pve
lvm: san
	vgname san
	shared 1
zfspool: tank
	pool tank
nfs: nas
	server 192.0.2.7
btrfs: bt
	path /bt
btrfs: plain
	path /plain
	nocow 1
rbd: ceph
	krbd 1
iscsi: target
	portal 192.0.2.8
`;

/** A volume of a Proxmox VE host, with what its storage.cfg says. */
function onStorage(volume: string, siteText = '') {
  const context = { storages: sourceText('storage.cfg', storages) };
  const definition = only(read(readProxmox, `virtio0: ${volume},size=4G\n`, context, '101.conf'));
  const [disk] = definition.disks;
  const said = siteText === '' ? null : readSite(sourceText('site.yaml', siteText));
  if (disk === undefined || (said !== null && 'diagnostics' in said)) throw new Error('not read');
  const subject = { file: '101.conf', definition, isOneOfSeveral: false, disk };
  return { disk, site: siteOf(said === null ? null : said.site, subject) };
}

it.each([
  ['local:101/vm-101-disk-0.raw', 'file', true],
  ['thin:vm-101-disk-0', 'lvm', true],
  ['san:vm-101-disk-0', 'lvm', false],
  ['tank:vm-101-disk-0', 'zvol', true],
  ['nas:101/vm-101-disk-0.raw', 'file; the host file system nfs', false],
  ['bt:101/vm-101-disk-0.raw', 'btrfs', true],
  ['plain:101/vm-101-disk-0.raw', 'btrfs-nocow', true],
  ['ceph:vm-101-disk-0', 'block-device', false],
  ['target:0.0.1.scsi-360a', 'block-device', false],
])('%s is %s, and gone with its node: judged %s', (volume, hosts, isJudged) => {
  expect(hostsOf(onStorage(volume))).toBe(hosts);
  const { disk, site } = onStorage(volume, losing);
  expect(judgedFaults(disk, site).includes('node-loss')).toBe(isJudged);
});

it('a thin volume is one, whoever says it', () => {
  const text = 'default: { disk: { kind: plp } }';
  expect(hostsOf(onStorage('thin:vm-101-disk-0', text))).toContain('lvm thin volume');
});

it('says where it stands, unless a rule says it', () => {
  const { origin } = onStorage('nas:101/a.raw').site.host.filesystem;
  expect(origin).toMatchObject({ kind: 'file', at: { file: 'storage.cfg', line: 10, column: 1 } });
  expect(hostsOf(onStorage('nas:101/a.raw', rule('filesystem: xfs')))).toBe('file');
});
