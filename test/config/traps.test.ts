import { describe, expect, it } from 'vitest';
import { readKubevirt } from '../../src/config/kubevirt/read.js';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import type { Reader } from '../../src/config/reader.js';
import { only, read, shown } from './reading.js';
import { summaryOf } from './summary.js';

/** What people get wrong, format by format: the disk's frontend, effective cache, and what is noted. */
type Trap = readonly [what: string, text: string, expected: string];

function all(reader: Reader, traps: readonly Trap[], wrap = (text: string) => text): void {
  it.each(traps)('%s', (_, text, expected) => {
    expect(summaryOf(reader, wrap(text))).toBe(expected);
  });
}

describe('QEMU:', () => {
  const refused = '!refused-by-qemu';
  all(
    readQemu,
    [
      [
        'cache.* win over cache=, before it and behind it',
        '-drive file=a,if=virtio,cache.writeback=off,cache=unsafe',
        'virtio0 virtio-blk writethrough-noflush',
      ],
      [
        'a setting of a drive that is given as an option',
        '-drive file=a,if=virtio -cache unsafe',
        'virtio0 virtio-blk writeback\n!!refused-by-qemu',
      ],
      [
        'processes that are ended by their name',
        '#!/bin/sh\nqemu-system-x86_64 -hda a\nsudo killall -9 qemu-system-x86_64 /usr/bin/qemu-kvm\npgrep -f qemu-system-x86_64 ./a\n',
        'ide0 ide writeback',
      ],
      [
        'all three',
        '-drive file=a,if=virtio,cache=none,cache.no-flush=on',
        'virtio0 virtio-blk none-noflush',
      ],
      ['direct alone', '-drive file=a,if=virtio,cache.direct=on', 'virtio0 virtio-blk none'],
      [
        'a flag of the protocol node, which the top hides',
        '-drive file=a,if=virtio,file.cache.no-flush=on,format=qcow2',
        'virtio0 virtio-blk unsafe',
      ],
      [
        'a flag of the protocol node that takes direct away',
        '-drive file.filename=a,file.driver=file,if=virtio,cache=none,file.cache.direct=off',
        'virtio0 virtio-blk writeback',
      ],
      ['off is none', '-drive file=a,if=virtio,cache=off', 'virtio0 virtio-blk none'],
      [
        'names of modes have lower case',
        '-drive file=a,if=virtio,cache=None',
        `virtio0 virtio-blk unresolved ${refused}`,
      ],
      [
        'there is no default mode',
        '-drive file=a,if=virtio,cache=default',
        `virtio0 virtio-blk unresolved ${refused}`,
      ],
      [
        'cache= twice',
        '-drive file=a,if=virtio,cache=none,cache=unsafe',
        `virtio0 virtio-blk unsafe ${refused}`,
      ],
      [
        'write-cache=on overrides the drive',
        '-drive id=d,if=none,file=a,cache=writethrough -device virtio-blk-pci,drive=d,write-cache=on',
        'd virtio-blk writeback',
      ],
      [
        'write-cache=auto does not',
        '-drive id=d,if=none,file=a,cache=writethrough -device virtio-blk-pci,drive=d,write-cache=auto',
        'd virtio-blk writethrough',
      ],
      [
        '-global, before the drive',
        '-global virtio-blk-pci.write-cache=off -drive file=a,if=virtio',
        'virtio0 virtio-blk writethrough',
      ],
      [
        '-set, after the drive',
        '-drive file=a,if=virtio,id=d -set drive.d.cache=unsafe',
        'd virtio-blk unsafe',
      ],
      [
        '-set, before the drive',
        '-set drive.d.cache=unsafe -drive file=a,if=virtio,id=d',
        'd virtio-blk writeback\n!!refused-by-qemu',
      ],
      [
        'a node of its own inherits nothing',
        `-blockdev '{"driver":"file","filename":"a","node-name":"f"}' -blockdev '{"driver":"qcow2","file":"f","node-name":"q","cache":{"no-flush":true,"direct":true}}' -device virtio-blk-pci,drive=q`,
        'q virtio-blk writeback',
      ],
      [
        'a nested node inherits',
        '-blockdev driver=raw,node-name=r,file.driver=file,file.filename=b,cache.no-flush=on -device nvme,drive=r,serial=1',
        'r nvme unsafe',
      ],
      [
        '-blockdev has no cache=',
        '-blockdev driver=file,filename=a,node-name=f,cache=none -device virtio-blk-pci,drive=f',
        `f virtio-blk writeback ${refused}`,
      ],
      [
        'what is positional is -hda',
        'c.img -hdb b.img -cdrom x.iso',
        'ide0 ide writeback\nide1 ide writeback\n-ide2',
      ],
      ['-snapshot', '-snapshot -hda a', 'ide0 ide unsafe disposable'],
      [
        'snapshot=on',
        '-drive file=a,if=virtio,snapshot=on',
        'virtio0 virtio-blk unsafe disposable',
      ],
      ['if= is the machine, q35', '-M q35 -drive file=a', 'ide0 ahci writeback'],
      ['if= is the machine, microvm', '-M microvm -drive file=a', '-none0'],
      ['pc has no if=scsi', '-drive file=a,if=scsi', 'scsi0 other writeback\n!!refused-by-qemu'],
      [
        'flash with variables',
        '-drive if=pflash,file=code,readonly=on,unit=0 -drive if=pflash,file=vars,unit=1',
        'pflash1 pflash writeback\n-pflash0',
      ],
      [
        'aio=native without direct',
        '-drive file=a,if=virtio,aio=native',
        `virtio0 virtio-blk writeback aio=native ${refused}`,
      ],
      [
        'werror=ignore',
        '-drive file=a,if=virtio,werror=ignore',
        'virtio0 virtio-blk writeback !write-errors-ignored',
      ],
      [
        'a variable with a default value',
        '-drive file=a,if=virtio,cache=${CACHE:-none}',
        'virtio0 virtio-blk unresolved',
      ],
      [
        'commas in a name',
        "-drive 'file=/a,,cache=unsafe,if=virtio'",
        'virtio0 virtio-blk writeback',
      ],
      [
        'commas in a name that are not doubled',
        '-drive file="/srv/vm,with,commas.img",if=virtio,cache=none',
        'virtio0 virtio-blk none\n!!refused-by-qemu',
      ],
      [
        'commas in JSON that are not doubled',
        `-drive 'file=json:{"driver":"qcow2","file":{"driver":"file","filename":"x"}},if=virtio'`,
        'virtio0 virtio-blk writeback\n!!refused-by-qemu',
      ],
      [
        'switches without a value',
        '-drive file=a,if=virtio,copy-on-read,cache.direct,format=qcow2,lazy-refcounts',
        'virtio0 virtio-blk none',
      ],
      [
        'a name in JSON',
        `-drive 'file=json:{"driver":"qcow2",,"file":{"driver":"file",,"filename":"x",,"cache":{"no-flush":true}}},if=virtio'`,
        'virtio0 virtio-blk unsafe',
      ],
      [
        'an NBD client passes flushes on',
        '-drive file=nbd://h/x,if=virtio,cache=unsafe',
        'virtio0 virtio-blk writeback !no-effect',
      ],
      ['a drive that no device uses', '-drive file=a,if=none,id=x', '-x'],
      [
        'a data file beside the tables: its flags',
        '-blockdev driver=qcow2,node-name=q,file.driver=file,file.filename=a,data-file.driver=file,data-file.filename=b,data-file.cache.no-flush=on -device virtio-blk-pci,drive=q',
        'q virtio-blk unsafe',
      ],
      [
        'a data file beside the tables: theirs',
        '-blockdev driver=qcow2,node-name=q,file.driver=file,file.filename=a,file.cache.no-flush=on,data-file.driver=file,data-file.filename=b,data-file.cache.direct=on -device virtio-blk-pci,drive=q',
        'q virtio-blk none-noflush',
      ],
      [
        'a word in ANSI-C quotes',
        `-drive $'file=/it\\'s,if=virtio,cache=un\\x73afe'`,
        'virtio0 virtio-blk unsafe',
      ],
      [
        'a value in quotes of a locale',
        '-drive file=a,if=virtio,cache=$"none"',
        'virtio0 virtio-blk none',
      ],
      [
        'remarks between options',
        '-drive file=a,if=virtio `# the system` \\\n -hdb b `#`',
        'virtio0 virtio-blk writeback\nide1 ide writeback',
      ],
      [
        'every word in quotes',
        `"-drive" 'file=a,if=virtio,cache=unsafe'`,
        'virtio0 virtio-blk unsafe',
      ],
    ],
    (words) => `qemu-system-x86_64 ${words}\n`,
  );
});

