import type { FrontendId, PatchId } from '../../model/configuration.js';
import type { DimensionValue } from './dimension.js';

/** What a step of the action plans changes. Closed, so that a new step is a row and no code. */
export type PatchEffect =
  /** The driver drains its queue for a barrier when the device can neither flush nor tag. */
  | { readonly kind: 'drain-without-flush'; readonly frontend: FrontendId }
  | { readonly kind: 'advertise-cache'; readonly frontend: FrontendId }
  /** Device and guest driver speak a flush command, and the device advertises it. */
  | { readonly kind: 'flush-command'; readonly frontend: FrontendId }
  /** A flush no longer stalls the vCPU. */
  | { readonly kind: 'asynchronous-flush' }
  /** No device advertises a cache where every write is O_DSYNC. */
  | { readonly kind: 'advertise-only-when-caching' };

export interface PatchRow extends DimensionValue<PatchId> {
  readonly effect: PatchEffect;
  /** The first release that has it. */
  readonly landed: string;
}

/** The commit was read, and which release contains it. */
function landedIn(landed: string) {
  return { landed, source: landed, confidence: 'read' } as const;
}

export const patches = [
  {
    id: 'virtio-ordered-queue',
    sentence: "the guest's virtio driver drains its queue for barriers",
    effect: { kind: 'drain-without-flush', frontend: 'virtio-blk' },
    ...landedIn('Linux 2.6.36'),
  },
  {
    id: 'ide-write-cache',
    sentence: 'the IDE disk sets the write cache enabled bit',
    effect: { kind: 'advertise-cache', frontend: 'ide' },
    ...landedIn('QEMU 0.12 (e900a7b748)'),
  },
  {
    id: 'virtio-flush',
    sentence: 'virtio-blk has a flush command, always advertised, and the guest driver uses it',
    effect: { kind: 'flush-command', frontend: 'virtio-blk' },
    ...landedIn('QEMU 0.12 (aa659be3dc) with Linux 2.6.32 (f1b0ef06260)'),
  },
  {
    id: 'async-fsync',
    sentence: 'flushes run beside the vCPU instead of stalling it',
    effect: { kind: 'asynchronous-flush' },
    ...landedIn('QEMU 0.12 (b2e12bc6e3); SCSI 1.0 (0a4ac106f7)'),
  },
  {
    id: 'honest-write-cache',
    sentence: 'a write cache is advertised only where completed writes are cached',
    effect: { kind: 'advertise-only-when-caching' },
    ...landedIn('QEMU 0.12 (e900a7b748)'),
  },
] as const satisfies readonly PatchRow[];
