import { describe, expect, it } from 'vitest';
import { readLibvirt } from '../../src/config/libvirt/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import type { VmDefinition } from '../../src/model/vm-disk.js';
import { only, read, settings } from './reading.js';
import { hasSamples, sample, sampleNames } from './shared.js';

interface Pair {
  readonly folder: string;
  readonly xml: string;
  readonly args: string;
}

/** `NAME.xml` and `NAME.args`, or `NAME.ARCH-VERSION.args`, whose XML with defaults may be there too. */
function pairsIn(folder: string): readonly Pair[] {
  const names = sampleNames(folder);
  return names
    .filter((name) => name.endsWith('.args'))
    .flatMap((args) => {
      const base = args.replace(/\.args$/, '');
      const shortest = base
        .replace(/\.[^.]+-[^-]*$/, '')
        .replace(/\.(x86_64|aarch64|s390x|ppc64|riscv64|i686|armv7l|loongarch64)-.*$/, '');
      return [...new Set([`${base}.xml`, `${shortest}.xml`])]
        .filter((xml) => names.includes(xml))
        .map((xml) => ({ folder, xml, args }));
    });
}

const folders = ['libvirt-11.3.0', 'libvirt-9.0.0', 'libvirt-2017-drive'];
const pairs = folders.flatMap(pairsIn);

/** Pairs that cannot agree, because one side does not hold what the other shows. */
const exceptions: readonly (readonly [RegExp, string])[] = [
  [/nbdkit|disk-network-ssh-password/, 'libvirt finds nbdkit on the host, and puts it in between'],
  [/disk-startuppolicy-optional-drop/, 'the volume is not there at the start, and is left out'],
  [/disk-transient/, 'an overlay over a shared image is plugged in after the start'],
  [/hvf-aarch64-virt-headless.xml/, 'libvirt chooses the firmware, and with it the format'],
  [/(bios-nvram-secure|machine-smm-opt).xml/, 'a QEMU without its LSI controller'],
  [/libvirt-2017-drive.disk-floppy-tray/, 'libvirt of 2017 left out a floppy whose tray is open'],
];

function reasonOf({ folder, xml }: Pair): string | undefined {
  return exceptions.find(([pattern]) => pattern.test(`${folder}/${xml}`))?.[1];
}

/** Domains that libvirt refuses because of what it reads of their disks. */
const refused = [
  'disk-address-conflict.xml',
  'disk-attaching-partition-nosupport.xml',
  'disk-fdc-incompatible-address.xml',
  'disk-floppy-pseries.xml',
  'disk-ide-incompatible-address.xml',
  'disk-same-targets.xml',
  'disk-sata-incompatible-address.xml',
  'disk-scsi-incompatible-address.xml',
];

/** Floppy drives on pseries, and a LUN of an image that is not raw: later releases take neither. */
const tookIn2017 = ['disk-floppy-pseries.xml', 'virtio-lun.xml'];

function refusalsIn(folder: string, name: string): readonly string[] {
  const reader = name.endsWith('.xml') ? readLibvirt : readQemu;
  // What libvirt of 2017 started had ide-drive and scsi-disk, which are gone since 6.0.
  const qemuVersion = folder === 'libvirt-2017-drive' ? '2.10' : '';
  const { disks, notes } = only(read(reader, sample(folder, name), { qemuVersion }, name));
  return [...notes, ...disks.flatMap((disk) => disk.notes)]
    .filter(({ rule }) => rule === 'refused-by-qemu')
    .map(({ message }) => message);
}

type Settings = ReturnType<typeof settings>;

/** Only the names of files and devices are spelled alike on both sides. */
function comparable({ disks }: VmDefinition, folder: string): readonly Settings[] {
  return disks
    .map((disk) => settings(disk))
    .map((all) => ({
      ...all,
      name: /^(file|block)$/.test(all.source) ? all.name : '',
      // libvirt of 2017 had no share-rw=on to say it with.
      shared: folder === 'libvirt-2017-drive' ? false : all.shared,
    }));
}

/** What a volume of a pool is, only the pool knows. */
function agrees(xml: Settings, args: Settings): boolean {
  const isVolume = xml.source === 'volume';
  const known = isVolume ? { ...args, source: xml.source, name: xml.name } : args;
  const same = xml.format === 'unresolved' && isVolume ? { ...known, format: xml.format } : known;
  return JSON.stringify(xml) === JSON.stringify(same);
}

/** libvirt sorts disks by their targets, so the order may differ. */
function unmatched(xml: readonly Settings[], args: readonly Settings[]) {
  const left = [...args];
  const without = xml.filter((each) => {
    const index = left.findIndex((other) => agrees(each, other));
    if (index !== -1) left.splice(index, 1);
    return index === -1;
  });
  return { onlyInXml: without, onlyInArgs: left };
}

describe.skipIf(!hasSamples)('libvirt XML and the command line that libvirt makes of it', () => {
  it('are there', () => {
    expect(pairs.length).toBeGreaterThan(850);
  });

  it.each(pairs.filter((pair) => reasonOf(pair) === undefined))('$folder/$xml', (pair) => {
    const fromXml = only(read(readLibvirt, sample(pair.folder, pair.xml), {}, pair.xml));
    const fromArgs = only(read(readQemu, sample(pair.folder, pair.args), {}, pair.args));
    const found = unmatched(comparable(fromXml, pair.folder), comparable(fromArgs, pair.folder));
    expect(found).toEqual({ onlyInXml: [], onlyInArgs: [] });
  });

  it('refuse nothing that libvirt took', () => {
    const wrong = pairs
      .filter(({ folder, xml }) => folder !== folders[2] || !tookIn2017.includes(xml))
      .flatMap(({ folder, xml, args }) => {
        const found = [...refusalsIn(folder, xml), ...refusalsIn(folder, args)];
        return found.map((message) => `${folder}/${args}: ${message}`);
      });
    expect(wrong).toEqual([]);
  });

  it.each(refused)('refuse %s, as libvirt does', (name) => {
    expect(refusalsIn('libvirt-11.3.0', name)).not.toEqual([]);
  });
});