describe('libvirt:', () => {
  const domain = (arch: string, machine: string, inner: string) =>
    `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'><os><type arch='${arch}' machine='${machine}'>hvm</type></os>${inner}</domain>`;
  const disk = (driver: string, target = "dev='vda'", more = '') =>
    `<devices><disk type='file'><driver name='qemu' ${driver}/><source file='/a'/><target ${target}/>${more}</disk></devices>`;
  const x86 = (inner: string) => domain('x86_64', 'pc-i440fx-9.2', inner);
  all(readLibvirt, [
    [
      'shared without cache is none',
      x86(disk('', undefined, '<shareable/>')),
      'vda virtio-blk none',
    ],
    [
      'shared and read-only is skipped',
      x86(disk('', undefined, '<shareable/><readonly/>')),
      '-vda',
    ],
    ['default is what QEMU does', x86(disk("cache='default'")), 'vda virtio-blk writeback'],
    [
      'modes have lower case',
      x86(disk("cache='None'")),
      'vda virtio-blk unresolved !refused-by-qemu',
    ],
    [
      'io=native without direct',
      x86(disk("io='native'")),
      'vda virtio-blk writeback aio=native !refused-by-qemu',
    ],
    [
      'a policy for writes holds for reads',
      x86(disk("error_policy='ignore'")),
      'vda virtio-blk writeback !write-errors-ignored',
    ],
    [
      'transient',
      x86(disk("cache='unsafe'", undefined, '<transient/>')),
      'vda virtio-blk unsafe disposable',
    ],
    ['the prefix is the bus', x86(disk('', "dev='hda'")), 'hda ide writeback'],
    [
      'a bus counts more than the prefix',
      x86(disk('', "dev='hda' bus='virtio'")),
      'hda virtio-blk writeback',
    ],
    ['bus=sd', domain('aarch64', 'raspi3b', disk('', "dev='sda' bus='sd'")), 'sda sd writeback'],
    [
      'bus=xen without Xen',
      domain('x86_64', 'pc', disk('', "dev='xvda' bus='xen'")),
      'xvda xen-block writeback !refused-by-qemu',
    ],
    [
      'bus=sd without a reader of cards',
      x86(disk('', "dev='sda' bus='sd'")),
      'sda sd writeback !refused-by-qemu',
    ],
    [
      'machines without IDE: q35',
      domain('x86_64', 'pc-q35-9.2', disk('', "dev='hda'")),
      'hda ide writeback !refused-by-qemu',
    ],
    [
      'machines without IDE: virt',
      domain('aarch64', 'virt-9.0', disk('', "dev='hda'")),
      'hda ide writeback !refused-by-qemu',
    ],
    [
      'another driver than QEMU',
      x86(disk('').replace("'qemu'", "'file' type='aio'")),
      'vda virtio-blk writeback !refused-by-qemu',
    ],
    [
      'a comment',
      x86(`<!-- ${disk("cache='unsafe'")} -->${disk("cache='none'")}`),
      'vda virtio-blk none',
    ],
    [
      '-set by qemu:commandline',
      x86(
        `${disk("cache='none'")}<qemu:commandline><qemu:arg value='-set'/><qemu:arg value='device.virtio-disk0.write-cache=off'/></qemu:commandline>`,
      ),
      'vda virtio-blk directsync\n!!refused-by-qemu',
    ],
    [
      '-global does not change what libvirt writes',
      x86(
        `${disk("cache='none'")}<qemu:commandline><qemu:arg value='-global'/><qemu:arg value='virtio-blk-pci.write-cache=off'/></qemu:commandline>`,
      ),
      'vda virtio-blk none',
    ],
    [
      'a disk by qemu:commandline',
      x86(
        `<devices/><qemu:commandline><qemu:arg value='-drive'/><qemu:arg value='file=/x,if=virtio,cache=unsafe'/></qemu:commandline>`,
      ),
      'virtio0 virtio-blk unsafe',
    ],
    [
      'qemu:override',
      x86(
        `${disk("cache='none'")}<qemu:override><qemu:device alias='virtio-disk0'><qemu:frontend><qemu:property name='write-cache' type='string' value='off'/></qemu:frontend></qemu:device></qemu:override>`,
      ),
      'vda virtio-blk directsync',
    ],
    [
      'another hypervisor',
      "<domain type='xen'><devices><disk type='file'><source file='/a'/><target dev='xvda'/></disk></devices></domain>",
      '-xvda',
    ],
  ]);
});

