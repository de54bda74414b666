import { describe, expect, it } from 'vitest';
import { bareContext } from '../../src/config/reader.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDefinition } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { only, read, settings } from './reading.js';

const install = (options: string) => read(readers['virt-install'], `virt-install ${options}\n`);
const machine = (options: string): VmDefinition => only(install(options));
const comparable = ({ disks }: VmDefinition) =>
  disks.map((disk) => ({ ...settings(disk), name: '' }));

const q35 = '--osinfo fedora40 ';

describe('virt-install makes', () => {
  const image = (driver: string, target = "dev='vda' bus='virtio'", more = '') =>
    `<disk><driver ${driver}/><source file='/i'/><target ${target}/>${more}</disk>`;
  const device = (driver: string) =>
    `<disk type='block'><driver ${driver}/><source dev='/dev/d'/><target dev='vda' bus='virtio'/></disk>`;
  const raw = 'driver.type=raw';
  const controller = "<controller type='scsi' model='virtio-scsi'/>";
  it.each([
    ['a disk of a file', `--disk /i,${raw}`, image("type='raw'")],
    [
      'one with the settings given',
      `--disk path=/i,${raw},cache=none,io=io_uring,discard=unmap,error_policy=stop,driver.detect_zeroes=on`,
      image(
        "type='raw' cache='none' io='io_uring' discard='unmap' error_policy='stop' detect_zeroes='on'",
      ),
    ],
    [
      'a block device, with the settings that suit it',
      '--disk /dev/d',
      device("type='raw' cache='none' io='native' discard='unmap'"),
    ],
    [
      'a block device whose settings are given',
      '--disk source.dev=/dev/d,driver.cache=writeback,driver.io=threads,discard=ignore',
      device("type='raw' cache='writeback' io='threads' discard='ignore'"),
    ],
    ['a new image', '--disk /i,size=1,format=qcow2', image("type='qcow2' discard='unmap'")],
    ['one with room', '--disk /i,size=1,format=raw,sparse=no', image("type='raw'")],
    [
      'a disk on SCSI, with a controller',
      `--disk /i,${raw},bus=scsi`,
      controller + image("type='raw'", "dev='sda' bus='scsi'"),
    ],
    [
      'one with the controller given',
      `--controller scsi,model=lsilogic --disk /i,${raw},bus=scsi`,
      `<controller type='scsi' model='lsilogic'/>${image("type='raw'", "dev='sda' bus='scsi'")}`,
    ],
    [
      'disks that are shared and transient',
      `--disk /i,${raw},shareable=yes --disk /i,${raw},perms=sh --disk /i,${raw},transient=on`,
      [
        image("type='raw'", "dev='vda' bus='virtio'", '<shareable/>'),
        image("type='raw'", "dev='vdb' bus='virtio'", '<shareable/>'),
        image("type='raw'", "dev='vdc' bus='virtio'", '<transient/>'),
      ].join(''),
    ],
    [
      'no CD-ROMs and nothing read-only',
      '--disk /i,device=cdrom --disk none --disk /i,perms=ro --cdrom /i',
      '',
    ],
    [
      'a network disk',
      '--disk rbd://m/p/i',
      '<disk type="network"><driver type="raw"/><source protocol="rbd" name="m/p/i"/><target dev="vda" bus="virtio"/></disk>',
    ],
  ])('%s', (_, options, devices) => {
    const domain = `<domain type='kvm'><os><type machine='q35'/></os><devices>${devices}</devices></domain>`;
    expect(comparable(machine(q35 + options))).toEqual(
      comparable(only(read(readers.libvirt, domain))),
    );
  });

  it('of --file and --file-size what --disk would', () => {
    const old = machine(`${q35}-f /i -s 5 --file=/dev/d`);
    expect(comparable(old)).toEqual(comparable(machine(`${q35}--disk /i,size=5 --disk /dev/d`)));
  });

  it('a disk by itself where the system is known and nothing else is said', () => {
    const disks = (options: string) => machine(options).disks.map(({ id }) => id);
    expect(disks('--osinfo fedora40 --location /l')).toEqual(['vda']);
    expect(disks('--osinfo win11 --location /l')).toEqual(['nvram', 'sda']);
    expect(disks('--osinfo fedora40 --nodisks')).toEqual([]);
    expect(disks('--osinfo detect=on,require=off --pxe')).toEqual([]);
  });

  it('flash of firmware', () => {
    const disks = (options: string) =>
      machine(options).disks.map(({ id, frontend }) => [id, frontend.known && frontend.value]);
    const uefi = [['nvram', 'pflash']];
    expect(disks('--disk none --boot uefi')).toEqual(uefi);
    expect(disks('--disk none --boot firmware=efi')).toEqual(uefi);
    expect(disks('--disk none --arch aarch64')).toEqual(uefi);
    expect(disks('--disk none --arch aarch64 --machine versatilepb')).toEqual([]);
    expect(disks('--disk none --arch aarch64 --boot uefi=off')).toEqual([]);
    const pflash = 'loader=/c,loader.readonly=yes,loader.type=pflash';
    expect(disks(`--disk none --boot ${pflash},nvram=/v`)).toEqual(uefi);
    expect(disks('--disk none --boot loader=/c,nvram.template=/t')).toEqual(uefi);
    expect(disks('--disk none --boot loader=/bios.bin')).toEqual([]);
  });
});

