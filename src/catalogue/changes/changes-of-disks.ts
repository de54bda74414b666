import { hostNoteIds } from '../../model/configuration.js';
import type { ChangeRow } from './change.js';

const howToDisk: Readonly<Record<string, string>> = {
  'no-wce':
    "switch the disk's write cache off (hdparm -W0, sdparm --clear WCE, nvme set-feature -f 6 --value=0)",
  plp: 'a disk whose cache has power-loss protection',
  bbu: "a controller with a battery-backed cache, the disks' own caches off",
  'wce-honest': 'disks that honour flushes, and of an array all members',
};

const degraded = 'md-raid5-degraded';
const boughtDisks: readonly string[] = ['wce-honest', 'plp', 'bbu'];

/** An array that lacks a member, and is whole again: its disks are what they were. */
function isRebuild(to: string, from: string): boolean {
  return from === degraded && to === 'wce-honest';
}

const howToNote: Readonly<Record<string, string>> = {
  'ext3-no-barrier': "mount the host's ext3 with barrier=1",
  'block-node-no-flush': 'Linux 2.6.33 on the host',
  'odirect-no-flush': 'Linux 2.6.33 on the host',
};

/** What changes at the host's settings, and the disks below. */
export const changesOfDisks: readonly ChangeRow[] = [
  ...hostNoteIds.map((key) => ({
    key,
    never: ['on'],
    how: () => howToNote[key] ?? '',
  })),
  {
    key: 'disk',
    never: ['wce-lying', 'wce-fua-ignored', 'bbu-wce', degraded],
    // To rebuild the array and to switch caches off are two changes.
    neverFrom: { [degraded]: ['no-wce'] },
    how: (to, from) =>
      isRebuild(to, from)
        ? 'rebuild the array: add the missing member (mdadm --add)'
        : (howToDisk[to] ?? to),
    isBought: (to, from) => boughtDisks.includes(to) && !isRebuild(to, from),
  },
  {
    key: 'atomic-unit',
    never: [],
    forbids: (to, { disk }) => Number(to) < disk.atomicBytes,
    isTold: true,
    how: (value) => `a disk that writes ${value} bytes whole (AWUPF, atomic_write_unit_max_bytes)`,
    isBought: () => true,
  },
  {
    key: 'allocation',
    never: ['sparse', 'unwritten'],
    how: () => 'write the whole image once (preallocation=full)',
  },
];
