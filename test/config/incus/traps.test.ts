import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

const preseed = (driver: string, root: string, more = '') =>
  `storage_pools:\n- name: p\n  driver: ${driver}\nprofiles:\n- name: default\n  devices:\n    root: {type: disk, path: /, pool: p${root}}\n${more}`;

describe('Incus:', () => {
  it.each([
    ['zfs is none', preseed('zfs', ''), 'root virtio-scsi none aio=native'],
    ['lvm has io_uring', preseed('lvm', ''), 'root virtio-scsi none aio=io_uring'],
    ['ceph is writeback', preseed('ceph', ''), 'root virtio-scsi writeback'],
    ['btrfs is writeback', preseed('btrfs', ''), 'root virtio-scsi writeback'],
    ['dir depends on O_DIRECT', preseed('dir', ''), 'root virtio-scsi unresolved aio=unresolved'],
    ['io.cache counts more', preseed('zfs', ', io.cache: unsafe'), 'root virtio-scsi unsafe'],
    ['nvme', preseed('zfs', ', io.bus: nvme'), 'root nvme none aio=native'],
    ['usb', preseed('ceph', ', io.bus: usb'), 'root usb-storage writeback'],
    [
      'metadata is for shared folders',
      preseed('zfs', ', io.cache: metadata'),
      'root virtio-scsi unresolved aio=unresolved !refused-by-qemu',
    ],
    [
      'a folder is no disk',
      preseed('zfs', '', '    shared: {type: disk, path: /mnt, source: /srv, io.cache: unsafe}\n'),
      'root virtio-scsi none aio=native\n-shared',
    ],
    [
      "a block device of the host's is unsafe",
      preseed('zfs', '', '    data: {type: disk, source: /dev/sdb}\n'),
      'root virtio-scsi none aio=native\ndata virtio-scsi unsafe',
    ],
  ])('%s', (_, text, expected) => {
    expect(summaryOf(readers.incus, text)).toBe(expected);
  });

  it.each([
    'devices:\n  root: {{ .Values.root | toJson }}\n',
    'devices:\n  root: { type: "{{ kind }}", path: /, pool: p }\n',
    'profiles: {{ .Values.profiles | toJson }}\ndevices: {}\n',
  ])('what a template fills in may be any disk: %j', (text) => {
    const machine = `name: i\ntype: virtual-machine\narchitecture: x86_64\n${text}`;
    expect(summaryOf(readers.incus, machine)).toBe('!!unreadable');
  });

  it("an instance's device replaces the profile's as a whole", () => {
    const profile = preseed('zfs', ', io.cache: unsafe, io.bus: nvme').replace('default', 'x');
    const text = `${profile}---\nname: i\nprofiles: [x]\ndevices:\n  root: {type: disk, path: /, pool: p}\n`;
    expect(summaryOf(readers.incus, text)).toBe('root virtio-scsi none aio=native');
  });
});