describe('virt-install leaves open', () => {
  it('the bus where nobody knows the system', () => {
    const [disk] = machine('--disk /i').disks;
    expect(disk?.frontend).toMatchObject({
      known: false,
      values: ['virtio-blk', 'ahci', 'ide'],
      origin: { text: 'what libosinfo says of the system' },
    });
  });

  it('what only the pool and the image tell', () => {
    const [pool, image] = machine(`${q35}--disk pool=p,size=1 --disk /i`).disks;
    expect(pool?.direct).toMatchObject({ known: false, origin: { text: 'the pool decides' } });
    expect(image?.format).toMatchObject({ known: false, origin: { text: 'the image decides' } });
    expect(image?.direct).toMatchObject({ known: true, value: false });
  });

  it('what a variable holds', () => {
    const file = install(`${q35}--disk "$IMAGE,cache=$CACHE,bus=virtio" $MORE`);
    const { disks, notes } = only(file);
    expect(disks[0]?.direct).toMatchObject({ known: false, origin: { text: '$CACHE' } });
    expect(notes.map(({ message }) => message)).toEqual([
      '`$MORE` may add disks: what it holds is not known',
    ]);
  });

  it('options that rewrite the domain', () => {
    const { notes } = machine(`--disk /i,xpath.set=./@a,xpath.value=b --xml ./name=x`);
    expect(notes.map(({ rule, at }) => [rule, at.column])).toEqual([
      ['passthrough', 53],
      ['passthrough', 21],
    ]);
  });
});

describe('a call of virt-install', () => {
  it('says where each value comes from', () => {
    const [disk] = machine('--osinfo fedora40 --disk /i,size=1,cache=none').disks;
    expect(disk?.direct.origin).toMatchObject({ kind: 'file', at: { line: 1, column: 55 } });
    expect(disk?.discard.origin).toMatchObject({ kind: 'default', of: 'virt-install' });
    expect(disk?.frontend.origin).toMatchObject({
      kind: 'assumed',
      by: 'libosinfo: fedora40 has it',
    });
  });

  it.each([
    'path=/i,bus=virtio,$OPTS',
    `path=/i,bus=virtio\${C:+,cache=$C}`,
    '"path=/i,bus=virtio,$1"',
  ])('knows no driver of a disk whose end may be any other keys: %s', (given) => {
    const [disk] = machine(`${q35}--disk ${given}`).disks;
    expect(disk && settings(disk)).toMatchObject({
      frontend: 'virtio-blk',
      noFlush: 'unresolved',
      aio: 'unresolved',
      discard: 'unresolved',
      werror: 'unresolved',
    });
  });

  it('passes QEMU arguments on', () => {
    const { disks } = machine(
      `${q35}--disk none --qemu-commandline '-drive file=/q,if=virtio,cache=unsafe' --qemu-commandline=env=A=b`,
    );
    expect(disks.map(({ noFlush }) => noFlush.known && noFlush.value)).toEqual([true]);
  });

  it.each(['xen:///', 'bhyve:///system', 'lxc:///', 'test:///default'])(
    'for %s is none of QEMU',
    (uri) => expect(machine(`--connect ${uri} ${q35}--disk /i`).disks).toEqual([]),
  );

  it('is found in a script and in a page', () => {
    const file = read(
      readers['virt-install'],
      'Run this:\n\n    $ sudo virt-install --name a \\\n        --disk /i,size=1\n\nor\n\n    virt-install --name b --disk /dev/d\n',
    );
    expect(file.definitions.map(({ name, disks }) => [name, disks.length])).toEqual([
      ['a', 1],
      ['b', 1],
    ]);
  });

  it('is not what only speaks of it', () => {
    const result = readers['virt-install'](sourceText('x', 'Use virt-install.\n'), bareContext);
    expect(result).toMatchObject({
      diagnostics: [{ message: 'no call of virt-install is found here' }],
    });
  });
});
