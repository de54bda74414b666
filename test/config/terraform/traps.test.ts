import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

const resource = (type: string, body: string) => `resource "${type}" "a" {\n${body}\n}\n`;

describe('Terraform:', () => {
  it.each([
    [
      'bpg sends none and io_uring, on virtio-scsi-pci',
      resource(
        'proxmox_virtual_environment_vm',
        'disk {\n interface = "scsi0"\n datastore_id = "l"\n}',
      ),
      'scsi0 virtio-scsi none aio=io_uring',
    ],
    [
      "bpg's directsync and unsafe are QEMU's, whatever its page says",
      resource(
        'proxmox_virtual_environment_vm',
        'disk {\n interface = "virtio0"\n cache = "directsync"\n}\ndisk {\n interface = "virtio1"\n cache = "unsafe"\n}',
      ),
      'virtio0 virtio-blk directsync aio=io_uring\nvirtio1 virtio-blk unsafe aio=io_uring',
    ],
    [
      'Telmate, nested, on lsi',
      resource(
        'proxmox_vm_qemu',
        'disks {\n scsi {\n scsi0 {\n disk {\n storage = "l"\n size = 1\n cache = "unsafe"\n}\n}\n}\n}',
      ),
      'scsi0 scsi unsafe aio=io_uring',
    ],
    [
      'Telmate, flat',
      resource(
        'proxmox_vm_qemu',
        'disk {\n type = "virtio"\n storage = "l"\n cache = "writeback"\n}',
      ),
      'virtio0 virtio-blk writeback aio=io_uring',
    ],
    [
      'a variable',
      resource(
        'proxmox_virtual_environment_vm',
        'disk {\n interface = "virtio0"\n cache = var.cache\n}',
      ),
      'virtio0 virtio-blk unresolved aio=io_uring',
    ],
    [
      'libvirt 0.9',
      resource(
        'libvirt_domain',
        'devices = {\n disks = [{\n target = { dev = "vda", bus = "virtio" }\n source = { file = { file = "/a" } }\n driver = { cache = "unsafe" }\n}]\n}',
      ),
      'vda virtio-blk unsafe',
    ],
  ])('%s', (_, text, expected) => {
    expect(summaryOf(readers.terraform, text)).toBe(expected);
  });
});
