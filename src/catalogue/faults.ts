import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';

export interface FaultRow {
  readonly id: FaultId;
  readonly sentence: string;
  readonly erases: readonly Place[];
}

/** What each fault destroys. What is in flight in QEMU is finished after a guest crash. */
export const faults = [
  {
    id: 'guest-crash',
    sentence: 'the guest panics or is reset; QEMU finishes what is in flight',
    erases: ['guest-memory'],
  },
  {
    id: 'qemu-kill',
    sentence: 'the QEMU process is killed; the host and its page cache live on',
    erases: ['guest-memory', 'device-queue', 'qemu-memory'],
  },
  {
    id: 'host-crash',
    sentence: 'the host kernel crashes or resets; the disk keeps its power',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory'],
  },
  {
    id: 'power-loss',
    sentence: 'host and disk lose power; a battery-backed controller cache survives',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory', 'disk-cache'],
  },
] as const satisfies readonly FaultRow[];
