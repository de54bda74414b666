import { describe, expect, it } from 'vitest';
import { readQemu } from '../../src/config/qemu/read.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { only, read, shown } from './reading.js';

const node = '-blockdev driver=file,filename=a,node-name=f';

function disksOf(argv: string, binary = 'qemu-system-x86_64', qemuVersion = ''): readonly VmDisk[] {
  return only(read(readQemu, `${binary} ${argv}\n`, { qemuVersion })).disks;
}

function diskOf(argv: string, binary = 'qemu-system-x86_64', qemuVersion = ''): VmDisk {
  const [disk, ...others] = disksOf(argv, binary, qemuVersion);
  if (disk === undefined || others.length > 0) throw new Error(`not one disk: ${argv}`);
  return disk;
}

describe('the frontend is', () => {
  it.each([
    ['-hda a', 'ide'],
    ['-M q35 -hda a', 'ahci'],
    ['-M pc-q35-7.2 -drive file=a', 'ahci'],
    ['-drive file=a,if=virtio', 'virtio-blk'],
    ['-M none -drive file=a,if=sd', 'sd'],
    ['-drive file=a,if=floppy', 'floppy'],
    ['-pflash a', 'pflash'],
    [`${node} -M q35,pflash1=f`, 'pflash'],
    [`${node} -device virtio-blk-ccw,drive=f`, 'virtio-blk'],
    [`${node} -device usb-storage,drive=f`, 'usb-storage'],
    [`${node} -device nvme,serial=1,drive=f`, 'nvme'],
    [`${node} -device nvme,serial=1,id=n -device nvme-ns,drive=f,bus=n`, 'nvme'],
    [`${node} -device virtio-scsi-pci,id=s -device scsi-hd,drive=f,bus=s.0`, 'virtio-scsi'],
    [`${node} -device lsi53c895a -device scsi-hd,drive=f`, 'scsi'],
    [`${node} -device megasas-gen2 -device scsi-hd,drive=f`, 'megasas'],
    [`${node} -device megasas,use_jbod=off -device scsi-hd,drive=f`, 'megasas'],
    [`${node} -device megasas,use_jbod=on -device scsi-hd,drive=f`, 'other'],
    [`${node} -device usb-uas -device scsi-hd,drive=f`, 'usb-uas'],
    [`${node} -device usb-bot -device scsi-hd,drive=f`, 'usb-storage'],
    [`${node} -device pvscsi -device scsi-hd,drive=f`, 'other'],
    [`${node} -device ahci,id=h -device ide-hd,drive=f,bus=h.2`, 'ahci'],
    [`${node} -device ahci -device ide-hd,drive=f,bus=ide.2`, 'ahci'],
    [`${node} -device ahci -device ide-hd,drive=f,bus=ide.1`, 'ide'],
    [`${node} -device sdhci-pci -device sd-card,drive=f`, 'sd'],
    [`${node} -device sdhci-pci -device emmc,drive=f`, 'emmc'],
    [`${node} -device floppy,drive=f`, 'floppy'],
    [`${node} -device xen-disk,drive=f`, 'xen-block'],
    ['-chardev socket,id=c,path=/s -device vhost-user-blk-pci,chardev=c', 'vhost-user-blk'],
    // The newest controller is found first, as measured with QEMU 7.2.
    [`${node} -device virtio-scsi-pci -device lsi -device scsi-hd,drive=f`, 'scsi'],
    [`${node} -device ahci -device ide-hd,drive=f`, 'ahci'],
  ])('%s: %s', (argv, frontend) => {
    expect(shown(diskOf(argv).frontend)).toBe(frontend);
  });

  it.each([
    ['qemu-system-aarch64 -M virt', 'virtio-blk'],
    ['qemu-system-s390x', 'virtio-blk'],
    ['qemu-system-ppc64', 'other'],
    ['qemu-system-arm -M raspi2b', 'sd'],
    ['qemu-system-arm -M versatilepb', 'scsi'],
    ['/usr/libexec/qemu-kvm', 'ide'],
    ['$QEMU', 'unresolved'],
    ['$QEMU -M q35', 'ahci'],
  ])("the machine's for -drive file=a on %s: %s", (start, frontend) => {
    const [binary = '', ...rest] = start.split(' ');
    expect(shown(diskOf(`${rest.join(' ')} -drive file=a`, binary).frontend)).toBe(frontend);
  });
});

