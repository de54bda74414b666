import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { only, read, shown } from './reading.js';

const namespace = "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'";

interface Domain {
  readonly type?: string;
  readonly machine?: string;
  readonly arch?: string;
  readonly outside?: string;
}

function domain(
  devices: string,
  { type = 'kvm', machine = 'pc', arch = 'x86_64', outside = '' }: Domain = {},
): string {
  return `<domain type='${type}' ${namespace}><name>t</name><os><type arch='${arch}' machine='${machine}'>hvm</type></os><devices>${devices}</devices>${outside}</domain>`;
}

const source = "<source file='/a'/>";
const target = (dev: string, bus = '') =>
  `<target dev='${dev}'${bus === '' ? '' : ` bus='${bus}'`}/>`;
const disk = (inside: string, attributes = '') =>
  `<disk type='file' ${attributes}>${inside}</disk>`;
const driver = (attributes: string) =>
  disk(`<driver name='qemu' ${attributes}/>${source}${target('vda')}`);

function diskOf(xml: string): VmDisk {
  const [first, ...others] = only(read(readLibvirt, xml)).disks;
  if (first === undefined || others.length > 0) throw new Error('not one disk');
  return first;
}

const flags = ({ writeback, direct, noFlush }: VmDisk) => [writeback, direct, noFlush].map(shown);

describe('the cache mode', () => {
  it.each<readonly [string, readonly unknown[]]>([
    ["cache='none'", [true, true, false]],
    ["cache='directsync'", [false, true, false]],
    ["cache='unsafe'", [true, false, true]],
    ["cache='default'", [true, false, false]],
    ['', [true, false, false]],
    ["cache='{{ cache }}'", ['unresolved', 'unresolved', 'unresolved']],
    ["cache='write-back'", ['unresolved', 'unresolved', 'unresolved']],
  ])('%s', (attributes, expected) => {
    expect(flags(diskOf(domain(driver(attributes))))).toEqual(expected);
  });

  it.each(['%CACHE%', '__CACHE__', '#{c}', '@CACHE@', '$C'])('%s is filled in later', (text) => {
    const { notes, writeback } = diskOf(domain(driver(`cache='${text}'`)));
    expect([shown(writeback), notes]).toEqual(['unresolved', []]);
  });

  it('is none where the disk is shareable and says nothing', () => {
    const shared = disk(`${source}${target('vda')}<shareable/>`);
    expect(flags(diskOf(domain(shared)))).toEqual([true, true, false]);
    const cached = disk(`<driver cache='writeback'/>${source}${target('vda')}<shareable/>`);
    expect(flags(diskOf(domain(cached)))).toEqual([true, false, false]);
  });

  it("is not that of a LUN's device", () => {
    const inside = `<driver cache='writethrough'/><source dev='/dev/a'/>${target('sda', 'scsi')}`;
    const lun = `<disk type='block' device='lun'>${inside}</disk>`;
    const found = diskOf(domain(lun));
    expect(flags(found)).toEqual([true, false, false]);
    expect(found.notes).toEqual([expect.objectContaining({ rule: 'passthrough' })]);
  });
});

