import { describe, expect, it } from 'vitest';
import { readProxmox } from '../../src/config/proxmox/read.js';
import { readQemu } from '../../src/config/qemu/read.js';
import { sourceText } from '../../src/config/text.js';
import type { VmDefinition } from '../../src/model/vm-disk.js';
import { only, read, settings } from './reading.js';
import { hasSamples, sample, sampleNames } from './shared.js';

/** The storages of the test suite that made the pairs, as a host would have them. */
const storageCfg = [
  'dir: local\n\tpath /var/lib/vz\n',
  'dir: localsnapext\n\tpath /var/lib/vzsnapext\n',
  'btrfs: btrfs-store\n\tpath /butter/bread\n',
  'cifs: cifs-store\n\tpath /mnt/pve/cifs-store\n',
  'rbd: rbd-store\n\tpool cpool\n',
  'rbd: krbd-store\n\tpool cpool\n\tkrbd 1\n',
  'zfs: zfs-over-iscsi-store\n\tpool tank\n',
  'lvm: lvm-store\n\tvgname veegee\n',
  'lvmthin: local-lvm\n\tvgname pve\n',
].join('\n');

const storages = sourceText('storage.cfg', storageCfg);

interface Pair {
  readonly folder: string;
  readonly name: string;
  readonly qemuVersion: string;
}

/** What a release of Proxmox VE came with; a test of theirs may say another. */
const versions: Readonly<Record<string, string>> = {
  'proxmox-7.0-10-drive': '6.0',
  'proxmox-8.0.0-drive': '8.0',
  'proxmox-9.0.0-drive': '9.2',
  'proxmox-9.2.6-blockdev': '11.0',
};

const pairs: readonly Pair[] = Object.entries(versions).flatMap(([folder, version]) =>
  sampleNames(folder)
    .filter((name) => name.endsWith('.conf.cmd'))
    .map((name) => {
      const conf = sample(folder, name.replace(/\.cmd$/, ''));
      const qemuVersion = /^# QEMU_VERSION: (\S+)/m.exec(conf)?.[1] ?? version;
      return { folder, name: name.replace(/\.conf\.cmd$/, ''), qemuVersion };
    }),
);

/** Paths are the storage's to make. */
function comparable({ disks }: VmDefinition) {
  return disks
    .map((disk) => ({ ...settings(disk), name: '', isKept: disk.disposable === '' }))
    .map((all) => JSON.stringify(all))
    .sort();
}

/** Proxmox VE took all of them. */
function refusals({ disks, notes }: VmDefinition) {
  return [...notes, ...disks.flatMap((disk) => disk.notes)].filter(
    ({ rule }) => rule === 'refused-by-qemu',
  );
}

describe.skipIf(!hasSamples)(
  'Proxmox VE files and the commands that Proxmox VE makes of them',
  () => {
    it('are there', () => {
      expect(pairs.length).toBeGreaterThan(80);
    });

    it.each(pairs)('$folder/$name', ({ folder, name, qemuVersion }) => {
      const context = { qemuVersion, storages };
      const conf = `${name}.conf`;
      const cmd = `${name}.conf.cmd`;
      const fromConf = only(read(readProxmox, sample(folder, conf), context, conf));
      const fromCmd = only(read(readQemu, sample(folder, cmd), context, cmd));
      expect(comparable(fromConf)).toEqual(comparable(fromCmd));
      expect([fromConf, fromCmd].flatMap(refusals)).toEqual([]);
    });
  },
);
