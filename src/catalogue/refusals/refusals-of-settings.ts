import type { Configuration } from '../../model/configuration.js';
import { hosts } from '../dimensions/hosts.js';
import { formats } from '../dimensions/images.js';
import { isInFile } from '../file-hosts.js';
import { isOfLinux } from '../releases/of-linux.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { rowOf } from '../row-of.js';
import type { Refusal } from './refusal.js';

/** Another machine has the image, by a driver of QEMU's for its protocol. */
function isElsewhere({ image, host }: Configuration): boolean {
  return image.format === 'network' || rowOf(hosts, host.storage).isRemote;
}

/** A device has all of its blocks, unless a format with tables is on it. */
function isWhole({ image, host }: Configuration): boolean {
  return !isInFile(host.storage) && rowOf(formats, image.format).maps === 'nothing';
}

const isOfOtherMonitor = ({ frontend }: Configuration) => !isOfQemu(frontend);

/** By the keys of dimensions: where a setting does nothing, so that its value says nothing. */
const idleWhere: Readonly<Record<string, (configuration: Configuration) => boolean>> = {
  aio: isElsewhere,
  machine: isOfOtherMonitor,
  allocation: isWhole,
};

export function isIdle(key: string, configuration: Configuration): boolean {
  return idleWhere[key]?.(configuration) ?? false;
}

/**
 * Settings of a layer that has none such: they would do nothing. Linux Documentation/ABI/stable/sysfs-block
 * has queue/write_cache.
 */
export const idleSettings: readonly Refusal[] = [
  {
    because: 'aio is an option of files and devices of the host (file-posix, host_device) alone',
    source: 'QEMU block/nbd.c, rbd.c, iscsi.c, nfs.c and gluster.c: no such option',
    confidence: 'read',
    isSo: (configuration) => configuration.qemu.aio !== 'threads' && isElsewhere(configuration),
  },
  {
    because: 'machine types are those of QEMU; this monitor has none',
    source: 'Firecracker 1.16 vmm_config/drive.rs, Cloud Hypervisor 53 --disk: no such option',
    confidence: 'read',
    isSo: (configuration) =>
      configuration.qemu.machine !== 'newest' && isOfOtherMonitor(configuration),
  },
  {
    because:
      'a file, or a format with tables, has blocks to allocate: a device has all of its own (what a thin ' +
      'volume finds again is not modelled; qcow2 with a map of its own is)',
    source: 'what the hosts are here (hosts.ts)',
    confidence: 'read',
    isSo: (configuration) => configuration.image.allocation !== 'full' && isWhole(configuration),
  },
  {
    because: 'queue/write_cache and cache_type are files of Linux, which other systems do not have',
    isUnknown: true,
    isSo: ({ guest }) => guest.writeCache === 'write-through' && !isOfLinux(guest),
  },
  {
    because:
      'nobarrier is of file systems of Linux; what keeps others from flushing is not modelled',
    isUnknown: true,
    isSo: ({ guest }) => guest.mount === 'nobarrier' && !isOfLinux(guest),
  },
];