describe('the frontend', () => {
  it.each([
    [target('vda'), '', 'virtio-blk'],
    [target('hda'), '', 'ide'],
    [target('fda', 'fdc'), '', 'floppy'],
    [target('sda', 'sata'), '', 'ahci'],
    [target('sda', 'usb'), '', 'usb-storage'],
    [target('sda', 'sd'), '', 'sd'],
    [target('sda'), '', 'scsi'],
    [target('sda'), "<controller type='scsi' index='0' model='virtio-scsi'/>", 'virtio-scsi'],
    [target('sda'), "<controller type='scsi' index='0' model='lsisas1078'/>", 'megasas'],
    [target('sda'), "<controller type='scsi' index='0' model='vmpvscsi'/>", 'other'],
    // The eighth disk hangs on the second controller.
    [
      target('sdh'),
      "<controller type='scsi' index='0' model='virtio-scsi'/><controller type='scsi' index='1' model='lsisas1078'/>",
      'megasas',
    ],
    [
      `${target('sda', 'scsi')}<address type='drive' controller='1' unit='0'/>`,
      "<controller type='scsi' index='1' model='virtio-scsi'/>",
      'virtio-scsi',
    ],
  ])('%s %s: %s', (element, controllers, frontend) => {
    expect(shown(diskOf(domain(controllers + disk(source + element))).frontend)).toBe(frontend);
  });

  it.each([
    [{ arch: 's390x', machine: 's390-ccw-virtio' }, 'virtio-scsi'],
    [{ arch: 'ppc64', machine: 'pseries-9.0' }, 'other'],
    [{ arch: 'ppc64', machine: 'powernv9' }, 'scsi'],
    [{ arch: 'loongarch64', machine: 'virt' }, 'virtio-scsi'],
    [{ arch: 'sparc', machine: 'SS-5' }, 'other'],
    [{ arch: 'm68k', machine: 'q800' }, 'other'],
    [{ arch: 'x86_64', machine: 'q35' }, 'scsi'],
    [{ arch: 'armv7l', machine: 'vexpress-a15' }, 'scsi'],
    [{ arch: 'riscv64', machine: 'sifive_u' }, 'scsi'],
  ])('of SCSI without a model depends on the machine: %o', (machine, frontend) => {
    expect(shown(diskOf(domain(disk(source + target('sda')), machine)).frontend)).toBe(frontend);
  });

  it.each([
    { arch: 'aarch64', machine: 'virt' },
    { arch: 'aarch64', machine: 'virt-9.2' },
    { arch: 'armv6l', machine: 'virt' },
    { arch: 'riscv64', machine: 'virt' },
    { arch: 'aarch64', machine: '' },
    { arch: '', machine: 'virt' },
  ])('of SCSI without a model depends on libvirt, too: %o', (machine) => {
    expect(diskOf(domain(disk(source + target('sda')), machine)).frontend).toMatchObject({
      known: false,
      values: ['virtio-scsi', 'scsi'],
    });
  });

  it.each(['hda', 'sda'])('may be refused', (dev) => {
    const bus = dev === 'sda' ? 'sd' : '';
    const { notes } = diskOf(domain(disk(source + target(dev, bus)), { machine: 'pc-q35-9.2' }));
    expect(notes).toEqual([expect.objectContaining({ rule: 'refused-by-qemu' })]);
  });

  it('is that of the controller, which has the next number where it has none', () => {
    const controllers =
      "<controller type='scsi' model='lsilogic'/><controller type='scsi' model='virtio-scsi'/>";
    const address = "<address type='drive' controller='1'/>";
    const xml = domain(controllers + disk(source + target('sda') + address));
    expect(shown(diskOf(xml).frontend)).toBe('virtio-scsi');
  });
});

describe('the source', () => {
  it.each([
    ["<disk type='block'><source dev='/dev/vg/a'/>", 'block', '/dev/vg/a'],
    ["<disk type='network'><source protocol='rbd' name='p/i'/>", 'rbd', 'p/i'],
    ["<disk type='network'><source protocol='nbd' name='e'/>", 'nbd', 'e'],
    ["<disk type='volume'><source pool='p' volume='v'/>", 'volume', 'p/v'],
    [
      "<disk type='nvme'><source type='pci' namespace='1'><address domain='0x0000' bus='0x01' slot='0x00' function='0x0'/></source>",
      'nvme-host',
      '0000:01:00.0',
    ],
    ["<disk type='vhostuser'><source type='unix' path='/s'/>", 'vhost-user', '/s'],
    ["<disk type='vhostvdpa'><source dev='/dev/vhost-vdpa-0'/>", 'vhost-vdpa', '/dev/vhost-vdpa-0'],
  ])('%s', (start, kind, name) => {
    const found = diskOf(domain(`${start}${target('vda')}</disk>`));
    expect([shown(found.source.kind), found.source.name]).toEqual([kind, name]);
  });

  it('of another process has settings that nobody can read here', () => {
    const found = diskOf(
      domain(
        `<disk type='vhostuser'><driver cache='none'/><source type='unix' path='/s'/>${target('vda')}</disk>`,
      ),
    );
    expect(shown(found.frontend)).toBe('vhost-user-blk');
    expect(flags(found)).toEqual(['unresolved', 'unresolved', 'unresolved']);
  });
});

