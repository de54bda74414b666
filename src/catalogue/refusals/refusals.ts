import { type Configuration, oldMachineIds, type QemuSettings } from '../../model/configuration.js';
import { findDevice } from '../devices/devices.js';
import { errorHandlings, keepsFromGuest } from '../devices/error-handling.js';
import { scsiDisks, virtioDisks } from '../dimensions/device-properties.js';
import { hosts } from '../dimensions/hosts.js';
import { fixedQueues, isTooDeep, queueLimits } from '../dimensions/queue-depths.js';
import { isInFile } from '../file-hosts.js';
import { sourceWords } from '../known.js';
import { removalOfVersion } from '../releases/machine-types.js';
import { isOfQemu } from '../releases/of-qemu.js';
import { isOlder, machineRelease, neighboursOf } from '../releases/releases.js';
import { type Refusal, wordsOfRefusal } from './refusal.js';
import { guestRefusals } from './refusals-of-guests.js';
import { monitorRefusals } from './refusals-of-monitors.js';
import { idleSettings } from './refusals-of-settings.js';

const fileFormats: readonly string[] = ['qed', 'vdi', 'vmdk'];
/** The hosts that the mail speaks of. */
export const mailHosts: readonly string[] = ['file', 'file-nobarrier', 'ext3', 'block-device'];

function isGone({ machine, release }: QemuSettings): boolean {
  return oldMachineIds.some((id) => id === machine) && removalOfVersion(machine, release) !== null;
}

export const refusals: readonly Refusal[] = [
  // Who asks about what is not QEMU is told of that first.
  ...monitorRefusals,
  {
    because: 'this QEMU release has no such device',
    source: 'the devices of each release that was read (devices.ts)',
    confidence: 'read',
    isSo: (configuration) => findDevice(configuration) === undefined,
  },
  {
    because: 'this QEMU release was neither run nor read, and lies between no two that were',
    isUnknown: true,
    isSo: ({ qemu }) => neighboursOf(qemu.release).length === 1,
  },
  {
    because: 'a machine type is never newer than its QEMU release',
    source: 'QEMU hw/core/machine.c: a type comes with the release that it is called by',
    confidence: 'read',
    isSo: ({ qemu }) =>
      isOlder(machineRelease(qemu.release, 'newest'), machineRelease(qemu.release, qemu.machine)),
  },
  {
    because: 'a machine type up to 4.2 is gone since QEMU 10.2 (include/hw/boards.h)',
    source: 'QEMU include/hw/boards.h, MACHINE_VER_DELETION',
    confidence: 'read',
    isSo: ({ qemu }) => isGone(qemu),
  },
  {
    because: 'dpofua is a property of scsi-hd, since QEMU 1.1',
    source: 'QEMU hw/scsi/scsi-disk.c, commit da8365dbab',
    confidence: 'read',
    isSo: ({ device, frontend, qemu }) =>
      device.dpofua !== 'auto' && (!scsiDisks.includes(frontend) || qemu.release === '0.11'),
  },
  {
    because: 'config-wce is a property of virtio-blk and vhost-user-blk, since QEMU 1.2',
    source: 'QEMU hw/block/virtio-blk.c, vhost-user-blk.c; commit 13e3dce068',
    confidence: 'read',
    isSo: ({ device, frontend, qemu }) =>
      device.configWce === 'off' && (!virtioDisks.includes(frontend) || qemu.release === '0.11'),
  },
  ...queueLimits.map(
    (limit): Refusal => ({
      because: `${limit.sentence} (${sourceWords(limit)})`,
      source: limit.source,
      confidence: limit.confidence,
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
    source: 'QEMU commit d657c0c289',
    confidence: 'read',
    // What is not QEMU opens a file for Linux AIO with O_DIRECT or without.
    isSo: ({ frontend, qemu, cache }) =>
      qemu.aio === 'native' && !cache.direct && isOfQemu(frontend),
  },
  {
    because: 'QEMU 0.11 knows writethrough, writeback and none, raw images and aio=threads here',
    source: 'QEMU v0.11.0 vl.c drive_init',
    confidence: 'read',
    isSo: ({ qemu, cache, image }) =>
      qemu.release === '0.11' &&
      (cache.noFlush ||
        (cache.direct && !cache.writeback) ||
        image.format !== 'raw' ||
        qemu.aio !== 'threads'),
  },
  {
    because: 'QEMU reserves no blocks in a qed, vdi or vmdk image (preallocation=falloc)',
    source: 'QEMU block/qed.c, block/vdi.c, block/vmdk.c',
    confidence: 'memory',
    isSo: ({ image }) => fileFormats.includes(image.format) && image.allocation === 'unwritten',
  },
  {
    because: 'an image on another machine is --format network, or one with tables (qcow2, ...)',
    source: 'what the formats are here (images.ts)',
    confidence: 'read',
    isSo: ({ image, host }) =>
      hosts.some(({ id, isRemote }) => id === host.storage && isRemote) &&
      (image.format === 'raw' || image.format === 'protocol'),
  },
  {
    because: 'an array of MD is one of this host, and the image on it',
    source: 'what the disk is here (disks.ts)',
    confidence: 'read',
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
      host.storage !== 'zfs-nosync' &&
      (image.allocation !== 'full' || host.storage === 'btrfs'),
  },
  {
    because: 'QEMU 0.11 is modelled on hosts of its time',
    isUnknown: true,
    isSo: ({ qemu, host }) => qemu.release === '0.11' && !mailHosts.includes(host.storage),
  },
  {
    because: 'the steps of the action plans are changes of QEMU 0.11',
    source: 'the mail, its action plans',
    confidence: 'read',
    isSo: ({ qemu, patches }) => qemu.release !== '0.11' && patches.length > 0,
  },
  ...guestRefusals,
  ...errorHandlings
    .filter(({ effect }) => effect === 'refused')
    .map(
      ({ frontends, sentence, source, confidence }): Refusal => ({
        because: sentence,
        source,
        confidence,
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
  const refusal = refusals.find(isSo) ?? more.find(isSo);
  return refusal === undefined ? '' : wordsOfRefusal(refusal);
}

/** Why it is refused although it may be; '' for one that is not, or that cannot be. */
export function unknownBecause(configuration: Configuration): string {
  const refusal = refusals.find(({ isSo }) => isSo(configuration));
  return refusal?.isUnknown === true ? refusal.because : '';
}
