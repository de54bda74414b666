import { describe, expect, it } from 'vitest';
import { recognise } from '../../src/config/formats.js';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDisk } from '../../src/model/vm-disk.js';
import { only, read, shown } from './reading.js';

const storages = sourceText(
  'storage.cfg',
  'dir: local\n\tpath /var/lib/vz\nbtrfs: bt\n\tpath /bt\nbtrfs: flat\n\tpath /f\n\tnocow 1\nlvm: thick\n\tvgname v\nlvmthin: thin\n\tvgname v\nrbd: ceph\n\tpool p\nrbd: kceph\n\tpool p\n\tkrbd 1\ncifs: smb\n\tserver s\n',
);

function disksOf(conf: string, withStorages = true): readonly VmDisk[] {
  return only(read(readProxmox, conf, withStorages ? { storages } : {})).disks;
}

function diskOf(conf: string, withStorages = true): VmDisk {
  const [disk, ...others] = disksOf(conf, withStorages);
  if (disk === undefined || others.length > 0) throw new Error(`not one disk: ${conf}`);
  return disk;
}

const flags = ({ writeback, direct, noFlush }: VmDisk) => [writeback, direct, noFlush].map(shown);

describe('the defaults of a storage', () => {
  it.each<readonly [string, readonly unknown[]]>([
    ['local:1/vm-1-disk-0.qcow2', [true, 'io_uring', 'qcow2', 'file']],
    ['bt:1/vm-1-disk-0.raw', [false, 'io_uring', 'raw', 'file']],
    ['flat:1/vm-1-disk-0.raw', [true, 'io_uring', 'raw', 'file']],
    ['thick:vm-1-disk-0', [true, 'native', 'raw', 'block']],
    ['thin:vm-1-disk-0', [true, 'io_uring', 'raw', 'block']],
    ['smb:1/vm-1-disk-0.raw', [true, 'native', 'raw', 'file']],
    ['smb:1/vm-1-disk-0.raw,cache=writeback', [false, 'threads', 'raw', 'file']],
    ['ceph:vm-1-disk-0', [true, 'threads', 'raw', 'rbd']],
    ['kceph:vm-1-disk-0,cache=writeback', [false, 'threads', 'raw', 'block']],
    ['/dev/sdb', [true, 'io_uring', 'raw', 'block']],
    ['/srv/a.qcow2', [true, 'io_uring', 'raw', 'file']],
    ['/srv/a.qcow2,format=qcow2', [true, 'io_uring', 'qcow2', 'file']],
    ['file=thin:vm-1-disk-0,aio=threads', [true, 'threads', 'raw', 'block']],
  ])('%s', (value, expected) => {
    const { direct, aio, format, source } = diskOf(`scsi0: ${value}\n`);
    expect([shown(direct), shown(aio), shown(format), shown(source.kind)]).toEqual(expected);
  });

  it('are assumed where the storage is not known', () => {
    const disk = diskOf('virtio0: local:1/vm-1-disk-0.raw\n', false);
    expect(flags(disk)).toEqual([true, true, false]);
    expect(disk.direct.origin).toMatchObject({
      kind: 'assumed',
      by: expect.stringContaining('Btrfs'),
    });
    expect(disk.aio.origin.kind).toBe('assumed');
  });
});

describe('the frontend', () => {
  it.each([
    ['scsi0: thin:a', 'scsi'],
    ['scsihw: virtio-scsi-single\nscsi0: thin:a', 'virtio-scsi'],
    ['scsihw: megasas\nscsi0: thin:a', 'megasas'],
    ['scsihw: pvscsi\nscsi0: thin:a', 'other'],
    ['virtio15: thin:a', 'virtio-blk'],
    ['sata0: thin:a', 'ahci'],
    ['ide0: thin:a', 'ide'],
    ['machine: q35\nide0: thin:a', 'ahci'],
    ['efidisk0: thin:a,efitype=4m', 'pflash'],
  ])('%s', (conf, frontend) => {
    expect(shown(diskOf(`${conf}\n`).frontend)).toBe(frontend);
  });
});

it('keeps what is live apart from snapshots and from what waits', () => {
  const conf =
    'scsi0: thin:a,cache=none\n\n[PENDING]\nscsi0: thin:a,cache=unsafe\n\n[snap]\nscsi0: thin:a,cache=writethrough\nvirtio0: thin:b\n';
  const { disks, notes } = only(read(readProxmox, conf, { storages }));
  expect(disks.map(flags)).toEqual([[true, true, false]]);
  expect(notes).toEqual([
    expect.objectContaining({ rule: 'next-start', at: expect.objectContaining({ line: 4 }) }),
  ]);
});

it('pins the machine of Windows guests', () => {
  const type = (conf: string) => only(read(readProxmox, `scsi0: thin:a\n${conf}`)).machineType;
  expect(type('ostype: win11\nmachine: q35\n')).toMatchObject({ value: 'pc-q35-5.1' });
  expect(type('ostype: win10\nmeta: creation-qemu=9.2.0,ctime=1\n')).toMatchObject({
    value: 'pc-i440fx-9.2',
  });
  expect(type('ostype: win10\nmachine: pc-q35-8.1\n')).toMatchObject({ value: 'pc-q35-8.1' });
  expect(type('ostype: l26\n')).toBeNull();
});

