import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import type { ReadContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import { cacheNameOf } from '../../src/model/cache-name.js';
import type { VmDefinition, VmDisk } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, settings, shown } from './reading.js';

const terraform = (text: string, context: Partial<ReadContext> = {}) =>
  read(readers.terraform, text, context);

const disksOf = (text: string): readonly VmDisk[] => only(terraform(text)).disks;

function onlyDisk(text: string): VmDisk {
  const [disk, ...others] = disksOf(text);
  if (disk === undefined || others.length > 0) throw new Error('not one disk');
  return disk;
}

const bpg = (body: string) => `resource "proxmox_virtual_environment_vm" "v" {\n${body}\n}\n`;
const telmate = (body: string) => `resource "proxmox_vm_qemu" "v" {\n${body}\n}\n`;
const libvirt = (body: string) => `resource "libvirt_domain" "v" {\n${body}\n}\n`;
const harvester = (body: string) => `resource "harvester_virtualmachine" "v" {\n${body}\n}\n`;

/** Both sides without what a provider says and Proxmox VE would choose by itself. */
const comparable = ({ disks }: VmDefinition) =>
  disks.map((disk) => ({ ...settings(disk), name: '', source: '' }));

describe('a provider for Proxmox VE sends what a file of Proxmox VE says', () => {
  const path = 'datastore_id = "s"\n path_in_datastore = "1/a.qcow2"';
  it.each([
    [
      'bpg, its defaults',
      bpg(`disk {\n interface = "scsi0"\n ${path}\n file_format = "qcow2"\n}`),
      'scsihw: virtio-scsi-pci\nscsi0: s:1/a.qcow2,cache=none,aio=io_uring,discard=ignore\n',
    ],
    [
      'bpg, all settings',
      bpg(
        `scsi_hardware = "megasas"\n disk {\n interface = "scsi3"\n ${path}\n cache = "unsafe"\n aio = "threads"\n discard = "on"\n file_format = "raw"\n}`,
      ),
      'scsihw: megasas\nscsi3: s:1/a.qcow2,cache=unsafe,aio=threads,discard=on,format=raw\n',
    ],
    [
      'bpg, EFI and arguments',
      bpg(
        `bios = "ovmf"\n kvm_arguments = "-set device.virtio0.write-cache=off"\n efi_disk { datastore_id = "s" }\n disk {\n interface = "virtio0"\n ${path}\n file_format = "qcow2"\n}`,
      ),
      'bios: ovmf\nefidisk0: s:1/b.raw\nvirtio0: s:1/a.qcow2,cache=none,aio=io_uring\nargs: -set device.virtio0.write-cache=off\n',
    ],
    [
      'Telmate, slots',
      telmate(
        'disks {\n virtio {\n virtio1 {\n disk {\n storage = "s"\n size = "1G"\n cache = "directsync"\n asyncio = "native"\n discard = true\n}\n}\n}\n}',
      ),
      'virtio1: s:1/a.raw,cache=directsync,aio=native,discard=on\n',
    ],
    [
      'Telmate, flat',
      telmate(
        'disk {\n slot = "sata0"\n type = "disk"\n storage = "s"\n cache = "writeback"\n format = "qcow2"\n}',
      ),
      'sata0: s:1/a.qcow2,cache=writeback\n',
    ],
    [
      'Telmate up to 2.9',
      telmate(
        'scsihw = "virtio-scsi-single"\n disk {\n type = "scsi"\n storage = "s"\n volume = "s:1/a.raw"\n cache = "writethrough"\n aio = "threads"\n}',
      ),
      'scsihw: virtio-scsi-single\nscsi0: s:1/a.raw,cache=writethrough,aio=threads\n',
    ],
  ])('%s', (_, hcl, conf) => {
    const expected = only(read(readers.proxmox, conf));
    expect(comparable(only(terraform(hcl)))).toEqual(comparable(expected));
  });
});