it('-blockdev may begin with its driver', () => {
  const { source, format } = diskOf(
    '-blockdev nbd,server.type=unix,server.path=/s,node-name=n -blockdev qcow2,file=n,node-name=q -device virtio-blk-pci,drive=q',
  );
  expect([shown(source.kind), shown(format)]).toEqual(['nbd', 'qcow2']);
});

describe('the flags that count are', () => {
  const flags = (argv: string) => {
    const { writeback, direct, noFlush } = diskOf(argv);
    return [shown(writeback), shown(direct), shown(noFlush)];
  };

  it.each<readonly [string, string, readonly unknown[]]>([
    [
      "the protocol node's, not the format's",
      '-blockdev driver=file,filename=a,node-name=f -blockdev driver=qcow2,file=f,node-name=q,cache.direct=on,cache.no-flush=on -device virtio-blk-pci,drive=q',
      [true, false, false],
    ],
    [
      'hidden in the child',
      '-drive if=virtio,file=a,format=raw,cache=none,file.cache.no-flush=on',
      [true, true, true],
    ],
    [
      'taken from the parent by what is written inside it',
      '-blockdev driver=throttle,throttle-group=t,node-name=t,file.driver=raw,cache.direct=on,file.file.driver=file,file.file.filename=a -device virtio-blk-pci,drive=t',
      [true, true, false],
    ],
    [
      'given to an inner node by its name',
      `-blockdev '{"driver":"raw","node-name":"r","cache":{"direct":true},"file":{"driver":"file","filename":"a","node-name":"inner"}}' -device virtio-blk-pci,drive=inner`,
      [true, true, false],
    ],
    [
      "the device's write-cache",
      '-drive if=none,id=d,file=a,cache=none -device virtio-blk-pci,drive=d,write-cache=off',
      [false, true, false],
    ],
    [
      'of -global',
      '-global driver=ide-hd,property=write-cache,value=off -hda a',
      [false, false, false],
    ],
    [
      'not of -global where the device says it',
      '-global virtio-blk-pci.write-cache=off -drive if=none,id=d,file=a -device virtio-blk-pci,drive=d,write-cache=on',
      [true, false, false],
    ],
    [
      'set afterwards',
      '-drive if=virtio,id=d,file=a -set drive.d.cache=unsafe',
      [true, false, true],
    ],
    [
      'all six that have no name',
      '-drive if=virtio,file=a,cache.writeback=off,cache.direct=on,cache.no-flush=on',
      [false, true, true],
    ],
    [
      'those of NBD, which always flushes',
      '-drive if=virtio,file=nbd:h:1,cache=unsafe',
      [true, false, false],
    ],
    [
      'those of a name that is JSON',
      `-drive 'if=virtio,file=json:{"driver":"raw",,"file":{"driver":"file",,"filename":"a",,"cache":{"no-flush":true}}}'`,
      [true, false, true],
    ],
    [
      'unknown with the word',
      '-drive if=virtio,file=a,cache=$CACHE',
      ['unresolved', 'unresolved', 'unresolved'],
    ],
    [
      'unknown with the options',
      '-drive if=virtio,file=a,cache=none,$MORE',
      ['unresolved', 'unresolved', 'unresolved'],
    ],
    [
      'known beside an unknown name',
      '-drive if=virtio,file=$IMAGE,cache=none',
      [true, true, false],
    ],
  ])('%s', (_, argv, expected) => {
    expect(flags(argv)).toEqual(expected);
  });

  it('together what a mode can be', () => {
    const names = diskOf('-drive if=virtio,file=a,cache=$X').caches;
    expect(names).toHaveLength(5);
    const written = diskOf(
      '-drive if=none,id=d,file=a,cache=$X -device virtio-blk-pci,drive=d,write-cache=on',
    );
    expect(written.caches.every(({ writeback }) => writeback)).toBe(true);
    expect(written.caches).toHaveLength(3);
  });
});

