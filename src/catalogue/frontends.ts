import type { FrontendId } from '../model/configuration.js';

/** Which Linux driver serves the device; it decides the ordered mode of the queue. */
export type DriverId = 'sd' | 'virtio_blk';

export interface FrontendRow {
  readonly id: FrontendId;
  readonly sentence: string;
  /** Requests that the device takes at once. */
  readonly queueDepth: number;
  readonly driver: DriverId;
  readonly flushCommand: boolean;
  /** Whether the guest is told of a volatile write cache. */
  readonly advertisesCache: boolean;
  /** A write may carry Force Unit Access. */
  readonly fua: boolean;
  /** The device keeps the order of requests tagged as ordered (virtio's F_BARRIER). */
  readonly orderedTags: boolean;
  readonly source: string;
}

/** QEMU 0.10 and 0.11; a later release is another table. */
export const frontends = [
  {
    id: 'ide',
    sentence: 'IDE disk: one request in flight, FLUSH CACHE implemented, no write cache indicated',
    queueDepth: 1,
    driver: 'sd',
    flushCommand: true,
    advertisesCache: false,
    fua: false,
    orderedTags: false,
    source: 'QEMU v0.11.0 hw/ide.c; libata asks sd for the ordered mode',
  },
  {
    id: 'scsi',
    sentence: 'SCSI disk on lsi: SYNCHRONIZE CACHE, write cache always indicated, queue of 16',
    queueDepth: 16,
    driver: 'sd',
    flushCommand: true,
    advertisesCache: true,
    fua: false,
    orderedTags: false,
    source: 'QEMU v0.11.0 hw/scsi-disk.c (MODE SENSE), hw/lsi53c895a.c',
  },
  {
    id: 'virtio-blk',
    sentence: 'virtio-blk: ring of 128, no flush command, no barrier feature, no draining',
    queueDepth: 128,
    driver: 'virtio_blk',
    flushCommand: false,
    advertisesCache: false,
    fua: false,
    orderedTags: false,
    source: 'QEMU v0.11.0 hw/virtio-blk.c; Linux commit e467cde2381',
  },
] as const satisfies readonly FrontendRow[];
