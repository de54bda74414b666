import { missingIn } from '../catalogue/device-since.js';
import type { VmDisk } from '../model/vm-disk.js';
import { valuesOf } from './facts.js';
import type { Runner } from './runner.js';

/** What a frontend that nobody knows may be. */
export const frontendsUsual = [
  'virtio-blk',
  'virtio-scsi',
  'ide',
  'ahci',
  'nvme',
  'usb-storage',
] as const;

/** Why QEMU does not start: none of the devices that it may be is in the version that somebody gives. */
export function deviceMissing({ frontend }: VmDisk, { version = '' }: Runner): string {
  if (version === '') return '';
  const names = valuesOf(frontend, frontendsUsual);
  const missing = names.flatMap((name) => missingIn(version, name) ?? []);
  const [first] = missing;
  if (first === undefined || missing.length < names.length) return '';
  return `QEMU ${version} has no ${first.id}: it came with ${first.since} (${first.source})`;
}