describe('Proxmox VE:', () => {
  all(readProxmox, [
    [
      'omitted is none, with io_uring; the controller is lsi',
      'scsi0: local:1/a.raw\n',
      'scsi0 scsi none aio=io_uring',
    ],
    [
      'what follows a section is not live',
      'virtio0: local:1/a.raw\n[snap]\nvirtio0: local:1/a.raw,cache=unsafe\n',
      'virtio0 virtio-blk none aio=io_uring',
    ],
    [
      'what is pending waits',
      'virtio0: local:1/a.raw\n[PENDING]\nvirtio0: local:1/a.raw,cache=unsafe\n',
      'virtio0 virtio-blk none aio=io_uring\n!!next-start',
    ],
    ['off is none', 'virtio0: local:1/a.raw,cache=off\n', 'virtio0 virtio-blk none aio=io_uring'],
    [
      'volume= and file= are names of the same',
      'virtio0: cache=unsafe,volume=local:1/a.raw\n',
      'virtio0 virtio-blk unsafe aio=io_uring',
    ],
    [
      'native without direct',
      'virtio0: local:1/a.raw,cache=writeback,aio=native\n',
      'virtio0 virtio-blk writeback aio=native !refused-by-qemu',
    ],
    [
      'flash and the TPM',
      'efidisk0: local:1/a.raw\ntpmstate0: local:1/b.raw\n',
      'efidisk0 pflash writeback aio=io_uring\n-tpmstate0',
    ],
    [
      'what is no disk',
      'name: a\nunused0: local:1/a.raw\nscsi1: none\nide2: local:iso/x.iso,media=cdrom\nide0: local:1/vm-1-cloudinit.qcow2,media=cdrom\n',
      '-unused0\n-scsi1\n-ide2\n-ide0',
    ],
    [
      'an ISO without media=',
      'sata1: local:iso/x.iso\n',
      'sata1 ahci none aio=io_uring !refused-by-qemu',
    ],
    [
      'a template of a script',
      'qm create 9 --scsi0 local-lvm:32,cache=unsafe\nqm template 9\n',
      '-scsi0',
    ],
    [
      'a template that only a branch makes',
      'qm create 9 --virtio0 local:32,cache=unsafe\nif a; then qm template 9; fi\n',
      'virtio0 virtio-blk unsafe aio=io_uring',
    ],
    [
      'a disk that is unlinked',
      'qm create 9 --virtio0 l:1,cache=none --virtio1 l:1\nqm disk unlink 9 --idlist virtio1\n',
      'virtio0 virtio-blk none aio=io_uring',
    ],
    [
      'a disk that is unlinked, before there was `qm disk`',
      'qm create 9 --virtio0 l:1,cache=none --virtio1 l:1\nqm unlink 9 --idlist=virtio1\n',
      'virtio0 virtio-blk none aio=io_uring',
    ],
    ['a template', 'template: 1\nvirtio0: local:1/base-1-disk-0.raw\n', '-virtio0'],
    [
      'args:',
      'name: a\nargs: -drive file=/x,if=virtio,cache=unsafe\n',
      'virtio0 virtio-blk unsafe',
    ],
    [
      'qm',
      'qm create 9 --scsihw virtio-scsi-pci --scsi0 local-lvm:32,cache=writeback\nqm set 9 -virtio1 local:10,cache=unsafe\nqm set 9 --delete virtio1\n',
      'scsi0 virtio-scsi writeback aio=io_uring',
    ],
  ]);
});