describe('a version changes', () => {
  it.each<readonly [string, string, boolean]>([
    ['-hda a', '', true],
    ['-hda a', '1.2', true],
    ['-hda a', '1.1', false],
    ['-drive file=a,format=qcow2', '0.10', true],
    ['-drive file=a,format=qcow2', '0.12', false],
    ['-drive file=a,cache=writeback', '0.12', true],
  ])('the default cache of %s with %s', (argv, version, writeback) => {
    expect(shown(diskOf(argv, 'qemu', version).writeback)).toBe(writeback);
  });

  it.each<readonly [string, boolean]>([
    ['7.2', true],
    ['9.0', false],
    ['', false],
  ])('whether usb-storage minds its write-cache: %s', (version, writeback) => {
    const argv = `${node} -device usb-storage,drive=f,write-cache=off`;
    expect(shown(diskOf(argv, 'qemu', version).writeback)).toBe(writeback);
  });

  it.each<readonly [string, string, boolean | 'unresolved']>([
    ['-M pc-q35-noble', '', 'unresolved'],
    ['-M pc-q35-rhel9.6.0', '10.2', 'unresolved'],
    ['-M rhel6.6.0', '', 'unresolved'],
    ['-M pc-i440fx-jammy-hpb', '8.2', false],
    ['-M pc-q35-10.0', '', false],
    ['-M pc-q35-10.1', '', true],
    ['-M q35', '10.0', false],
    ['-M q35', '10.2', true],
    ['-M q35', '', true],
  ])('whether scsi-hd takes FUA: %s %s', (machine, version, dpofua) => {
    const argv = `${machine} ${node} -device virtio-scsi-pci -device scsi-hd,drive=f`;
    const fact = diskOf(argv, 'qemu', version).dpofua;
    expect(fact === null ? null : shown(fact)).toBe(dpofua);
  });
});

it.each<readonly [string, boolean | null]>([
  ['-device virtio-blk-pci,drive=f', true],
  ['-device virtio-blk-pci,drive=f,config-wce=off', false],
  ['-chardev socket,id=c,path=/s -device vhost-user-blk-pci,chardev=c', true],
  ['-chardev socket,id=c,path=/s -device vhost-user-blk-pci,chardev=c,config-wce=off', false],
  ['-device ahci -device ide-hd,drive=f', null],
])('whether the guest sees the setting of its cache: %s', (argv, configWce) => {
  const fact = diskOf(`${argv} ${node}`).configWce;
  expect(fact === null ? null : shown(fact)).toBe(configWce);
});

describe('QEMU refuses what its version has not', () => {
  const refusals = (argv: string, version: string) =>
    diskOf(`${argv} ${node}`, 'qemu', version).notes.map(({ rule, message }) => [rule, message]);

  it.each<readonly [string, string, string]>([
    ['-device virtio-blk-pci,drive=f', '7.2', ''],
    [
      '-device sdhci-pci -device emmc,drive=f',
      '9.0',
      'QEMU 9.0 has no emmc that -device could add',
    ],
    ['-device sdhci-pci -device emmc,drive=f', '10.1', 'QEMU 10.1 has no emmc that'],
    ['-device sdhci-pci -device emmc,drive=f', '10.2', ''],
    ['-device sdhci-pci -device emmc,drive=f', '', ''],
    ['-device sdhci-pci -device sd-card,drive=f', '9.0', ''],
    ['-drive file=a,if=virtio,cache=unsafe', '0.12', 'QEMU 0.12 has no cache=unsafe'],
    ['-drive file=a,if=virtio,cache=unsafe', '0.13', ''],
    ['-drive file=a,if=virtio,cache=unsafe', '', ''],
    ['-drive file=a,if=virtio,cache=directsync', '0.15', 'QEMU 0.15 has no cache=directsync'],
    ['-drive file=a,if=virtio,cache=directsync', '1.0', ''],
    ['-drive file=a,if=virtio,cache=none', '0.12', ''],
  ])('%s with %s: %s', (argv, version, message) => {
    const refused = [['refused-by-qemu', expect.stringContaining(message)]];
    expect(refusals(argv, version)).toEqual(message === '' ? [] : refused);
  });

  it('and says so once for each', () => {
    const uring = '-blockdev driver=file,filename=b,node-name=u,aio=io_uring';
    const argv = `${uring} -device sdhci-pci -device emmc,drive=u`;
    const messages = diskOf(argv, 'qemu', '4.2').notes.map(({ message }) => message);
    expect(messages).toEqual([
      'QEMU 4.2 has no aio=io_uring: it came with 5.0 (QEMU commit c644751069)',
      'QEMU 4.2 has no emmc that -device could add: it does not start',
    ]);
  });
});