describe('a provider for libvirt sends what a domain says', () => {
  it.each([
    [
      'blocks of 0.7',
      libvirt(
        'machine = "q35"\n disk { file = "/a.qcow2" }\n disk {\n block_device = "/dev/b"\n scsi = true\n}',
      ),
      `<domain type='kvm'><os><type machine='q35'/></os><devices><controller type='scsi' model='virtio-scsi'/><disk><source file='/a.qcow2'/><driver type='raw'/><target dev='vda' bus='virtio'/></disk><disk type='block'><source dev='/dev/b'/><driver type='raw'/><target dev='sda' bus='scsi'/></disk></devices></domain>`,
    ],
    [
      'firmware of 0.7',
      libvirt('firmware = "/f.fd"\n nvram { file = "/v.fd" }'),
      `<domain type='kvm'><os><loader type='pflash' readonly='yes'>/f.fd</loader><nvram>/v.fd</nvram></os><devices/></domain>`,
    ],
    [
      'attributes of 0.9',
      libvirt(
        'os = { type_machine = "pc-q35-9.2" }\n devices = {\n controllers = [{ type = "scsi", model = "virtio-scsi" }]\n disks = [{ driver = { type = "qcow2", cache = "writethrough", io = "threads", detect_zeros = "on", error_policy = "stop" }, source = { file = { file = "/a" } }, target = { dev = "sda", bus = "scsi" }, shareable = true }]\n}',
      ),
      `<domain type='kvm'><os><type machine='pc-q35-9.2'/></os><devices><controller type='scsi' model='virtio-scsi'/><disk><driver type='qcow2' cache='writethrough' io='threads' detect_zeroes='on' error_policy='stop'/><source file='/a'/><target dev='sda' bus='scsi'/><shareable/></disk></devices></domain>`,
    ],
    [
      'a network disk, and plain values of 0.9.0',
      libvirt(
        'devices = { disks = [{ source = { network = { protocol = "rbd", name = "p/i" } }, target = { dev = "vda" } }, { source = { pool = "p", volume = "v" }, driver = { type = "raw" }, target = { dev = "vdb" } }] }',
      ),
      `<domain type='kvm'><devices><disk type='network'><source protocol='rbd' name='p/i'/><target dev='vda'/></disk><disk type='volume'><source pool='p' volume='v'/><driver type='raw'/><target dev='vdb'/></disk></devices></domain>`,
    ],
  ])('%s', (_, hcl, xml) => {
    const expected = only(read(readers.libvirt, xml)).disks.map(settings);
    expect(disksOf(hcl).map(settings)).toEqual(expected);
  });

  it('a volume of the same module has its format', () => {
    const volume = (more: string) => `resource "libvirt_volume" "d" {\n name = "n"\n${more}\n}\n`;
    const disk = libvirt('disk { volume_id = libvirt_volume.d.id }');
    const format = (more: string) => onlyDisk(volume(more) + disk).format;
    expect(format('format = "raw"')).toMatchObject({ value: 'raw', origin: { kind: 'file' } });
    expect(format('')).toMatchObject({ value: 'qcow2', origin: { kind: 'default' } });
    expect(shown(format('source = "http://h/i.img"'))).toBe('unresolved');
    expect(onlyDisk(volume('pool = "p"') + disk).source.name).toBe('p/n');
  });
});

describe('harvester', () => {
  it.each([
    // The provider asks for a block device.
    ['bus = "virtio"', ['virtio-blk', ['none']]],
    ['bus = "virtio"\n volume_mode = "Block"', ['virtio-blk', ['none']]],
    ['bus = "virtio"\n volume_mode = "Filesystem"', ['virtio-blk', ['none', 'writethrough']]],
    ['bus = "virtio"\n volume_mode = var.m', ['virtio-blk', ['none', 'writethrough']]],
    ['bus = "virtio"\n existing_volume_name = "v"', ['virtio-blk', ['none', 'writethrough']]],
    ['bus = "scsi"\n cache_mode = "writeback"', ['virtio-scsi', ['writeback']]],
    ['hot_plug = true\n cache_mode = "none"', ['virtio-scsi', ['none']]],
  ])('%s', (body, expected) => {
    const disk = onlyDisk(harvester(`disk {\n name = "d"\n type = "disk"\n ${body}\n}`));
    expect([shown(disk.frontend), disk.caches.map(cacheNameOf).sort()]).toEqual(expected);
  });

  it('writes cloud-init anew, and has CD-ROMs', () => {
    const { disks, skipped } = only(
      terraform(
        harvester('disk {\n name = "c"\n type = "cd-rom"\n}\n cloudinit { user_data = "x" }'),
      ),
    );
    expect(disks.map(({ id, disposable }) => [id, disposable !== ''])).toEqual([
      ['cloudinitdisk', true],
    ]);
    expect(skipped.map(({ id }) => id)).toEqual(['c']);
  });
});

it.each([
  ['count = 0', [], ['scsi0']],
  ['count = 2', ['scsi0'], []],
  ['count = var.n', ['scsi0'], []],
])('a resource with %s', (count, ids, without) => {
  const text = bpg(`${count}\n disk {\n interface = "scsi0"\n cache = "unsafe"\n}`);
  const { disks, skipped } = only(terraform(text));
  expect([disks, skipped].map((all) => all.map(({ id }) => id))).toEqual([ids, without]);
});

