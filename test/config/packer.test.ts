import { describe, expect, it } from 'vitest';
import type { VmDefinition } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, settings, shown } from './reading.js';

const packer = (text: string): VmDefinition => only(read(readers.packer, text));
const qemu = (body: string) => `source "qemu" "b" {\n${body}\n}\n`;

/** What the image is called is no concern here. */
const comparable = ({ disks }: VmDefinition) =>
  disks.map((disk) => ({ ...settings(disk), name: '' }));

describe('a builder of QEMU starts', () => {
  const start = 'qemu-system-x86_64 -machine type=pc';
  it.each([
    [
      'what Packer does by itself',
      '',
      `${start} -drive file=i,if=virtio,cache=writeback,discard=ignore,format=qcow2`,
    ],
    [
      'what it is told',
      'disk_interface = "ide"\n disk_cache = "directsync"\n disk_discard = "unmap"\n disk_detect_zeroes = "unmap"\n format = "raw"',
      `${start} -drive file=i,if=ide,cache=directsync,discard=unmap,format=raw,detect-zeroes=unmap`,
    ],
    [
      'SCSI disks on one controller',
      'disk_interface = "virtio-scsi"\n disk_additional_size = ["1G"]',
      `${start} -device virtio-scsi-pci,id=s -drive file=i,if=none,id=a,cache=writeback,format=qcow2 -drive file=j,if=none,id=b,cache=writeback,format=qcow2 -device scsi-hd,drive=a -device scsi-hd,drive=b`,
    ],
    [
      'firmware with variables',
      'efi_boot = true\n machine_type = "q35"',
      'qemu-system-x86_64 -M q35 -drive file=i,if=virtio,format=qcow2 -drive if=pflash,unit=1,format=raw,file=v',
    ],
    [
      'drives of the user alone',
      'disk_cache = "none"\n qemuargs = [["-drive", "file=x-{{ .Name }},if=virtio,cache=unsafe"]]',
      `${start} -drive file=x,if=virtio,cache=unsafe`,
    ],
    [
      'another program and machine',
      'qemu_binary = "qemu-system-aarch64"\n qemuargs = [["-machine", "virt"], ["-drive", "file=x"]]',
      'qemu-system-aarch64 -machine virt -drive file=x',
    ],
    [
      'global properties',
      'qemuargs = [["-global", "virtio-blk-pci.write-cache=off"]]',
      `${start} -drive file=i,if=virtio,format=qcow2 -global virtio-blk-pci.write-cache=off`,
    ],
  ])('%s', (_, hcl, line) => {
    expect(comparable(packer(qemu(hcl)))).toEqual(
      comparable(only(read(readers.qemu, `${line}\n`))),
    );
  });

  it('from the old JSON too', () => {
    const json = JSON.stringify({
      builders: [{ type: 'qemu', disk_cache: 'unsafe', qemuargs: [['-m', '1']] }, { type: 'null' }],
    });
    const { disks } = packer(json);
    expect(disks.map(({ noFlush }) => shown(noFlush))).toEqual([true]);
    expect(disks[0]?.noFlush.origin).toMatchObject({ kind: 'file', at: { line: 1, column: 43 } });
  });
});

it('says whose the defaults are, and that nobody misses the disk', () => {
  const [disk] = packer(qemu('')).disks;
  expect(disk?.writeback.origin).toMatchObject({ kind: 'default', of: "Packer's QEMU builder" });
  expect(disk?.disposable).toMatch(/image builder/);
});

it.each([
  [
    'settings beside a -drive of its own',
    'disk_cache = "none"\n qemuargs = [["-drive", "file=a"]]',
    'no-effect',
  ],
  ['an interface that QEMU does not have', 'disk_interface = "sata"', 'refused-by-qemu'],
  ['a cache mode that Packer does not have', 'disk_cache = "default"', 'refused-by-qemu'],
  ['arguments in a variable', 'qemuargs = var.args', 'unreadable'],
  ['an argument in a variable', 'qemuargs = [var.pair]', 'unreadable'],
])('notes %s', (_, hcl, rule) => {
  const { notes } = packer(qemu(hcl));
  expect(notes.map((each) => each.rule)).toContain(rule);
});

it.each([
  ['a variable', 'disk_cache = var.c', 'var.c'],
  ['a part of an argument', 'qemuargs = [["-drive", "file=a,if=virtio,cache=${var.c}"]]', 'var.c'],
])('leaves open what is %s', (_, hcl, text) => {
  expect(packer(qemu(hcl)).disks[0]?.noFlush).toMatchObject({ known: false, origin: { text } });
});

it('takes what a build adds to its source', () => {
  const { disks, name } = packer(
    `${qemu('disk_cache = "none"')}build {\n source "qemu.b" {\n name = "n"\n disk_discard = "unmap"\n}\n}\n`,
  );
  expect(name).toBe('n');
  expect(disks.map(({ discard, direct }) => [shown(discard), shown(direct)])).toEqual([
    ['unmap', true],
  ]);
});

describe('a builder of Proxmox VE', () => {
  const proxmox = (body: string) => packer(`source "proxmox-iso" "b" {\n${body}\n}\n`);

  it('counts disks by type', () => {
    const disk = (type: string) => `disks {\n type = "${type}"\n storage_pool = "s"\n}\n`;
    const { disks } = proxmox(disk('scsi') + disk('virtio') + disk('scsi'));
    expect(disks.map(({ id, frontend }) => [id, shown(frontend)])).toEqual([
      ['scsi0', 'scsi'],
      ['virtio0', 'virtio-blk'],
      ['scsi1', 'scsi'],
    ]);
    expect(disks[0]?.direct.origin).toMatchObject({ of: "Packer's Proxmox builder" });
    expect(disks[0]?.aio.origin.kind).toBe('assumed');
    expect(disks.every(({ disposable }) => disposable !== '')).toBe(true);
  });

  it('sends what it is told', () => {
    const { disks } = proxmox(
      'scsi_controller = "virtio-scsi-single"\n disks {\n storage_pool = "s"\n cache_mode = "unsafe"\n asyncio = "native"\n discard = true\n}',
    );
    expect(disks.map(settings)).toEqual([
      expect.objectContaining({
        frontend: 'virtio-scsi',
        noFlush: true,
        aio: 'native',
        discard: 'unmap',
      }),
    ]);
  });
});
