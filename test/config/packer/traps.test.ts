import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

const builder = (body: string) => `source "qemu" "b" {\n${body}\n}\n`;

describe("Packer's QEMU builder:", () => {
  it.each([
    ['omitted is writeback on virtio', '', 'virtio0 virtio-blk writeback disposable'],
    [
      'virtio-scsi is scsi-hd',
      'disk_interface = "virtio-scsi"\ndisk_cache = "unsafe"',
      'drive0 virtio-scsi unsafe disposable',
    ],
    [
      'a -drive of the user replaces all, and the rest is dead text',
      'disk_cache = "none"\nqemuargs = [["-drive", "file=a,if=ide,cache=unsafe"]]',
      'ide0 ide unsafe disposable\n!!no-effect',
    ],
    [
      'a -device of the user replaces those of the disks',
      'disk_interface = "virtio-scsi"\nqemuargs = [["-device", "virtio-net"]]',
      '-drive0',
    ],
    [
      'sata is no interface',
      'disk_interface = "sata"',
      'drive0 unresolved writeback disposable\n!!refused-by-qemu',
    ],
    [
      'pc has no scsi',
      'disk_interface = "scsi"',
      'scsi0 other writeback disposable\n!!refused-by-qemu',
    ],
    [
      'additional disks have the same cache',
      'disk_cache = "directsync"\ndisk_additional_size = ["1G", "2G"]',
      'virtio0 virtio-blk directsync disposable\nvirtio1 virtio-blk directsync disposable\nvirtio2 virtio-blk directsync disposable',
    ],
    [
      'arguments in JSON between apostrophes',
      'qemuargs = [["-device", "{\'driver\':\'usb-kbd\'}"]]',
      'virtio0 virtio-blk writeback disposable',
    ],
  ])('%s', (_, body, expected) => {
    expect(summaryOf(readers.packer, builder(body))).toBe(expected);
  });

  it('JSON templates too', () => {
    const text = '{"builders": [{"type": "qemu", "disk_cache": "none", "format": "raw"}]}';
    expect(summaryOf(readers.packer, text)).toBe('virtio0 virtio-blk none disposable');
  });
});
