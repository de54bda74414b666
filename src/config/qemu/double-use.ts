import type { ConfigNote } from '../../model/vm-disk.js';
import { note } from '../draft.js';
import { isUnknown } from '../shell/word.js';
import type { Assembly } from './assembly.js';
import { type DiskDevice, property } from './devices.js';
import type { Drive } from './drives.js';
import { type Option, type Options, option, positionOf, truth } from './options.js';

/** Names that are given twice, and drives that two devices want: QEMU does not start (7.2, run). */
export function doubleUses(
  { setup, drives, around, named }: Assembly,
  devices: readonly DiskDevice[],
): readonly ConfigNote[] {
  const nodes = [...setup.drives, ...setup.blockdevs];
  return [
    ...repeated(setup.drives, 'id', 'drives have the id'),
    ...repeated(nodes, 'node-name', 'nodes have the name'),
    ...repeated(
      devices.map(({ options }) => options),
      'id',
      'devices have the id',
    ),
    ...shared(devices, (name) => named.get(name)?.isDrive !== false),
    ...drives.flatMap((drive) => ownAlready(drive, devices, around.machine !== null)),
  ];
}

function refusal(found: Option, message: string): ConfigNote {
  return note('refused-by-qemu', `${message}: QEMU does not start`, positionOf(found));
}

function repeated(lists: readonly Options[], key: string, what: string): readonly ConfigNote[] {
  const seen = new Set<string>();
  return lists.flatMap((options) => {
    const found = option(options, key);
    if (found === undefined || isUnknown(found.value)) return [];
    if (!seen.has(found.value)) {
      seen.add(found.value);
      return [];
    }
    return [refusal(found, `two ${what} \`${found.value}\``)];
  });
}

/** A -blockdev may have two devices that share it; a -drive has one. */
function shared(
  devices: readonly DiskDevice[],
  isDrive: (name: string) => boolean,
): readonly ConfigNote[] {
  const first = new Map<string, DiskDevice>();
  return devices.flatMap((device) => {
    const drive = property(device, 'drive');
    if (drive === undefined || isUnknown(drive.value)) return [];
    const other = first.get(drive.value);
    if (other === undefined) first.set(drive.value, device);
    const isAgreed = !isDrive(drive.value) && [device, other].every(isSharing);
    if (other === undefined || isAgreed) return [];
    return [refusal(drive, `two devices use the drive \`${drive.value}\``)];
  });
}

function isSharing(device: DiskDevice | undefined): boolean {
  const found = device === undefined ? undefined : property(device, 'share-rw');
  return found !== undefined && truth(found.value) !== false;
}

/** `if=virtio` makes a device of its own. */
function ownAlready(
  { iface, names }: Drive,
  devices: readonly DiskDevice[],
  isKnownMachine: boolean,
): readonly ConfigNote[] {
  if (!iface.known || !isKnownMachine || !/^(virtio|ide)$/.test(iface.value)) return [];
  const found = devices
    .flatMap((device) => property(device, 'drive') ?? [])
    .find(({ value }) => names.includes(value));
  if (found === undefined) return [];
  const by = `if=${iface.value}`;
  return [refusal(found, `the drive \`${found.value}\` has a device already, by its ${by}`)];
}
