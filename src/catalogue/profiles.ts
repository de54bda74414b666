import {
  type AllocationId,
  type AtomicBytes,
  type CacheModeId,
  cacheModeIds,
  type DiskId,
  type ElevatorId,
  type FrontendId,
  frontendIds,
  type HostId,
  type HostNoteId,
  type MountId,
} from '../model/configuration.js';
import type { FaultId } from '../model/fault.js';
import type { Suite } from '../model/result.js';

/** A dated bundle of facts and defaults. */
export interface Profile {
  readonly id: string;
  readonly sentence: string;
  readonly guestKernel: string;
  readonly suites: readonly Suite[];
  readonly frontends: readonly FrontendId[];
  readonly caches: readonly CacheModeId[];
  readonly faults: readonly FaultId[];
  readonly host: HostId;
  readonly notes: Readonly<Record<HostNoteId, boolean>>;
  readonly disk: DiskId;
  readonly atomicBytes: AtomicBytes;
  readonly allocation: AllocationId;
  readonly mount: MountId;
  readonly elevator: ElevatorId;
}

export const profiles = [
  {
    id: '2009-08',
    sentence: "the mail's day: QEMU 0.10/0.11, Linux up to 2.6.31 as guest and host",
    guestKernel: '2.6.31',
    suites: ['completion', 'barrier'],
    frontends: frontendIds,
    caches: cacheModeIds,
    faults: ['power-loss'],
    host: 'file',
    notes: { 'ext3-no-barrier': true, 'block-node-no-flush': true, 'odirect-no-flush': false },
    disk: 'wce-honest',
    atomicBytes: 512,
    allocation: 'full',
    mount: 'barrier',
    elevator: 'cfq',
  },
] as const satisfies readonly Profile[];

/** What `--profile default` means. */
export const defaultProfile: Profile = profiles[0];
