import { describe, expect, it } from 'vitest';
import type { Fact, VmDisk } from '../../src/model/vm-disk.js';
import { readers } from './readers.js';
import { read } from './reading.js';
import { hasSamples, sample, sampleNames } from './shared.js';

/** virt-manager's own tests: command lines beside the domains that virt-install made of them. */
interface Pair {
  readonly name: string;
  readonly file: string;
  readonly words: string;
}

/** The connections that those tests fake, as what a command line says of the same. */
const connections: Readonly<Record<string, string>> = {
  'URI-KVM-ARMV7L': 'qemu:///system --arch armv7l',
  'URI-KVM-AARCH64': 'qemu:///system --arch aarch64',
  'URI-TEST-REMOTE': 'test:///default',
  test_suite: 'test:///default',
};

function connected(words: string): string {
  if (!words.includes('--connect')) return `${words} --connect test:///default`;
  return words.replace(/--connect ([\w-]+)/g, (whole, name: string) => {
    const uri = name.startsWith('URI-KVM') ? 'qemu:///system' : undefined;
    const known = connections[name] ?? uri;
    return known === undefined ? whole : `--connect ${known}`;
  });
}

/** Parts of them are Python: strings, some with a name in between. */
function plain(text: string): string {
  if (!/^'.*'$|^'.*' [+%] /.test(text)) return text;
  return text
    .replace(/^'|'$/g, '')
    .replace(/' \+ utils\.URIs\.(\w+)( \+ ')?/g, '$1')
    .replace(/^(.*)%s(.*)' % utils\.URIs\.(\w+)$/, '$1$3$2');
}

function pairsOf(table: string): readonly Pair[] {
  const names = new Set(sampleNames('virt-install'));
  return table.split('\n').flatMap((line) => {
    const [app, , common = '', name = '', file = '', words = ''] = line.split('\t');
    if (app !== 'vinst' || !names.has(file)) return [];
    const text = `${plain(common)} ${plain(words)}`
      .replace(/\\n/g, ' ')
      .replace(/%\(([\w-]+)\)s/g, (_, key: string) =>
        /^(EXIST|NEW)IMG/.test(key) ? `/var/pool/${key}.img` : key,
      );
    return [{ name, file, words: connected(text) }];
  });
}

const keys = [
  'frontend',
  'writeback',
  'direct',
  'noFlush',
  'aio',
  'format',
  'werror',
  'rerror',
  'discard',
  'detectZeroes',
] as const;

/** What is left open may be any of its values. */
function agree(ours: Fact<unknown>, theirs: Fact<unknown>): boolean {
  if (!theirs.known) return true;
  if (ours.known) return ours.value === theirs.value;
  return ours.values.length === 0 || ours.values.includes(theirs.value);
}

function differences(ours: readonly VmDisk[], theirs: readonly VmDisk[]): readonly string[] {
  if (ours.length !== theirs.length) return [`${ours.length} disks, not ${theirs.length}`];
  return ours.flatMap((disk, index) => {
    const other = theirs[index];
    if (other === undefined) return [];
    return keys.filter((key) => !agree(disk[key], other[key])).map((key) => `${disk.id} ${key}`);
  });
}

/** What the command line alone does not tell. */
const exceptions: Readonly<Record<string, readonly string[]>> = {
  // The domain has other names for SCSI disks, and so other controllers.
  'many-devices': ['sdb frontend', 'sde frontend'],
  // /dev/zero is a character device, which libvirt takes for a file.
  'storage-creation': ['vdf direct', 'vdf aio', 'vdf discard'],
};

describe.skipIf(!hasSamples)('domains of virt-install', () => {
  const pairs = hasSamples ? pairsOf(sample('virt-install', 'PAIRS.tsv')) : [];

  it.each(pairs)('$name', ({ name, file, words }) => {
    const ours = read(readers['virt-install'], `virt-install ${words}\n`);
    const theirs = read(readers.libvirt, sample('virt-install', file));
    // Where it installs and then starts another domain, the last is the one that stays.
    expect(
      differences(ours.definitions[0]?.disks ?? [], theirs.definitions.at(-1)?.disks ?? []),
    ).toEqual(exceptions[name] ?? []);
  });

  it('are enough of them', () => expect(pairs.length).toBeGreaterThan(40));
});
