import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../../src/config/libvirt/read.js';
import { readQemu } from '../../../src/config/qemu/read.js';
import type { ReadContext } from '../../../src/config/reader.js';
import type { VmDefinition } from '../../../src/model/vm-disk.js';
import { only, read, settings } from '../reading.js';

const namespace = "xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'";

function ofDomain(devices: string, outside = '', context: Partial<ReadContext> = {}) {
  const os = "<os><type arch='x86_64' machine='pc'>hvm</type></os>";
  const domain = `<domain type='kvm' ${namespace}>${os}<devices>${devices}</devices>${outside}</domain>`;
  return only(read(readLibvirt, domain, context));
}

function ofCommand(options: readonly string[], context: Partial<ReadContext> = {}) {
  const command = ['qemu-system-x86_64 -machine pc -nodefaults', ...options].join(' ');
  return only(read(readQemu, command, context));
}

const facts = ({ disks }: VmDefinition) =>
  disks.map((disk) => ({
    ...settings(disk),
    device: disk.device,
    controller: disk.controller,
    hasDpofua: disk.dpofua !== null,
  }));

/** A cache mode for the device too, as libvirt writes it. */
const override = (alias: string, value: string) =>
  `<qemu:override><qemu:device alias='${alias}'><qemu:frontend><qemu:property name='write-cache' type='string' value='${value}'/></qemu:frontend></qemu:device></qemu:override>`;

const usb = (model: string, inside = '') =>
  `<disk type='file' model='${model}'><driver type='raw' cache='writethrough'/><source file='/a'/><target dev='sda' bus='usb'/>${inside}</disk>`;

/** `usb-storage` and the SCSI disk behind a `usb-bot`, as libvirt hands them to QEMU. */
const storage = ['-device usb-storage,drive=d,id=usb-disk0,write-cache=off'];
const bot = [
  '-device usb-bot,id=usb-disk0',
  '-device scsi-hd,bus=usb-disk0.0,scsi-id=0,lun=0,drive=d,id=usb-disk0-device,write-cache=off',
];

describe('the device of a USB disk', () => {
  it.each(['8.2', '9.2'])('is what its model says, under QEMU %s', (qemuVersion) => {
    const context = { qemuVersion };
    const image = '-blockdev driver=file,filename=/a,node-name=d';
    const given = [usb('usb-storage'), usb('usb-bot')].map((disk) => ofDomain(disk, '', context));
    const made = [storage, bot].map((device) => ofCommand([image, ...device], context));
    expect(given.map(facts)).toEqual(made.map(facts));
  });

  it.each([
    ['usb-storage', '', 'usb-disk0'],
    ['usb-bot', '', 'usb-disk0-device'],
    ['usb-bot', "<alias name='ua-mine'/>", 'ua-mine-device'],
  ])('of model %s%s is %s to an override', (model, inside, alias) => {
    const { disks } = ofDomain(usb(model, inside), override(alias, 'on'), { qemuVersion: '9.2' });
    expect(disks.map((disk) => settings(disk).writeback)).toEqual([true]);
  });
});

describe('a disk of an NVMe controller', () => {
  it.each([
    ['nvme0n1', 'nvme0-0-0'],
    ['nvme1n12', 'nvme1-0-11'],
  ])('%s is %s to an override', (target, alias) => {
    const disk = `<disk type='file'><driver type='raw'/><source file='/a'/><target dev='${target}' bus='nvme'/></disk>`;
    const { disks } = ofDomain(disk, override(alias, 'off'));
    expect(disks.map((each) => settings(each).writeback)).toEqual([false]);
  });
});

describe('an SD card, which is a -drive alone', () => {
  const card =
    "<disk type='file'><driver type='raw' cache='none'/><source file='/a'/><target dev='sda' bus='sd'/></disk>";
  const said = ({ disks, notes }: VmDefinition) =>
    [...notes, ...disks.flatMap((disk) => disk.notes)]
      .map(({ rule, message }) => `${rule}: ${message}`)
      .filter((text) => /property|no device of its own/.test(text));

  it('hears no override', () => {
    const domain = ofDomain(card, override('sd-disk0', 'off'));
    expect(domain.disks.map((each) => settings(each).writeback)).toEqual([true]);
    expect(said(domain)).toEqual([expect.stringMatching(/^no-effect: libvirt gives `sd-disk0`/)]);
  });

  it('is reached by -global, also where its drive has a cache mode', () => {
    const words = ['-global', 'sd-card.write-cache=off'];
    const args = words.map((word) => `<qemu:arg value='${word}'/>`).join('');
    const domain = ofDomain(card, `<qemu:commandline>${args}</qemu:commandline>`);
    expect(domain.disks.map((each) => settings(each).writeback)).toEqual([true]);
    expect(said(domain)).toEqual([
      expect.stringMatching(/^refused-by-qemu: sd-card has no property write-cache/),
    ]);
  });
});

describe('the format of an image', () => {
  it.each([
    ['ploop', 'parallels'],
    ['vhd', 'vhdx'],
  ])('%s is %s to QEMU', (type, driver) => {
    const disk = `<disk><driver type='${type}'/><source file='/a'/><target dev='vda' bus='virtio'/></disk>`;
    const formats = ({ disks }: VmDefinition) => disks.map((each) => settings(each).format);
    const image = `-blockdev driver=${driver},node-name=d,file.driver=file,file.filename=/a`;
    const made = ofCommand([image, '-device virtio-blk-pci,drive=d']);
    expect(formats(ofDomain(disk))).toEqual(formats(made));
  });
});