describe('a note is made of', () => {
  const drive = '-drive file=a,if=none,id=d';
  const rulesOf = (argv: string) => {
    const { disks, notes } = only(read(readQemu, `qemu-system-x86_64 -M pc ${argv}\n`));
    return [...notes, ...disks.flatMap((disk) => disk.notes)].map(({ rule }) => rule);
  };

  it.each([
    ['-drive file=a,if=virtio,aio=native', 'refused-by-qemu'],
    ['-drive file=a,if=sata', 'refused-by-qemu'],
    ['-drive file=a,if=floppy,werror=stop', 'refused-by-qemu'],
    ['-drive file=a,if=floppy,werror=enospc', 'refused-by-qemu'],
    ['-drive file=a,if=pflash,rerror=report', 'refused-by-qemu'],
    [`${drive},rerror=ignore -device floppy,drive=d`, 'refused-by-qemu'],
    [`${drive} -device nvme,drive=d,werror=report`, 'refused-by-qemu'],
    [`${drive} -device floppy,drive=d,rerror=report`, 'refused-by-qemu'],
    [`${drive},werror=ignore -device nvme,drive=d`, 'no-effect'],
    [`${drive},rerror=ignore -device xen-disk,drive=d`, 'no-effect'],
    [`${drive},werror=stop -device sd-card,drive=d`, 'no-effect'],
    [`${drive} -device usb-storage,drive=d,rerror=ignore`, 'write-errors-ignored'],
    ['-drive file=a,if=virtio,aio=native,snapshot=on', 'refused-by-qemu'],
    ['-drive file=a,index=1 -hdb b', 'refused-by-qemu'],
    [`${node} -device scsi-hd,drive=f`, 'refused-by-qemu'],
    ['-device virtio-blk-pci,drive=missing', 'refused-by-qemu'],
    [`-blockdev '{"driver":' -hda a`, 'refused-by-qemu'],
    ['-drive file=a,if=virtio,werror=ignore', 'write-errors-ignored'],
    ['-hda a "$@"', 'unreadable'],
    ['-hda a -readconfig other.cfg', 'unreadable'],
    ['-drive file=nbd:h:1,if=virtio,cache.no-flush=on', 'no-effect'],
    [`${node} -device virtio-scsi-pci -device scsi-block,drive=f`, 'passthrough'],
  ])('%s: %s', (argv, rule) => {
    expect(rulesOf(argv)).toContain(rule);
  });

  it('one thing once', () => {
    expect(rulesOf('-drive file=a,if=floppy,werror=stop')).toEqual(['refused-by-qemu']);
    expect(rulesOf('-drive file=a,if=floppy,rerror=stop')).toEqual(['refused-by-qemu']);
    expect(rulesOf(`${drive},werror=ignore -device nvme,drive=d`)).toEqual(['no-effect']);
    expect(rulesOf(`${drive} -device nvme,drive=d,werror=ignore`)).toEqual(['refused-by-qemu']);
  });

  it('nothing where nothing is wrong', () => {
    expect(rulesOf('-drive file=a,if=floppy')).toEqual([]);
    expect(rulesOf('-drive file=a,if=pflash')).toEqual([]);
    expect(rulesOf(`${drive},werror=report -device nvme,drive=d`)).toEqual([]);
    expect(rulesOf(`${drive} -device usb-storage,drive=d,werror=report`)).toEqual([]);
    expect(rulesOf('-drive file=a,if=none,id=a,werror=stop -device virtio-blk,drive=a')).toEqual(
      [],
    );
    expect(rulesOf('-drive file=a,if=virtio,aio=native,cache=none,werror=stop')).toEqual([]);
  });
});