describe('a drive is skipped or set apart', () => {
  it.each([
    ['ide2: none,media=cdrom', 'a CD-ROM'],
    ['ide2: local:iso/a.iso,media=cdrom', 'a CD-ROM'],
    ['ide2: thin:vm-1-cloudinit', 'the cloud-init image'],
    ['unused0: thin:a', 'not attached to the VM'],
    ['tpmstate0: thin:a', 'kept by swtpm, not by QEMU'],
    ['scsi0: thin:a,ro=1', 'read-only'],
    ['template: 1\nscsi0: thin:a', 'of a template, which is never started'],
    ['template: 1\nsata0: thin:a', 'of a template, which is never started'],
    ['bios: ovmf\namd-sev: type=snp\nefidisk0: thin:a', 'a confidential VM takes no EFI disk'],
    ['bios: ovmf\nintel-tdx: tdx\nefidisk0: thin:a', 'a confidential VM takes no EFI disk'],
  ])('%s', (conf, reason) => {
    const { disks, skipped } = only(read(readProxmox, `${conf}\n`));
    expect([disks.length, skipped.map((each) => each.reason)]).toEqual([0, [reason]]);
  });

  it('as disposable, as long as Proxmox VE took snapshot=1', () => {
    expect(diskOf('machine: pc-i440fx-9.2\nscsi0: thin:a,snapshot=1\n').disposable).not.toBe('');
    const { disposable, notes } = diskOf('scsi0: thin:a,snapshot=1\n');
    expect([disposable, notes[0]?.rule]).toEqual(['', 'refused-by-qemu']);
  });

  it('as disposable where no drive of a template could be read-only', () => {
    const disk = diskOf('machine: pc-i440fx-9.2\ntemplate: 1\nsata0: thin:a\nscsi0: thin:b\n');
    expect([disk.id, disk.disposable !== '', shown(disk.aio), ...flags(disk)]).toEqual([
      'sata0',
      true,
      'threads',
      true,
      false,
      true,
    ]);
  });

  it('not as firmware where the memory is confidential', () => {
    expect(disksOf('bios: ovmf\namd-sev: type=snp\n')).toEqual([]);
    expect(disksOf('bios: ovmf\namd-sev: std\n')).toHaveLength(1);
  });

  it('without an EFI disk OVMF keeps its variables in a file that nobody misses', () => {
    expect(disksOf('bios: ovmf\n').map(({ id, disposable }) => [id, disposable !== ''])).toEqual([
      ['efidisk0', true],
    ]);
  });
});

it('applies args to its own disks, and reads what they add', () => {
  const conf =
    'scsihw: virtio-scsi-pci\nscsi0: thin:a\nargs: -set device.scsi0.write-cache=off -drive file=/b,if=virtio,id=b,cache=unsafe\n';
  expect(disksOf(conf).map((disk) => [disk.id, ...flags(disk)])).toEqual([
    ['scsi0', false, true, false],
    ['b', true, false, true],
  ]);
});

describe('a script of qm', () => {
  const script = [
    '#!/bin/bash',
    'VMID=100',
    'qm create $VMID --name web --scsihw virtio-scsi-pci --memory 2048',
    'qm set $VMID -scsi0 local-lvm:vm-100-disk-0,cache=unsafe \\',
    '  -ide2 local:cloudinit',
    'qm set $VMID --scsi0=local-lvm:vm-100-disk-0,cache=none',
    'qm set 200 -virtio0 local-lvm:vm-200-disk-0,cache=$MODE',
    'qm set 300 -virtio0 local-lvm:vm-300-disk-0,${MORE}size=1G',
    '',
  ].join('\n');

  it('may hide which drive it makes', () => {
    const conf =
      'qm create 100 --scsihw megasas --"$bus" "local:32,cache=unsafe" --"$net" virtio=a,bridge=b\n';
    expect(disksOf(conf).map((disk) => [disk.id, shown(disk.frontend), ...flags(disk)])).toEqual([
      ['$bus', 'unresolved', true, false, true],
    ]);
  });

  it.each([
    ['qm set 7 --scsi0 a:1 --ide0 a:1', ['unresolved', 'unresolved']],
    ['pvesh set /nodes/n/qemu/7/config --scsi0 a:1', ['unresolved']],
    ['qm set 7 --scsihw megasas --scsi0 a:1', ['megasas']],
    ['qm clone 1 7\nqm set 7 --scsi0 a:1', ['unresolved']],
    ['qm create 7\nqm set 7 --scsi0 a:1 --ide0 a:1', ['scsi', 'ide']],
    ['pvesh create /nodes/n/qemu --vmid 7 --scsi0 a:1', ['scsi']],
  ])('that changes a VM does not say what it has already: %s', (script, frontends) => {
    const { disks, notes } = only(read(readProxmox, script));
    expect(disks.map(({ frontend }) => shown(frontend))).toEqual(frontends);
    const isOpen = !script.includes('create');
    expect(notes.map(({ ofAllDisks }) => ofAllDisks)).toEqual(isOpen ? [true] : []);
  });

  it('is put together by VM, the last word counting', () => {
    const { definitions } = read(readProxmox, script);
    expect(definitions.map(({ disks }) => disks.map((disk) => [disk.id, ...flags(disk)]))).toEqual([
      [['web/scsi0', true, true, false]],
      [['200/virtio0', 'unresolved', 'unresolved', 'unresolved']],
      [['300/virtio0', 'unresolved', 'unresolved', 'unresolved']],
    ]);
    expect(definitions[0]?.disks[0]?.direct.origin.at).toMatchObject({ line: 6 });
  });
});

