import { cacheNameOf } from '../model/cache-name.js';
import { type Configuration, oldMachineIds, type QemuSettings } from '../model/configuration.js';
import { cacheSwitchOf } from './cache-switches.js';
import { scsiDisks, virtioDisks } from './device-properties.js';
import { findDevice } from './devices.js';
import { errorHandlings, keepsFromGuest } from './error-handling.js';
import { isInFile } from './file-hosts.js';
import { guestKernels } from './guests.js';
import { hosts } from './hosts.js';
import { removalOfVersion } from './machine-types.js';
import { isOfLinux } from './of-linux.js';
import { fixedQueues, isTooDeep, queueLimits } from './queue-depths.js';
import type { Refusal } from './refusal.js';
import { idleSettings } from './refusals-of-settings.js';
import { isOlder, machineRelease, neighboursOf } from './releases.js';
import { rowOf } from './row-of.js';

const barrierFrontends: readonly string[] = ['ide', 'ahci', 'scsi', 'usb-storage', 'virtio-blk'];
/** Linux drivers/nvme (3.3), drivers/usb/storage/uas.c (2.6.37), drivers/scsi/virtio_scsi.c (3.4). */
const laterDrivers: readonly string[] = ['nvme', 'usb-uas', 'virtio-scsi'];
const fileFormats: readonly string[] = ['qed', 'vdi', 'vmdk'];
/** The hosts that the mail speaks of. */
export const mailHosts: readonly string[] = ['file', 'file-nobarrier', 'ext3', 'block-device'];
const switchedOff = 'device-off';
const firecrackerCaches: readonly string[] = ['writeback', 'unsafe'];
const cloudHypervisorCaches: readonly string[] = ['writeback', 'none'];

function hasBarriers({ guest }: Configuration): boolean {
  return guestKernels.find(({ id }) => id === guest.kernel)?.era === 'barriers';
}

function isGone({ machine, release }: QemuSettings): boolean {
  return oldMachineIds.some((id) => id === machine) && removalOfVersion(machine, release) !== null;
}

