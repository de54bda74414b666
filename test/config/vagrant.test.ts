import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDefinition } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, settings, shown } from './reading.js';
import { hasSamples, sample } from './shared.js';

const vagrant = (text: string) => read(readers.vagrant, text);

const provider = (body: string) =>
  `config.vm.box = "b"\nconfig.vm.provider :libvirt do |lv|\n${body}\nend\n`;
const file = (body: string) => `Vagrant.configure("2") do |config|\n${body}end\n`;
const machine = (body: string): VmDefinition => only(vagrant(file(provider(body))));

const comparable = ({ disks }: VmDefinition) =>
  disks.map((disk) => ({ ...settings(disk), name: '' }));

describe('vagrant-libvirt makes', () => {
  const box = (more: string, target = "dev='vda' bus='virtio'") =>
    `<disk><driver name='qemu' type='qcow2' ${more}/><source file='/b'/><target ${target}/></disk>`;
  const controller = "<controller type='scsi' model='virtio-scsi'/>";
  it.each([
    ['a disk of the box', '', box('')],
    [
      'with the settings of disk_driver',
      'lv.disk_driver :cache => "unsafe", io: "native", :discard => :unmap',
      box("cache='unsafe' io='native' discard='unmap'"),
    ],
    ['with the old volume_cache', "lv.volume_cache = 'none'", box("cache='none'")],
    [
      'on SCSI, with a controller',
      "lv.disk_bus = 'scsi'",
      controller + box('', "dev='sda' bus='scsi'"),
    ],
    [
      'on SCSI by its device',
      "lv.disk_device = 'sda'",
      controller + box('', "dev='sda' bus='scsi'"),
    ],
    [
      'disks of storage',
      "lv.storage :file, :size => '1G', :type => 'raw', :cache => 'directsync', :bus => 'sata', :device => 'sdx'\nlv.storage(:file, { shareable: true })",
      `${box('')}<disk><driver type='raw' cache='directsync'/><source file='/c'/><target dev='sdx' bus='sata'/></disk><disk><driver type='qcow2'/><source file='/d'/><target dev='vdb' bus='virtio'/><shareable/></disk>`,
    ],
    [
      'no CD-ROMs and empty floppies',
      "lv.storage :file, device: :cdrom, path: '/i'\nlv.storage :file, device: :floppy",
      box(''),
    ],
    ['firmware', "lv.loader = '/f'\nlv.nvram = '/v'", `${box('')}<!-- flash -->`],
  ])('%s', (name, body, devices) => {
    const os =
      name === 'firmware'
        ? "<os><loader readonly='yes' type='pflash'>/f</loader><nvram>/v</nvram></os>"
        : '';
    const xml = `<domain type='kvm'>${os}<devices>${devices}</devices></domain>`;
    expect(comparable(machine(body))).toEqual(comparable(only(read(readers.libvirt, xml))));
  });

  it('arguments of QEMU', () => {
    const { disks } = machine(
      "lv.qemuargs :value => '-set'\nlv.qemuargs :value => 'device.ua-box-volume-0.write-cache=off'",
    );
    expect(disks.map(({ writeback }) => shown(writeback))).toEqual([false]);
  });

  it('nothing without a box', () => {
    const text = file('config.vm.provider :libvirt do |lv|\nlv.cpus = 1\nend\n');
    expect(only(vagrant(text)).disks).toEqual([]);
  });
});