describe('passthrough', () => {
  const base = disk(source + target('vda'));
  const args = (...words: readonly string[]) =>
    `<qemu:commandline>${words.map((word) => `<qemu:arg value='${word}'/>`).join('')}</qemu:commandline>`;
  const override = (property: string) =>
    `<qemu:override><qemu:device alias='virtio-disk0'><qemu:frontend>${property}</qemu:frontend></qemu:device></qemu:override>`;

  it.each<readonly [string, string, readonly unknown[]]>([
    ['-global', args('-global', 'virtio-blk-pci.write-cache=off'), [false, false, false]],
    [
      'override',
      override("<qemu:property name='write-cache' type='string' value='off'/>"),
      [false, false, false],
    ],
    [
      'nothing that concerns disks',
      args('-set', 'device.video0.vgamem_mb=64', '-cpu', 'host'),
      [true, false, false],
    ],
  ])('%s is applied', (_, outside, expected) => {
    const definition = only(read(readLibvirt, domain(base, { outside })));
    expect(definition.disks.map(flags)).toEqual([expected]);
    expect(definition.notes).toEqual([]);
  });

  it.each([
    ['6.2', []],
    ['7.0', ['refused-by-qemu']],
    ['', ['refused-by-qemu']],
  ])('-set is applied, and QEMU %s finds what it changes or not', (qemuVersion, rules) => {
    const outside = args('-set', 'device.virtio-disk0.write-cache=off');
    const definition = only(read(readLibvirt, domain(base, { outside }), { qemuVersion }));
    expect(definition.disks.map(flags)).toEqual([[false, false, false]]);
    expect(definition.notes.map(({ rule }) => rule)).toEqual(rules);
  });

  it('may add a disk, on a controller of the domain', () => {
    const outside = args(
      '-drive',
      'file=/b,if=none,id=d,cache=unsafe',
      '-device',
      'scsi-hd,drive=d,bus=scsi0.0,id=x',
    );
    const controllers = "<controller type='scsi' index='0' model='virtio-scsi'/>";
    const { disks } = only(read(readLibvirt, domain(base + controllers, { outside })));
    expect(disks.map(({ id, frontend }) => [id, shown(frontend)])).toEqual([
      ['vda', 'virtio-blk'],
      ['x', 'virtio-scsi'],
    ]);
  });

  it('without the namespace is dropped by libvirt, which is said', () => {
    const outside = "<commandline><arg value='-snapshot'/></commandline>";
    const { notes } = only(read(readLibvirt, domain(base, { outside })));
    expect(notes).toEqual([expect.objectContaining({ rule: 'no-effect' })]);
  });
});

describe('a disk is skipped or set apart', () => {
  it.each([
    [disk(source + target('sda', 'sata'), "device='cdrom'"), 'a CD-ROM'],
    [disk(`${source}${target('vda')}<readonly/>`), 'read-only'],
    [disk(target('vda')), 'it has no source'],
    [disk(target('fda', 'fdc'), "device='floppy'"), 'nothing is inserted'],
  ])('%s', (xml, reason) => {
    const { disks, skipped } = only(read(readLibvirt, domain(xml)));
    expect([disks.length, skipped.map((each) => each.reason)]).toEqual([0, [reason]]);
  });

  it('as disposable', () => {
    expect(diskOf(domain(disk(`${source}${target('vda')}<transient/>`))).disposable).toMatch(
      /^transient/,
    );
  });

  it('where another hypervisor runs it', () => {
    const { skipped } = only(
      read(readLibvirt, domain(disk(source + target('xvda')), { type: 'xen' })),
    );
    expect(skipped[0]?.reason).toContain('xen');
  });

  it.each([
    ['', 0],
    ['<emulator>/usr/bin/qemu-system-x86_64</emulator>', 1],
  ])('of Hyper-V’s kind, but for those that QEMU runs: %s', (emulator, count) => {
    const text = domain(emulator + disk(source + target('vda')), { type: 'hyperv' });
    expect(only(read(readLibvirt, text)).disks).toHaveLength(count);
  });
});

