import {
  type AioId,
  type AllocationId,
  type AtomicBytes,
  type CacheModeId,
  cacheModeIds,
  type ElevatorId,
  type FormatId,
  type FrontendId,
  type FsyncErrorId,
  type GuestKernelId,
  type HostNoteId,
  type MachineId,
  type MountId,
  type QemuReleaseId,
  type WerrorId,
  type WriteCacheId,
} from '../../model/configuration.js';
import type { FaultId } from '../../model/fault.js';
import type { Suite } from '../../model/result.js';
import type { DiskId, HostId } from '../../model/storage.js';
import type { DimensionValue } from './dimension.js';

/** A dated bundle of facts and defaults. */
export interface Profile extends DimensionValue {
  readonly guestKernel: GuestKernelId;
  readonly qemu: QemuReleaseId;
  readonly machine: MachineId;
  readonly aio: AioId;
  readonly werror: WerrorId;
  readonly format: FormatId;
  readonly writeCache: WriteCacheId;
  readonly suites: readonly Suite[];
  /** All that exist on the day. */
  readonly frontends: readonly FrontendId[];
  readonly caches: readonly CacheModeId[];
  /** Those that a run looks at where none is named. */
  readonly usualFrontends: readonly FrontendId[];
  readonly usualCaches: readonly CacheModeId[];
  readonly faults: readonly FaultId[];
  readonly host: HostId;
  readonly notes: Readonly<Record<HostNoteId, boolean>>;
  readonly disk: DiskId;
  readonly atomicBytes: AtomicBytes;
  readonly allocation: AllocationId;
  readonly mount: MountId;
  readonly fsyncError: FsyncErrorId;
  readonly elevator: ElevatorId;
}

const mailFrontends = ['ide', 'scsi', 'virtio-blk'] as const;
const mailCaches = ['writethrough', 'writeback', 'none'] as const;

const todayFrontends = [
  'virtio-blk',
  'virtio-scsi',
  'ide',
  'ahci',
  'nvme',
  'usb-storage',
  'scsi',
  'megasas',
  'vhost-user-blk',
  'sd',
  'emmc',
  'xen-block',
  'usb-uas',
  'pflash',
  'floppy',
] as const;

/** What is the same on every day since barriers were removed from Linux. */
const today = {
  guestKernel: '6.12',
  machine: 'newest',
  aio: 'threads',
  werror: 'enospc',
  format: 'raw',
  writeCache: 'device',
  suites: ['completion'],
  frontends: [...todayFrontends, 'firecracker', 'cloud-hypervisor'],
  caches: cacheModeIds,
  usualFrontends: todayFrontends,
  usualCaches: ['writeback', 'none', 'writethrough', 'directsync', 'unsafe'],
  faults: ['power-loss'],
  host: 'file',
  notes: { 'ext3-no-barrier': false, 'block-node-no-flush': false, 'odirect-no-flush': false },
  disk: 'wce-honest',
  atomicBytes: 512,
  allocation: 'full',
  mount: 'barrier',
  fsyncError: 'stops',
  elevator: 'cfq',
  confidence: 'measured',
} as const satisfies Omit<Profile, 'id' | 'sentence' | 'qemu' | 'source'>;

/** What QEMU had before 9.1. */
function isOlderThan91(frontend: FrontendId): boolean {
  return frontend !== 'emmc';
}

export const profiles = [
  {
    ...today,
    id: 'qemu-11.1',
    sentence: 'QEMU 11.1, the newest that was measured; Linux 6.12 as guest and host',
    qemu: '11.1',
    source: 'the defaults of QEMU 11.1.2, run with Linux 6.1',
  },
  {
    ...today,
    id: 'qemu-10.0',
    sentence: 'QEMU 10.0 (Debian 13); Linux 6.12 as guest and host',
    qemu: '10.0',
    source: 'the defaults of QEMU 10.0.13, run with Linux 6.1',
  },
  {
    ...today,
    frontends: today.frontends.filter(isOlderThan91),
    usualFrontends: today.usualFrontends.filter(isOlderThan91),
    id: 'qemu-7.2',
    sentence: 'QEMU 7.2 (Debian 12); Linux 6.1 or later as guest and host',
    qemu: '7.2',
    source: 'the defaults of QEMU 7.2.22, run with Linux 6.1',
  },
  {
    id: '2009-08',
    sentence: "the mail's day: QEMU 0.10/0.11, Linux up to 2.6.31 as guest and host",
    source: 'the mail; QEMU v0.11.0 and Linux 2.6.31',
    confidence: 'read',
    guestKernel: '2.6.31',
    qemu: '0.11',
    machine: 'newest',
    aio: 'threads',
    werror: 'enospc',
    format: 'raw',
    writeCache: 'device',
    suites: ['completion', 'barrier'],
    frontends: mailFrontends,
    caches: mailCaches,
    usualFrontends: mailFrontends,
    usualCaches: mailCaches,
    faults: ['power-loss'],
    host: 'file',
    notes: { 'ext3-no-barrier': true, 'block-node-no-flush': true, 'odirect-no-flush': false },
    disk: 'wce-honest',
    atomicBytes: 512,
    allocation: 'full',
    mount: 'barrier',
    fsyncError: 'stops',
    elevator: 'cfq',
  },
] as const satisfies readonly Profile[];

/** What `--profile default` means. */
export const defaultProfile: Profile = profiles[0];