describe('machines', () => {
  const two = `${provider("lv.disk_driver cache: 'unsafe'")}config.vm.define :a do |a|\n  a.vm.provider "libvirt" do |x, override|\n    x.disk_driver cache: 'none'\n    x.storage :file\n  end\nend\nconfig.vm.define "b"\n`;

  it('have the settings of all, then their own', () => {
    const { definitions } = vagrant(file(two));
    expect(
      definitions.map(({ name, disks }) => [name, disks.map(({ direct }) => shown(direct))]),
    ).toEqual([
      ['a', [true, false]],
      ['b', [false]],
    ]);
  });

  it('of another provider, and settings of other objects, are no concern', () => {
    const text =
      provider("lv.cpus = 1\nother.disk_bus = 'ide'") +
      'config.vm.provider :virtualbox do |vb|\nvb.disk_bus = "x"\nend\n';
    const { disks } = only(vagrant(file(text)));
    expect(disks.map(({ frontend }) => shown(frontend))).toEqual(['virtio-blk']);
  });

  it('of a loop are one that stands for all', () => {
    const text = file(
      `${provider('')}(1..N).each do |i|\n  config.vm.define "n#{i}" do |n|\n    n.vm.provider :libvirt do |lv|\n      lv.disk_driver cache: 'none'\n    end\n  end\nend\n`,
    );
    const { disks, notes, name } = only(vagrant(text));
    expect([name, disks.map(({ direct }) => shown(direct))]).toEqual(['"n#{i}"', [true]]);
    expect(notes).toEqual([expect.objectContaining({ rule: 'unreadable' })]);
  });
});

describe('what is not literal is named:', () => {
  it.each([
    ['a variable', 'lv.disk_driver cache: CACHE', 'CACHE'],
    ['a text with something to fill in', 'lv.disk_driver cache: "#{c}"', '"#{c}"'],
    ['a choice', "lv.volume_cache = x ? 'none' : 'unsafe'", "x ? 'none' : 'unsafe'"],
    ['a condition', "if FAST\nlv.volume_cache = 'unsafe'\nend", 'if FAST'],
    ['a condition behind', "lv.disk_driver cache: 'unsafe' if FAST", 'if FAST'],
    ['a loop', "xs.each do |x|\nlv.volume_cache = 'unsafe'\nend", 'xs.each'],
  ])('%s', (_, body, text) => {
    const [disk] = machine(body).disks;
    expect(disk?.noFlush).toMatchObject({ known: false });
    expect(disk?.noFlush.origin).toMatchObject({ kind: 'unresolved', text });
  });

  it.each([
    ['a disk in a condition', 'lv.storage :file if X'],
    ['the object handed on', 'tune(lv)'],
    ['a method by its name', 'lv.send(:disk_bus=, "ide")'],
  ])('%s is a note', (_, body) => {
    expect(machine(body).notes.map(({ rule }) => rule)).toContain('unreadable');
  });

  it('another file is a note', () => {
    const { notes } = only(vagrant(`load 'other.rb'\n${file(provider(''))}`));
    expect(notes.map(({ message }) => message)).toEqual([
      expect.stringContaining("load 'other.rb'"),
    ]);
  });
});

it.each([
  ['no Ruby', 'Vagrant.configure("2") do |config|\n  x = (\nend\n'],
  ['no machine', 'Vagrant.configure("2") do |config|\nend\n'],
])('%s is refused with its place', (_, text) => {
  const result = readers.vagrant(sourceText('Vagrantfile', text), bareContext);
  expect('diagnostics' in result && (result.diagnostics[0]?.line ?? 0) > 0).toBe(true);
});

/** Tests of vagrant-libvirt: what they set, and the domain that they expect. */
const specs: readonly (readonly [string, string])[] = [
  ['action__create_domain_spec__default_domain.xml', ''],
  [
    'action__create_domain_spec__custom_disk_settings.xml',
    "lv.disk_device = 'sda'\nlv.disk_bus = 'virtio'",
  ],
  ['templates__domain_scsi_bus_storage.xml', "lv.disk_bus = 'scsi'\nlv.volume_cache = 'unsafe'"],
  [
    'templates__domain_scsi_device_storage.xml',
    "lv.disk_device = 'sda'\nlv.volume_cache = 'unsafe'",
  ],
  [
    'action__create_domain_spec__additional_disks_domain.xml',
    "lv.storage :file, device: 'vdb', cache: 'default', type: 'qcow2', bus: 'virtio'",
  ],
];

describe.skipIf(!hasSamples)("vagrant-libvirt's own tests", () => {
  it.each(specs)('%s', (name, body) => {
    const xml = sample('vagrant-libvirt', `vagrant-libvirt+vagrant-libvirt__spec__unit__${name}`);
    expect(comparable(machine(body))).toEqual(comparable(only(read(readers.libvirt, xml))));
  });
});