describe('what is not known is said', () => {
  it('a variable, with its words and its place', () => {
    const { writeback, caches } = onlyDisk(
      bpg('disk {\n interface = "scsi0"\n cache = var.cache\n}'),
    );
    expect(writeback).toMatchObject({
      known: false,
      origin: { text: 'var.cache', at: { line: 4, column: 10, endColumn: 19 } },
    });
    expect(caches).toHaveLength(5);
  });

  it.each([
    ['bpg', bpg('disk { interface = "scsi${count.index}" }'), 'frontend'],
    ['a storage', bpg('disk {\n interface = "scsi0"\n datastore_id = var.s\n}'), 'format'],
    [
      'a bus',
      libvirt(
        'devices = { disks = [{ source = { file = { file = "/a" } }, target = { dev = "vda", bus = var.b } }] }',
      ),
      'frontend',
    ],
    ['scsi or not', libvirt('disk {\n file = "/a"\n scsi = var.s\n}'), 'frontend'],
    ['harvester', harvester('disk {\n name = "d"\n bus = var.b\n}'), 'frontend'],
  ] as const)('%s', (_, text, key) => {
    expect(shown(onlyDisk(text)[key])).toBe('unresolved');
  });

  it.each([
    [
      'a dynamic block',
      bpg(
        'dynamic "disk" {\n for_each = var.d\n content {\n interface = "scsi0"\n cache = "unsafe"\n}\n}',
      ),
      'unreadable',
      1,
    ],
    ['a clone', bpg('clone { vm_id = 1 }\n disk { interface = "scsi0" }'), 'unreadable', 1],
    ['disks in a variable', libvirt('devices = { disks = var.disks }'), 'unreadable', 0],
    ['devices in a variable', libvirt('os = {}\n devices = var.devices'), 'unreadable', 0],
    [
      'a machine without disks',
      'resource "proxmox_vm" "v" {\n node_name = "n"\n}\n',
      'unreadable',
      0,
    ],
    ['a stylesheet', libvirt('disk { file = "/a" }\n xml { xslt = var.x }'), 'passthrough', 1],
  ])('%s', (_, text, rule, count) => {
    const { notes, disks } = only(terraform(text));
    expect(notes.map((note) => note.rule)).toContain(rule);
    expect(disks).toHaveLength(count);
  });

  it('a copied machine keeps what its template has', () => {
    const [disk] = disksOf(
      'resource "proxmox_cloned_vm" "v" {\n clone = { source_vm_id = 1 }\n disk = { scsi0 = { discard = "on" } }\n}\n',
    );
    expect(disk).toBeDefined();
    if (disk === undefined) return;
    const { frontend, writeback, aio, discard } = disk;
    expect([shown(frontend), shown(writeback), shown(aio), shown(discard)]).toEqual([
      'unresolved',
      'unresolved',
      'unresolved',
      'unmap',
    ]);
  });
});

describe('a stylesheet', () => {
  const sheet = (templates: string) =>
    `<xsl:stylesheet version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="node()|@*"><xsl:copy><xsl:apply-templates select="node()|@*"/></xsl:copy></xsl:template>${templates}</xsl:stylesheet>`;
  const unsafe = sheet(
    '<xsl:template match="/domain/devices/disk[@device=\'disk\']/driver"><xsl:copy><xsl:apply-templates select="@*|node()"/><xsl:attribute name="cache">unsafe</xsl:attribute></xsl:copy></xsl:template>',
  );

  it.each([
    ['<<EOX', '\n'],
    ['<<-EOX', '\n'],
    ['<<-EOX', '\r\n'],
  ])('of a heredoc %s is applied, at the place where it says it', (mark, end) => {
    const sheetLines = unsafe.replaceAll('><', '>\n      <');
    const written = mark === '<<EOX' ? sheetLines : sheetLines.replace(/^/, '      ');
    const text = libvirt(`disk { file = "/a" }\nxml {\n  xslt = ${mark}\n${written}\nEOX\n}`);
    const disk = onlyDisk(text.replaceAll('\n', end));
    expect(cacheNameOf(disk.caches[0] ?? { writeback: false, direct: false, noFlush: false })).toBe(
      'unsafe',
    );
    const lines = text.split('\n');
    const line = lines.findIndex((each) => each.includes('>unsafe<')) + 1;
    const column = (lines[line - 1] ?? '').indexOf('unsafe') + 1;
    expect(disk.noFlush.origin).toMatchObject({ kind: 'file', at: { line, column } });
  });

  it('of a file beside is applied', () => {
    const related = (name: string) => (name === 'u.xsl' ? sourceText('u.xsl', unsafe) : null);
    const text = libvirt('disk { file = "/a" }\nxml {\n xslt = file("${path.module}/u.xsl")\n}');
    expect(only(terraform(text, { related })).disks.map(({ noFlush }) => shown(noFlush))).toEqual([
      true,
    ]);
    expect(disksOf(text).map(({ noFlush }) => shown(noFlush))).toEqual(['unresolved']);
  });
});

