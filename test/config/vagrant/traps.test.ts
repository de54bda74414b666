import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { summaryOf } from '../summary.js';

const file = (body: string) =>
  `Vagrant.configure("2") do |config|\n config.vm.box = "b"\n config.vm.provider :libvirt do |libvirt|\n${body}\n end\nend\n`;

describe('Vagrant:', () => {
  it.each([
    ['omitted is writeback', '', 'vda virtio-blk writeback'],
    ['volume_cache', 'libvirt.volume_cache = "none"', 'vda virtio-blk none'],
    [
      'volume_cache beside disk_driver is ignored',
      'libvirt.volume_cache = "none"\nlibvirt.disk_driver :cache => "unsafe"',
      'vda virtio-blk unsafe',
    ],
    [
      // templates/domain.xml.erb merges them, although a warning says that it has no effect.
      'volume_cache beside a disk_driver that says nothing of the cache counts',
      'libvirt.volume_cache = "unsafe"\nlibvirt.disk_driver :discard => "unmap"',
      'vda virtio-blk unsafe',
    ],
    [
      'storage has a driver of its own',
      'libvirt.disk_driver :cache => "none"\nlibvirt.storage :file, :size => "1G", :cache => "unsafe", :io => "threads"',
      'vda virtio-blk none\nvdb virtio-blk unsafe',
    ],
    [
      'a bus of its own',
      'libvirt.disk_bus = "sata"\nlibvirt.storage :file, size: "1G", bus: "ide"',
      'vda ahci writeback\nvdb ide writeback',
    ],
    ['an interpolation', 'libvirt.disk_driver :cache => "#{mode}"', 'vda virtio-blk unresolved'],
    [
      'a variable of the environment',
      'libvirt.disk_driver :cache => ENV["CACHE"] || "none"',
      'vda virtio-blk unresolved',
    ],
  ])('%s', (_, body, expected) => {
    expect(summaryOf(readers.vagrant, file(body))).toBe(expected);
  });
});