describe('KubeVirt:', () => {
  const vm = (disk: string, volume = 'persistentVolumeClaim: {claimName: x}', annotations = '') => `
kind: VirtualMachineInstance
metadata: {name: v, annotations: {${annotations}}}
spec:
  domain: {devices: {disks: [{name: a, ${disk}}]}}
  volumes: [{name: a, ${volume}}]
`;
  const unknown = 'aio=unresolved';
  all(readKubevirt, [
    [
      'omitted is none or writethrough',
      vm('disk: {bus: virtio}'),
      `a virtio-blk unresolved ${unknown}`,
    ],
    ['a bus that is omitted is SATA', vm('cache: writeback, disk: {}'), 'a ahci writeback'],
    ['shared is none', vm('disk: {bus: virtio}, shareable: true'), `a virtio-blk none ${unknown}`],
    [
      'none is none, or does not start',
      vm('cache: none, disk: {bus: virtio}'),
      `a virtio-blk none ${unknown}`,
    ],
    [
      'there is no unsafe',
      vm('cache: unsafe, disk: {bus: virtio}'),
      `a virtio-blk unresolved ${unknown} !refused-by-qemu`,
    ],
    [
      'containerDisk',
      vm('cache: none, disk: {bus: virtio}', 'containerDisk: {image: x}'),
      `a virtio-blk none ${unknown} disposable`,
    ],
    [
      'emptyDisk',
      vm('cache: writeback, disk: {bus: virtio}', 'emptyDisk: {capacity: 1Gi}'),
      'a virtio-blk writeback disposable',
    ],
    [
      'errors that are ignored',
      vm('cache: writeback, errorPolicy: ignore, disk: {bus: virtio}'),
      'a virtio-blk writeback !write-errors-ignored',
    ],
    ['a CD-ROM', vm('cdrom: {bus: sata}'), '-a'],
    [
      'native without direct',
      vm('cache: writethrough, io: native, disk: {bus: virtio}'),
      'a virtio-blk writethrough aio=native !refused-by-qemu',
    ],
  ]);

  it('a sidecar may change everything', () => {
    const text = vm(
      'cache: none, disk: {bus: virtio}',
      undefined,
      'hooks.kubevirt.io/hookSidecars: "[]"',
    );
    const { disks, notes } = only(read(readKubevirt, text));
    expect(disks.map(({ writeback, noFlush }) => [shown(writeback), shown(noFlush)])).toEqual([
      ['unresolved', 'unresolved'],
    ]);
    expect(notes).toContainEqual(expect.objectContaining({ rule: 'passthrough' }));
  });
});
