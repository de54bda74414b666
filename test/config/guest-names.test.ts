import { describe, expect, it } from 'vitest';
import { guestNamed, guestOfId } from '../../src/config/guest-names.js';
import { readIncus } from '../../src/config/incus/read.js';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import type { Reader } from '../../src/config/reader.js';
import { readSite } from '../../src/config/site/read.js';
import { siteOf } from '../../src/config/site/resolve.js';
import { readTerraformSyntaxJson } from '../../src/config/terraform/read-hcl.js';
import { sourceText } from '../../src/config/text.js';
import { readVirtInstall } from '../../src/config/virt-install/read.js';
import { candidatesOf } from '../../src/gate/candidates.js';
import type { DiskSite } from '../../src/model/site.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { only, read } from './reading.js';

const at = { file: 'vm', line: 1, column: 1, endColumn: 2 };

const named = (name: string) => {
  const guest = guestNamed(name, at);
  if (guest === undefined) return '';
  return guest.other === '' && guest.system.known ? guest.system.value : `other ${guest.other}`;
};

describe('what systems are called', () => {
  it.each([
    ['win11', 'windows'],
    ['win2k22', 'windows'],
    ['w2k8', 'windows'],
    ['wxp', 'windows'],
    ['wvista', 'windows'],
    ['windows.2k22.virtio', 'windows'],
    ['freebsd14.0', 'freebsd'],
    ['l26', 'linux'],
    ['Ubuntu', 'linux'],
    ['fedora39', 'linux'],
    ['rhel9.4', 'linux'],
    ['centos.stream9', 'linux'],
    ['ol8.5', 'linux'],
    ['sles15', 'linux'],
    ['openbsd7.4', 'other openbsd7.4'],
    ['solaris', 'other solaris'],
    ['macosx10.7', 'other macosx10.7'],
    ['other', ''],
    ['generic', ''],
    ['', ''],
    ['wine-box', ''],
    ['my-preference', ''],
  ])('%s is [%s]', (name, system) => {
    expect(named(name)).toBe(system);
  });

  it('long ids of libosinfo name it after the domain', () => {
    const systems = [
      'http://microsoft.com/win/11',
      'http://freebsd.org/freebsd/14.0',
      'http://fedoraproject.org/fedora/39',
      'http://example.org/',
    ].map((id) => guestOfId(id, at)?.system);
    expect(systems.map((fact) => (fact?.known ? fact.value : ''))).toEqual([
      'windows',
      'freebsd',
      'linux',
      '',
    ]);
  });
});

/** What a definition, and perhaps a site's file, makes of its first disk. */
function disksOf(reader: Reader, text: string, siteText = ''): { disk: VmDisk; site: DiskSite } {
  const definition = only(read(reader, text));
  const [disk] = definition.disks;
  const said = siteText === '' ? null : readSite(sourceText('site.yaml', siteText));
  if (disk === undefined || (said !== null && 'diagnostics' in said)) throw new Error('not read');
  const subject = { file: 'vm', definition, isOneOfSeveral: false, disk };
  return { disk, site: siteOf(said === null ? null : said.site, subject) };
}

const domain = `<domain type='kvm'><name>a</name>
  <metadata><libosinfo:libosinfo xmlns:libosinfo="http://libosinfo.org/xmlns/libvirt/domain/1.0">
    <libosinfo:os id="http://microsoft.com/win/11"/></libosinfo:libosinfo></metadata>
  <os><type machine='q35'>hvm</type></os><devices>
  <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='/srv/a'/>
  <target dev='vda' bus='virtio'/></disk></devices></domain>`;

const machine = (head: string, spec = '') => `kind: VirtualMachine
metadata: { name: a }
spec:
${spec}  template:
    metadata: { ${head} }
    spec:
      domain: { devices: { disks: [{ name: d, disk: { bus: virtio } }] } }
      volumes: [{ name: d, persistentVolumeClaim: { claimName: c } }]
`;

const definitions: readonly (readonly [string, Reader, string, number])[] = [
  ['Proxmox VE', readProxmox, 'name: a\nostype: win11\nvirtio0: local:1/a.raw\n', 2],
  ['libvirt', readLibvirt, domain, 3],
  ['virt-install', readVirtInstall, 'virt-install --disk path=/srv/a --osinfo win11\n', 1],
  ['its old option', readVirtInstall, 'virt-install --disk /srv/a --os-variant name=win10\n', 1],
  [
    'bpg',
    readTerraformSyntaxJson,
    `{ "resource": { "proxmox_virtual_environment_vm": { "a": {
      "disk": [{ "interface": "virtio0" }],
      "operating_system": [{
        "type": "win11" }] } } } }`,
    4,
  ],
  ['KubeVirt', readKubevirt, machine('annotations: { vm.kubevirt.io/os: windows10 }'), 5],
  [
    'a preference',
    readKubevirt,
    machine('labels: { a: b }', '  preference: { name: windows.11 }\n'),
    4,
  ],
  [
    'Incus',
    readIncus,
    'name: a\ntype: virtual-machine\nconfig:\n  image.os: Windows\ndevices:\n  root: { type: disk, path: /, pool: p }\n',
    4,
  ],
];

it.each(definitions)('%s says which system it is', (_, reader, text, line) => {
  const { site } = disksOf(reader, text);
  const { system, filesystem } = site.guest;
  expect(system).toMatchObject({ known: true, value: 'windows' });
  expect(system.origin).toMatchObject({ kind: 'file', at: { line } });
  expect(filesystem).toMatchObject({ value: 'ntfs', origin: { kind: 'assumed' } });
});

const conf = (ostype: string) => `ostype: ${ostype}\nvirtio0: local:1/a.raw\n`;
const runner = { release: '11.1', machine: 'newest' } as const;

function guestsOf(ostype: string, siteText = ''): string {
  const { disk, site } = disksOf(readProxmox, conf(ostype), siteText);
  const { configurations, unmodelled } = candidatesOf(disk, site, runner);
  const kernels = new Set(configurations.map(({ guest }) => guest.kernel));
  return [...kernels, ...unmodelled.map((each) => each.replace(/:.*/s, ''))].join('; ');
}

it("a rule of a site's file knows better, what it says of all disks does not", () => {
  expect(guestsOf('win11')).toBe('windows; windows-old-viostor');
  const rule = 'disks: [{ match: { disk: virtio0 }, guest: { system: linux } }]';
  expect(guestsOf('win11', rule)).toBe('6.12');
  expect(guestsOf('win11', 'default: { guest: { system: linux } }')).toContain('windows');
  expect(guestsOf('win11', 'default: { guest: { filesystem: xfs } }')).toContain('windows');
});

it('of FreeBSD nobody says which file system it has', () => {
  const text = 'virt-install --disk /srv/a --os-variant freebsd14.0\n';
  const { site } = disksOf(readVirtInstall, text);
  expect(site.guest.filesystem).toMatchObject({ known: false, values: ['ufs', 'zfs'] });
});

it.each([
  ['l26', '6.12'],
  ['other', '6.12'],
  ['solaris', '6.12; a guest of solaris'],
])('%s is judged as %s', (ostype, expected) => {
  expect(guestsOf(ostype)).toBe(expected);
});

it('Linux 2.4 is nothing that somebody read', () => {
  expect(guestsOf('l24')).toContain('Linux 2.4 in the guest');
});
