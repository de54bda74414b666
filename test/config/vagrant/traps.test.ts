import { describe, expect, it } from 'vitest';
import { readers } from '../readers.js';
import { read } from '../reading.js';
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
    [
      'of two disk_driver in a block the second counts alone',
      'libvirt.disk_driver :cache => "none"\nlibvirt.disk_driver :discard => "unmap"',
      'vda virtio-blk writeback',
    ],
    [
      'disk_driver of another block adds to the first',
      'libvirt.disk_driver :cache => "none"\nend\nconfig.vm.provider :libvirt do |libvirt|\nlibvirt.disk_driver :io => "native"',
      'vda virtio-blk none aio=native',
    ],
    [
      'disk_driver in a condition may replace all',
      'libvirt.disk_driver :cache => "none"\nlibvirt.disk_driver :io => "native" if X',
      'vda virtio-blk unresolved aio=unresolved\n!!unreadable',
    ],
    [
      'a name that is asked for is taken, wherever it stands',
      'libvirt.storage :file, size: "2G"\nlibvirt.storage :file, device: "vdb"',
      'vda virtio-blk writeback\nvdc virtio-blk writeback\nvdb virtio-blk writeback',
    ],
    [
      'the box has the device that is asked for, which the next may be before',
      'libvirt.disk_device = "vdb"\nlibvirt.storage :file',
      'vdb virtio-blk writeback\nvda virtio-blk writeback',
    ],
    [
      'the bus follows from a device that nobody knows',
      'libvirt.disk_device = DEVICE',
      'vda unresolved writeback',
    ],
    [
      'a key that is no symbol is never asked for',
      'libvirt.disk_driver "cache": "none", "io" => "native"',
      'vda virtio-blk none',
    ],
    [
      'arguments of QEMU of another block replace the first',
      'libvirt.qemuargs :value => "-hda"\nlibvirt.qemuargs :value => "/a"\nend\nconfig.vm.provider :libvirt do |libvirt|\nlibvirt.qemuargs :value => "-nographic"',
      'vda virtio-blk writeback',
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

describe('options of Vagrant that are not written where they are used:', () => {
  const constant = (body: string) => `O = { cache: "unsafe", bus: "scsi" }.freeze\n${file(body)}`;
  const open = 'vda virtio-blk writeback\nvdb unresolved unresolved aio=unresolved';
  it.each([
    ['put into others', 'libvirt.storage :file, size: "6G", **O', 'vdb scsi unsafe'],
    ['merged', 'libvirt.storage(:file, O.merge(cache: "none"))', 'vdb scsi none'],
    ['merged into', 'libvirt.storage :file, {bus: "ide"}.merge(O)', 'vdb scsi unsafe'],
    ['handed on', 'libvirt.storage :file, O', 'vdb scsi unsafe'],
  ])('a constant, %s', (_, body, expected) => {
    expect(summaryOf(readers.vagrant, constant(body))).toBe(
      `vda virtio-blk writeback\n${expected}`,
    );
  });

  it('a constant of disk_driver', () => {
    const text = constant('libvirt.disk_driver O');
    expect(summaryOf(readers.vagrant, text)).toBe('vda virtio-blk unsafe');
  });

  it.each([
    ['set twice', 'O = { cache: "none" }\n'],
    ['changed', 'O[:cache] = "none"\n'],
    ['handed to anybody', 'tune(O)\n'],
    ['given another name', 'o = O\n'],
    ['used too often', 'merge(O)\n'.repeat(1001)],
  ])('a constant that is %s is not known', (_, before) => {
    const text = `O = { cache: "unsafe" }\n${before}${file('libvirt.storage :file, O')}`;
    expect(summaryOf(readers.vagrant, text)).toBe(open);
  });

  it.each([
    ['a variable', 'libvirt.storage :file, d'],
    ['all arguments', 'libvirt.storage(*d)'],
    ['a choice', 'libvirt.storage :file, cache: "none", **(x ? { cache: "unsafe" } : {})'],
    ['what a method makes', 'libvirt.storage :file, **d.transform_keys(&:to_sym)'],
    ['a merge that something decides', 'libvirt.storage :file, O.merge(d) { |_, a, b| a }'],
    ['a key that is computed', 'libvirt.storage :file, k => "unsafe"'],
  ])('%s may be any', (_, body) => {
    expect(summaryOf(readers.vagrant, constant(body))).toBe(open);
  });

  it('a name alone is a value that is not known', () => {
    const [, line] = summaryOf(readers.vagrant, file('libvirt.storage :file, cache:')).split('\n');
    expect(line).toContain('unresolved');
  });

  it('a value that is a list is none that is known', () => {
    const text = file('libvirt.disk_driver cache: ["none"]');
    expect(summaryOf(readers.vagrant, text)).toBe('vda virtio-blk unresolved');
  });

  it('what may be shared may have the cache of a shared disk', () => {
    const text = file('libvirt.storage :file, shareable: x');
    expect(summaryOf(readers.vagrant, text)).toBe(
      'vda virtio-blk writeback\nvdb virtio-blk unresolved',
    );
  });
});

describe('arguments of QEMU in a Vagrantfile:', () => {
  const drive = (value: string) =>
    file(`libvirt.qemuargs value: "-drive"\nlibvirt.qemuargs :value => ${value}`);
  it.each([
    ['in part', '"file=#{DIR}/d.img,if=virtio,cache=unsafe"', 'virtio0 virtio-blk unsafe'],
    ['added up', "'file=' + x + ',if=virtio,cache=unsafe'", 'virtio0 virtio-blk unsafe'],
    ['a mode', '"file=/d,if=virtio,cache=#{c}"', 'virtio0 virtio-blk unresolved'],
    ['all of it', 'x', 'ide0 ide unresolved aio=unresolved'],
  ])('what is filled in is not known, %s', (_, value, expected) => {
    expect(summaryOf(readers.vagrant, drive(value))).toBe(`vda virtio-blk writeback\n${expected}`);
  });

  it.each([
    ['in a loop', '%w[-drive file=/a].each { |x| libvirt.qemuargs value: x }'],
    ['in a condition', 'libvirt.qemuargs :value => "-snapshot" if x'],
    ['as a list', 'libvirt.qemu_args = [{ value: "-snapshot" }]'],
    ['as another list', 'libvirt.disks << { cache: "unsafe" }'],
  ])('%s they may be any', (_, body) => {
    expect(summaryOf(readers.vagrant, file(body))).toBe('vda virtio-blk writeback\n!!unreadable');
  });

  it.each([
    ['may not be there, not', 'libvirt.qemuargs :value => "-snapshot" if x', 'writeback'],
    ['is surely there', 'libvirt.qemuargs :value => "-snapshot"', 'unsafe disposable'],
  ])('what drops the writes of disks and %s', (_, body, expected) => {
    const more = `libvirt.qemuargs value: "-hda"\nlibvirt.qemuargs value: "/a"\n${body}`;
    const [, line = ''] = summaryOf(readers.vagrant, file(more)).split('\n');
    expect(line).toBe(`ide0 ide ${expected}`);
  });

  it('point at what they set', () => {
    const { definitions } = read(readers.vagrant, drive('"file=#{D},if=virtio,cache=unsafe"'));
    const cache = definitions[0]?.disks[1]?.noFlush.origin;
    expect(cache).toMatchObject({ kind: 'file', at: { line: 5, column: 55 } });
  });
});
