import type { FrontendId, QueueDepthId } from '../../model/configuration.js';
import type { Known } from '../known.js';
import type { DimensionValue } from './dimension.js';

interface QueueDepthRow extends DimensionValue<QueueDepthId> {
  /** Requests in flight at most; 0 for as many as the device takes by itself. */
  readonly requests: number;
}

function upTo(requests: 16 | 32 | 64 | 128 | 256 | 1024): QueueDepthRow {
  return {
    id: `${requests}`,
    requests,
    sentence: `the guest keeps up to ${requests} requests in flight, if the device takes as many`,
    source: 'Linux 6.12: the drivers take as many as the device has room for, or fewer',
    confidence: 'read',
  };
}

/**
 * None between 1 and 16: what a script does with so many is not told apart by the analysis, and what is
 * safe with more is safe with fewer.
 */
export const queueDepths: readonly QueueDepthRow[] = [
  {
    id: 'device',
    requests: 0,
    sentence: 'as many requests in flight as device and driver have by themselves (the default)',
    source: 'device/queue_depth and nr_requests of Linux 6.1 on QEMU 7.2.22, run',
    confidence: 'measured',
  },
  {
    id: '1',
    requests: 1,
    sentence: 'the guest keeps one request in flight: without NCQ or tags',
    source:
      'Linux 6.12: device/queue_depth in sysfs (drivers/ata/libata-sata.c ata_change_queue_depth, ' +
      'scsi_change_queue_depth), virtio_blk.queue_depth, nvme.io_queue_depth',
    confidence: 'read',
  },
  ...([16, 32, 64, 128, 256, 1024] as const).map(upTo),
];

/** How many requests a device takes where guest and QEMU are set up for as many as can be. */
export interface QueueLimitRow extends Known {
  readonly frontends: readonly FrontendId[];
  readonly requestsMax: number;
  readonly sentence: string;
}

/** Those that are not named take as many as any value here. */
export const queueLimits: readonly QueueLimitRow[] = [
  {
    frontends: ['ide'],
    requestsMax: 1,
    sentence: 'PIIX IDE has no NCQ: one request at a time',
    source: 'QEMU hw/ide/core.c ide_identify, word 76: AHCI alone',
    confidence: 'read',
  },
  {
    frontends: ['ahci'],
    requestsMax: 32,
    sentence: 'NCQ has 32 commands at most',
    source: 'QEMU hw/ide/ahci.c, AHCI_MAX_CMDS',
    confidence: 'read',
  },
  {
    frontends: ['usb-storage'],
    requestsMax: 1,
    sentence: 'Bulk-Only Transport takes one command at a time',
    source: 'QEMU hw/usb/dev-storage.c; measured',
    confidence: 'measured',
  },
  {
    frontends: ['sd', 'emmc', 'pflash', 'floppy'],
    requestsMax: 1,
    sentence: 'cards, flash and floppies have no queue: one request at a time',
    source: 'QEMU hw/sd/sd.c, hw/block/pflash_cfi01.c, fdc.c; sd measured',
    confidence: 'read',
  },
  {
    frontends: ['usb-uas'],
    requestsMax: 30,
    sentence: 'UAS has 30 commands at most',
    source: 'Linux drivers/usb/storage/uas.c: 32 less 2 on USB 2',
    confidence: 'read',
  },
  {
    frontends: ['scsi'],
    requestsMax: 64,
    sentence: 'sym53c8xx has 64 tags at most',
    source: 'Linux CONFIG_SCSI_SYM53C8XX_MAX_TAGS',
    confidence: 'read',
  },
  {
    frontends: ['xen-block'],
    requestsMax: 512,
    sentence: 'a ring of Xen has 16 pages at most, of 32 requests',
    source: 'Linux XENBUS_MAX_RING_GRANTS',
    confidence: 'read',
  },
  {
    frontends: ['firecracker'],
    requestsMax: 256,
    sentence: 'the queue of Firecracker has 256 entries',
    source: 'FIRECRACKER_MAX_QUEUE_SIZE',
    confidence: 'read',
  },
];

/** Devices of which no setting of Linux is known that makes their queue shorter. */
export const fixedQueues: readonly FrontendId[] = ['usb-uas', 'xen-block'];

function requestsOf(queueDepth: QueueDepthId): number {
  return queueDepths.find(({ id }) => id === queueDepth)?.requests ?? 0;
}

export function isTooDeep({ requestsMax }: QueueLimitRow, queueDepth: QueueDepthId): boolean {
  return requestsOf(queueDepth) > requestsMax;
}

/** Another device has the depth of the one before it if it takes as many. */
export function queueDepthOn(frontend: FrontendId, queueDepth: QueueDepthId): QueueDepthId {
  const limit = queueLimits.find(({ frontends }) => frontends.includes(frontend));
  return limit !== undefined && isTooDeep(limit, queueDepth) ? 'device' : queueDepth;
}