describe('several domains', () => {
  const one = (name: string) =>
    domain(disk(source + target('vda'))).replace('<name>t<', `<name>${name}<`);
  const ids = (text: string) =>
    read(readLibvirt, text).definitions.flatMap(({ disks }) => disks.map(({ id }) => id));

  it.each([
    [
      'one after another, each with its declaration',
      ['a', 'b'].map((name) => `<?xml version='1.0'?>\n${one(name)}\n`).join('\n'),
    ],
    ['in one document', `<domains>${one('a')}${one('b')}</domains>`],
  ])('%s', (_, text) => {
    expect(ids(text)).toEqual(['a/vda', 'b/vda']);
  });

  it('a disk may stand alone', () => {
    const alone = disk(source + target('vda'), "device='disk'");
    expect(ids(alone)).toEqual(['vda']);
    expect(ids(`<devices>\n${alone}</devices>`)).toEqual(['vda']);
  });

  it('whose controller is elsewhere', () => {
    const { frontend } = diskOf(disk(source + target('sda', 'scsi'), "device='disk'"));
    expect([shown(frontend), frontend.origin.kind]).toEqual(['unresolved', 'unresolved']);
  });

  it('are not what others call so', () => {
    const capabilities =
      "<capabilities><guest><arch><domain type='kvm'><emulator>/q</emulator></domain></arch></guest></capabilities>";
    const result = readLibvirt(sourceText('x.xml', capabilities), bareContext);
    expect(result).toMatchObject({ isForeign: true });
  });

  it('may have a document type that declares nothing', () => {
    expect(ids(`<?xml version='1.0'?>\n<!DOCTYPE domain SYSTEM 'd'>\n${one('a')}`)).toEqual([
      'vda',
    ]);
  });

  it('a snapshot holds one', () => {
    expect(ids(`<domainsnapshot><name>s</name><disks/>${one('a')}</domainsnapshot>`)).toEqual([
      'vda',
    ]);
  });
});

describe('what is no XML is refused with its place', () => {
  const attributes = Array.from({ length: 400 }, (_, index) => `a${index}='1'`).join(' ');

  it.each<readonly [string, string, number, RegExp]>([
    ['not closed', '<domain>\n<devices>\n</domain>', 3, /tag/],
    ['no domain', '<network/>', 1, /no <domain>/],
    [
      'a DOCTYPE, which could define entities',
      '<!DOCTYPE d [<!ENTITY a "b">]>\n<domain/>',
      1,
      /^a DOCTYPE with declarations/,
    ],
    ["an entity that is none of XML's", '<domain>\n<name>&a;</name></domain>', 2, /entity/],
    ['nested deeply', `<domain>${'<a>'.repeat(200)}`, 1, /nested too deeply/],
    ['a NUL', '<domain>\n\0</domain>', 2, /character/],
    ['attributes without end', `<domain ${attributes}/>`, 1, /attributes/],
  ])('%s', (_, text, line, message) => {
    const result = readLibvirt(sourceText('x.xml', text), bareContext);
    expect(result).toMatchObject({
      diagnostics: [{ line, message: expect.stringMatching(message) }],
    });
  });
});

describe('all of a domain is read', () => {
  const plain = disk(`<driver cache='none'/>${source}${target('vda')}`);
  const unsafe = disk(`<driver cache='unsafe'/>${source}${target('vdb')}`);

  it('where its devices stand in several lists', () => {
    const { disks } = only(read(readLibvirt, domain(`${plain}</devices><devices>${unsafe}`)));
    expect(disks.map(flags)).toEqual([
      [true, true, false],
      [true, false, true],
    ]);
  });

  it('and what a snapshot says of it once it has stopped', () => {
    const inactive = domain(unsafe).replaceAll(/(<\/?)domain/g, '$1inactiveDomain');
    const xml = `<domainsnapshot>${domain(plain)}${inactive}</domainsnapshot>`;
    const { definitions } = read(readLibvirt, xml);
    expect(definitions.flatMap(({ disks }) => disks.map(flags))).toEqual([
      [true, true, false],
      [true, false, true],
    ]);
  });

  it('and a folder to which the guest may write is refused', () => {
    const folder = (more: string) =>
      `<disk type='dir' device='disk'><driver name='qemu' type='fat'/><source dir='/srv'/><target dev='vdb' bus='virtio'/>${more}</disk>`;
    const { notes } = diskOf(domain(folder('')));
    expect(notes).toEqual([expect.objectContaining({ rule: 'refused-by-qemu' })]);
    expect(only(read(readLibvirt, domain(folder('<readonly/>')))).skipped).toEqual([
      expect.objectContaining({ id: 'vdb', reason: 'read-only' }),
    ]);
  });

  it.each(['iso', 'cow', 'dir', 'fat'])('and an image of type %s is refused', (type) => {
    const { notes } = diskOf(domain(driver(`type='${type}'`)));
    expect(notes).toEqual([expect.objectContaining({ rule: 'refused-by-qemu' })]);
  });
});