describe('a drive is skipped', () => {
  it.each([
    ['-cdrom a', 'ide2', 'a CD-ROM'],
    ['-drive file=a,if=virtio,readonly=on', 'virtio0', 'read-only'],
    ['-drive file=a,if=none,id=d', 'd', 'no device uses it'],
    [node, 'f', 'no device uses it'],
    ['-device floppy,id=fl', 'fl', 'nothing is inserted'],
  ])('%s', (argv, id, reason) => {
    const { disks, skipped } = only(read(readQemu, `qemu-system-x86_64 ${argv}\n`));
    expect(disks).toEqual([]);
    expect(skipped).toEqual([expect.objectContaining({ id, reason })]);
  });
});

describe('a command line is found', () => {
  const ids = (text: string) =>
    read(readQemu, text).definitions.flatMap(({ disks }) => disks.map(({ id }) => id));

  it.each<readonly [string, string, readonly string[]]>([
    ['in a script', '#!/bin/sh\nset -e\nexec sudo qemu-system-x86_64 -hda a\n', ['ide0']],
    ['behind a variable', '"$QEMU" -drive file=a,if=virtio\n', ['virtio0']],
    [
      'in prose',
      "Don't panic, start\n\n    $ qemu-system-x86_64 \\\n      -hda a\n\nand it's up.\n",
      ['ide0'],
    ],
    [
      'in a unit',
      '[Service]\nExecStart=/usr/bin/qemu-system-x86_64 \\\n  -drive file=/%i.raw,if=virtio\n',
      ['virtio0'],
    ],
    ['of a process', 'qemu-system-x86_64\0-hda\0a b\0-m\x292\0', ['ide0']],
    ['by its options alone', '-hda a -hdb b\n', ['ide0', 'ide1']],
    ['twice', 'qemu -name x -hda a\nqemu -name y -hda b\n', ['x/ide0', 'y/ide0']],
    ['of one name twice', 'qemu -hda a\nqemu -hda b\n', ['vm1/ide0', 'vm2/ide0']],
    ['in a -readconfig file', '[drive "d"]\n  file = "a"\n  if = "virtio"\n', ['d']],
  ])('%s', (_, text, expected) => {
    expect(ids(text)).toEqual(expected);
  });

  it('or the text is refused with a place', () => {
    const result = readQemu(sourceText('x', 'apt install qemu-kvm -y\n'), bareContext);
    expect(result).toMatchObject({ diagnostics: [{ line: 1, column: 1 }] });
  });
});

it('points at the value in the script', () => {
  const lines = [
    'qemu-system-x86_64 \\',
    `  -blockdev '{"driver":"file","filename":"a","node-name":"f","cache":{"direct":true}}' \\`,
    '  -device virtio-blk-pci,drive=f,write-cache=off',
  ];
  const [disk] = only(read(readQemu, `${lines.join('\n')}\n`)).disks;
  const place = (line: number, text: string) => {
    const column = (lines[line - 1] ?? '').indexOf(text) + 1;
    return { kind: 'file', at: { line, column, endColumn: column + text.length } };
  };
  expect(disk?.direct.origin).toMatchObject(place(2, 'true'));
  expect(disk?.writeback.origin).toMatchObject(place(3, 'off'));
});