export const refusals: readonly Refusal[] = [
  {
    because: 'this QEMU release has no such device',
    isSo: (configuration) => findDevice(configuration) === undefined,
  },
  {
    because: 'this QEMU release was neither run nor read, and lies between no two that were',
    isUnknown: true,
    isSo: ({ qemu }) => neighboursOf(qemu.release).length === 1,
  },
  {
    because: 'a machine type is never newer than its QEMU release',
    isSo: ({ qemu }) =>
      isOlder(machineRelease(qemu.release, 'newest'), machineRelease(qemu.release, qemu.machine)),
  },
  {
    because: 'a machine type up to 4.2 is gone since QEMU 10.2 (include/hw/boards.h)',
    isSo: ({ qemu }) => isGone(qemu),
  },
  {
    because: 'dpofua is a property of scsi-hd, since QEMU 1.1',
    isSo: ({ device, frontend, qemu }) =>
      device.dpofua !== 'auto' && (!scsiDisks.includes(frontend) || qemu.release === '0.11'),
  },
  {
    because: 'config-wce is a property of virtio-blk and vhost-user-blk, since QEMU 1.2',
    isSo: ({ device, frontend, qemu }) =>
      device.configWce === 'off' && (!virtioDisks.includes(frontend) || qemu.release === '0.11'),
  },
  ...queueLimits.map(
    (limit): Refusal => ({
      because: limit.because,
      isSo: ({ device, frontend }) =>
        limit.frontends.includes(frontend) && isTooDeep(limit, device.queueDepth),
    }),
  ),
  {
    because: 'how the queue of a device is made longer or shorter is known of Linux 6.12 here',
    isUnknown: true,
    isSo: ({ device, guest }) => device.queueDepth !== 'device' && guest.kernel !== '6.12',
  },
  {
    because: 'no setting of Linux is known that makes the queue of this device shorter',
    isUnknown: true,
    isSo: ({ device, frontend }) => device.queueDepth === '1' && fixedQueues.includes(frontend),
  },
  {
    because: 'aio=native needs O_DIRECT (QEMU commit d657c0c289): cache=none or directsync',
    isSo: ({ qemu, cache }) => qemu.aio === 'native' && !cache.direct,
  },
  {
    because: 'QEMU 0.11 knows writethrough, writeback and none, raw images and aio=threads here',
    isSo: ({ qemu, cache, image }) =>
      qemu.release === '0.11' &&
      (cache.noFlush ||
        (cache.direct && !cache.writeback) ||
        image.format !== 'raw' ||
        qemu.aio !== 'threads'),
  },
  {
    because: 'QEMU reserves no blocks in a qed, vdi or vmdk image (preallocation=falloc)',
    isSo: ({ image }) => fileFormats.includes(image.format) && image.allocation === 'unwritten',
  },
  {
    because: 'an image on another machine is --format network, or one with tables (qcow2, ...)',
    isSo: ({ image, host }) =>
      hosts.some(({ id, isRemote }) => id === host.storage && isRemote) &&
      (image.format === 'raw' || image.format === 'protocol'),
  },
  {
    because: 'an array of MD is one of this host, and the image on it',
    isSo: ({ disk, image, host }) =>
      disk.kind === 'md-raid5-degraded' &&
      (image.format === 'network' ||
        hosts.some(({ id, isRemote }) => id === host.storage && isRemote)),
  },
  {
    because:
      'file systems commit with FUA what is new in a file: what such a disk keeps of it is not modelled',
    isUnknown: true,
    isSo: ({ disk, image, host }) =>
      disk.kind === 'wce-fua-ignored' &&
      isInFile(host.storage) &&
      host.storage !== 'zfs' &&
      (image.allocation !== 'full' || host.storage === 'btrfs'),
  },
  {
    because: 'QEMU 0.11 is modelled on hosts of its time',
    isUnknown: true,
    isSo: ({ qemu, host }) => qemu.release === '0.11' && !mailHosts.includes(host.storage),
  },
  {
    because: 'the steps of the action plans are changes of QEMU 0.11',
    isSo: ({ qemu, patches }) => qemu.release !== '0.11' && patches.length > 0,
  },
  {
    because: 'Linux 2.6.31 has no driver for this device',
    isSo: (configuration) =>
      hasBarriers(configuration) && laterDrivers.includes(configuration.frontend),
  },
  {
    because: 'what Linux 2.6.31 does with this device is not modelled',
    isUnknown: true,
    isSo: (configuration) =>
      hasBarriers(configuration) && !barrierFrontends.includes(configuration.frontend),
  },
  {
    because: 'QEMU 0.11 is modelled with guests of its time (Linux 2.6.31)',
    isUnknown: true,
    isSo: (configuration) => configuration.qemu.release === '0.11' && !hasBarriers(configuration),
  },
  {
    because: "what the guest's kernel believes of the write cache can be changed since Linux 4.7",
    isSo: (configuration) =>
      configuration.guest.writeCache === 'write-through' && hasBarriers(configuration),
  },
  {
    because: 'a guest can switch the write cache of its device off since QEMU 1.2',
    isUnknown: true,
    isSo: ({ qemu, guest }) => qemu.release === '0.11' && guest.writeCache === switchedOff,
  },
  {
    because: 'config-wce=off takes the command away that switches the write cache off',
    isSo: ({ guest, device }) => guest.writeCache === switchedOff && device.configWce === 'off',
  },
  {
    because: 'this device takes no command that switches a write cache off',
    isUnknown: true,
    isSo: ({ frontend, qemu, guest }) =>
      guest.writeCache === switchedOff &&
      frontend !== 'cloud-hypervisor' &&
      cacheSwitchOf({ frontend, qemu }) === undefined,
  },
  {
    because: 'Cloud Hypervisor syncs each write then, and drops the errors: that is not modelled',
    isUnknown: true,
    isSo: ({ frontend, guest }) =>
      frontend === 'cloud-hypervisor' && guest.writeCache === switchedOff,
  },
  {
    because: 'how Windows switches the write cache of a device off is not known',
    isUnknown: true,
    isSo: ({ guest }) =>
      guest.writeCache === switchedOff && rowOf(guestKernels, guest.kernel).switchesCache === '',
  },
  {
    because: 'the virtio_blk of Linux 2.6.31 knows no write cache, and cannot switch one off',
    isUnknown: true,
    isSo: (configuration) =>
      configuration.guest.writeCache === switchedOff &&
      configuration.frontend === 'virtio-blk' &&
      hasBarriers(configuration),
  },
  {
    because: 'what other systems than Linux keep of a page that they failed to write is not known',
    isUnknown: true,
    isSo: ({ guest }) => guest.fsyncError === 'retries' && !isOfLinux(guest),
  },
  {
    because: 'viostor drives vhost-user-blk too: what its flushes are there is not modelled',
    isUnknown: true,
    isSo: ({ frontend, guest }) =>
      guest.kernel === 'windows-old-viostor' && frontend === 'vhost-user-blk',
  },
  {
    because:
      "what an old viostor turns on is the write cache of QEMU's virtio-blk: it is as windows",
    isSo: ({ frontend, guest }) =>
      guest.kernel === 'windows-old-viostor' && frontend !== 'virtio-blk',
  },
  {
    because: 'what other systems than Linux do with a flush for a MegaRAID controller is not known',
    isUnknown: true,
    isSo: ({ frontend, guest }) => frontend === 'megasas' && !isOfLinux(guest),
  },
  {
    because: 'Firecracker has the cache types writeback and unsafe, and raw images',
    isSo: ({ frontend, cache, image }) =>
      frontend === 'firecracker' &&
      (!firecrackerCaches.includes(cacheNameOf(cache)) || image.format !== 'raw'),
  },
  {
    because: 'Cloud Hypervisor is modelled with raw images, direct=off (writeback) or on (none)',
    isUnknown: true,
    isSo: ({ frontend, cache, image }) =>
      frontend === 'cloud-hypervisor' &&
      (!cloudHypervisorCaches.includes(cacheNameOf(cache)) || image.format !== 'raw'),
  },
  ...errorHandlings
    .filter(({ effect }) => effect === 'refused')
    .map(
      ({ frontends, sentence }): Refusal => ({
        because: sentence,
        isSo: ({ frontend, qemu }) => frontends.includes(frontend) && keepsFromGuest(qemu.werror),
      }),
    ),
  ...idleSettings,
];

/**
 * Why the configuration cannot be; '' where it can.
 *
 * @param more - refusals of what somebody names more exactly than a configuration says it
 */
export function refusalOf(configuration: Configuration, more: readonly Refusal[] = []): string {
  const isSo = (refusal: Refusal) => refusal.isSo(configuration);
  return (refusals.find(isSo) ?? more.find(isSo))?.because ?? '';
}

/** Why it is refused although it may be; '' for one that is not, or that cannot be. */
export function unknownBecause(configuration: Configuration): string {
  const refusal = refusals.find(({ isSo }) => isSo(configuration));
  return refusal?.isUnknown === true ? refusal.because : '';
}