describe('JSON', () => {
  const values = {
    name: 'web',
    scsi_hardware: 'virtio-scsi-single',
    disk: [
      {
        interface: 'scsi0',
        datastore_id: 's',
        path_in_datastore: 'vm-1-disk-0',
        cache: 'unsafe',
        aio: 'native',
        discard: 'on',
        file_format: 'raw',
      },
    ],
  };
  const resource = { mode: 'managed', type: 'proxmox_virtual_environment_vm', name: 'v' };
  const address = 'module.m.proxmox_virtual_environment_vm.v[0]';
  const state = {
    format_version: '1.0',
    terraform_version: '1.9.0',
    values: { root_module: { child_modules: [{ resources: [{ ...resource, address, values }] }] } },
  };

  it.each([
    ['a state', state],
    [
      'a plan',
      {
        format_version: '1.2',
        planned_values: {},
        resource_changes: [
          {
            ...resource,
            address,
            change: { actions: ['create'], after: values, after_unknown: { id: true } },
          },
        ],
      },
    ],
    ['planned values alone', { format_version: '1.2', planned_values: state.values }],
    [
      'a plan that changes nothing',
      { format_version: '1.2', planned_values: state.values, resource_changes: [] },
    ],
    [
      'a state file',
      {
        version: 4,
        terraform_version: '1.9.0',
        resources: [
          { ...resource, module: 'module.m', instances: [{ index_key: 0, attributes: values }] },
        ],
      },
    ],
    ['a file of HCL in JSON', { resource: { proxmox_virtual_environment_vm: { v: values } } }],
  ])('of %s', (_, object) => {
    const { disks, name } = only(terraform(JSON.stringify(object, null, 2)));
    expect(name).toBe('web');
    expect(disks.map((disk) => settings(disk))).toEqual([
      expect.objectContaining({
        frontend: 'virtio-scsi',
        noFlush: true,
        aio: 'native',
        discard: 'unmap',
      }),
    ]);
    expect(disks[0]?.noFlush.origin.kind).toBe('file');
  });

  it('of a plan: what is known only after it, and what goes away', () => {
    const change = (name: string, after: unknown, unknown: unknown) => ({
      ...resource,
      name,
      address: `${resource.type}.${name}`,
      change: { actions: [], after, after_unknown: unknown },
    });
    const plan = {
      planned_values: {},
      resource_changes: [
        change('gone', null, {}),
        change('new', { ...values, name: null }, { name: true, disk: [{ cache: true }] }),
        { ...change('read', values, {}), mode: 'data' },
      ],
    };
    const { definitions } = terraform(JSON.stringify(plan));
    expect(definitions.map(({ name }) => name)).toEqual(['proxmox_virtual_environment_vm.new']);
    const [disk] = definitions[0]?.disks ?? [];
    expect(disk?.noFlush).toMatchObject({ known: false });
  });

  it('has the place of every value', () => {
    const [disk] = only(terraform(JSON.stringify(state, null, 1))).disks;
    const text = JSON.stringify(state, null, 1).split('\n');
    const at = disk?.noFlush.origin.at;
    expect(text[(at?.line ?? 0) - 1]?.slice((at?.column ?? 0) - 1, (at?.endColumn ?? 0) - 1)).toBe(
      'unsafe',
    );
  });

  it.each([
    ['no machine', '{"format_version":"1.0","values":{}}', 1],
    ['no JSON', '{"a":\n 1,,}', 2],
    ['a template', '{"a":\n {{ x }} }', 2],
    ['nested deeply', `{"a": ${'['.repeat(100)}`, 1],
  ])('with %s is refused with its place', (_, text, line) => {
    const result = readers.terraform(sourceText('plan.json', text), {
      related: () => null,
      companions: [],
      qemuVersion: '',
      storages: null,
    });
    expect('diagnostics' in result && result.diagnostics[0]).toMatchObject({ line });
  });
});

it('reads the example: two machines of Proxmox VE, one of libvirt, one of Harvester', () => {
  const file = fileURLToPath(new URL('../../examples/vms/homelab.tf', import.meta.url));
  const { definitions } = terraform(readFileSync(file, 'utf8'));
  expect(definitions.map(({ name, disks }) => [name, disks.length])).toEqual([
    ['db', 3],
    ['web', 1],
    ['cache', 2],
    ['shop', 1],
  ]);
});