it.each([
  ['rootfs: local:1/a.raw\nmemory: 512\n', /container/],
  ['hello: world\n', /no setting/],
])('refuses %j', (text, message) => {
  const result = readProxmox(sourceText('1.conf', text), bareContext);
  expect(result).toMatchObject({
    diagnostics: [{ line: 1, message: expect.stringMatching(message) }],
  });
});

it.each([
  ['reaches a disk of -drive', 'pc-q35-9.2', false],
  ['does not reach one of -blockdev, which has a write-cache of its own', 'pc-q35-10.0', true],
])('-global in args %s', (_, machine, writeback) => {
  const conf = `name: a\nmachine: ${machine}\nargs: -global scsi-hd.write-cache=off\nscsi0: local:1/vm-1-disk-0.raw,cache=writeback\n`;
  expect(shown(diskOf(conf).writeback)).toBe(writeback);
});

it('args with a quote that is not closed are told', () => {
  const conf =
    'name: a\nargs: -drive file=a,if=virtio -append "quiet\nscsi0: local:1/vm-1-disk-0.raw\n';
  const { disks, notes } = only(read(readProxmox, conf));
  expect(disks).toHaveLength(2);
  expect(notes).toMatchObject([{ rule: 'unreadable' }]);
});

it('a section begins where Proxmox VE sees one', () => {
  const inside = (line: string) => disksOf(`memory: 1\n${line}\nscsi0: local:1/a.raw\n`).length;
  expect(['[snap]', '[fleecing]', '[a b]', '[]'].map(inside)).toEqual([0, 0, 0, 0]);
  expect([' [snap]', '[snap] of today', 'SCSI1: local:1/b.raw'].map(inside)).toEqual([1, 1, 1]);
});

describe('a script', () => {
  const create = 'qm create 100 --scsi0 local:32,cache=none';
  const notesOf = (...lines: readonly string[]) =>
    only(read(readProxmox, ['#!/bin/bash', ...lines, ''].join('\n'))).notes;

  it('may have another host run qm', () => {
    const text = '#!/bin/bash\nssh pve "qm create 100 --scsi0 local:32,cache=unsafe"\n';
    expect(recognise(text, '')).toBe('proxmox');
    expect(disksOf(text).map(flags)).toEqual([[true, false, true]]);
  });

  it.each([
    'echo "args: -snapshot" >> /etc/pve/qemu-server/100.conf',
    'sed -i s/cache=none/cache=unsafe/ /etc/pve/qemu-server/100.conf',
    'echo "$line" | tee -a /etc/pve/nodes/pve/qemu-server/$VM.conf',
    'cp template.conf "/etc/pve/qemu-server/100.conf"',
    'F=/etc/pve/qemu-server/100.conf; echo "args: -snapshot" >> "${F}"',
    'echo "args: -snapshot" \\\n  >> /etc/pve/qemu-server/100.conf',
    "python3 -c \"open('/etc/pve/qemu-server/100.conf', 'a').write(more)\"",
    'perl -pi -e s/none/$X/ /etc/pve/qemu-server/100.conf',
  ])('may change the file of a VM past qm: %s', (line) => {
    expect(notesOf(create, line)).toMatchObject([
      { rule: 'unreadable', ofAllDisks: true, at: { line: 3 } },
    ]);
  });

  it.each([
    'echo "balloon: 0" >> /etc/pve/qemu-server/100.conf',
    'cp /etc/pve/qemu-server/100.conf backup.conf',
    "awk -F: '/scsi0/{print $2}' /etc/pve/qemu-server/100.conf",
    'DISK=$(sed -n "s/^scsi0: //p" /etc/pve/qemu-server/100.conf)',
    'F=/etc/pve/qemu-server/100.conf\necho "args: -snapshot" >> $OTHER',
    'if ! grep -q args /etc/pve/qemu-server/100.conf >/dev/null; then exit; fi',
    '# echo "args: -snapshot" >> /etc/pve/qemu-server/100.conf',
  ])('may have nothing of disks to do with it: %s', (line) => {
    expect(notesOf(create, line)).toEqual([]);
  });
});
