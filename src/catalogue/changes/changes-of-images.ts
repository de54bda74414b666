import { hosts } from '../dimensions/hosts.js';
import type { ChangeRow } from './change.js';

/** How an image gets another format. */
const howToFormat: Readonly<Record<string, string>> = {
  network: 'keep or replicate the image on another machine (nbd, rbd, iscsi, nfs)',
  qcow2: 'convert the image (qemu-img convert -O qcow2 -o preallocation=full)',
  raw: 'convert the image (qemu-img convert -O raw)',
};

const servers: readonly string[] = hosts.flatMap(({ id, isRemote }) => (isRemote ? [id] : []));

const syncStandard = 'zfs set sync=standard for it';

const otherNbd = 'nbd-other';

/** Hosts that are as another but for one setting: nobody gets there from elsewhere. */
const settingsOfHosts: Readonly<Record<string, { readonly from: string; readonly how: string }>> = {
  [otherNbd]: {
    from: 'nbd',
    how: "a server that keeps FUA: nbdkit, or QEMU's with aio=io_uring",
  },
  zfs: { from: 'zfs-nosync', how: syncStandard },
  zvol: { from: 'zvol-nosync', how: syncStandard },
};

function howToMove(to: string): string {
  return to === 'block-device' ? 'a logical volume as the image' : `move the image to: ${to}`;
}

/** What changes at the image, and where it lies. */
export const changesOfImages: readonly ChangeRow[] = [
  {
    key: 'format',
    // To what serves as well as qcow2, and is used less, nobody converts an image.
    never: ['protocol', 'qed', 'vdi', 'vmdk'],
    // What lies on another machine stays there.
    forbids: (to, { image, host }) =>
      image.format === 'network' && !(to === 'qcow2' && servers.includes(host.storage)),
    // The definition says raw already.
    isAnothers: (to, froms) => to === 'raw' && froms.includes(to) && froms.includes('protocol'),
    isTold: true,
    how: (value, from) =>
      from === 'protocol' && value === 'raw'
        ? 'the raw driver over the node of the file'
        : (howToFormat[value] ?? value),
    isBought: (to) => to === 'network',
  },
  {
    key: 'host',
    // Nobody moves an image below another layer for the sake of a flush; to another machine: format=network.
    never: [
      'file-nobarrier',
      'btrfs',
      'btrfs-nocow',
      'zfs-nosync',
      'zvol-nosync',
      'tmpfs',
      'dm-crypt',
      'md',
      'loop',
      ...servers.filter((id) => id !== otherNbd),
    ],
    forbids: (to, { host }) => {
      const from = settingsOfHosts[to]?.from;
      return from !== undefined && from !== host.storage;
    },
    how: (to) => settingsOfHosts[to]?.how ?? howToMove(to),
  },
];
