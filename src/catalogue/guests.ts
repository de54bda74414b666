import type { AllocationId, ElevatorId, MountId } from '../model/configuration.js';

interface ValueRow<Id> {
  readonly id: Id;
  readonly sentence: string;
}

export const mounts = [
  { id: 'barrier', sentence: 'the guest mounts with barriers: fsync and commits ask for a flush' },
  { id: 'nobarrier', sentence: 'the guest mounts without barriers: fsync only waits' },
] as const satisfies readonly ValueRow<MountId>[];

export const elevators = [
  {
    id: 'cfq',
    sentence: "the guest's queue may dispatch out of order (cfq, deadline, anticipatory)",
  },
  { id: 'noop', sentence: "the guest's queue dispatches in the order of submission" },
] as const satisfies readonly ValueRow<ElevatorId>[];

export const allocations = [
  { id: 'full', sentence: 'every block of the image was written before' },
  { id: 'sparse', sentence: 'blocks are allocated by the first write to them' },
  {
    id: 'unwritten',
    sentence: 'blocks are reserved, and marked as written by the first write to them',
  },
] as const satisfies readonly ValueRow<AllocationId>[];
