import type { FaultId } from '../model/fault.js';
import type { Place } from '../model/place.js';

export interface FaultRow {
  readonly id: FaultId;
  readonly sentence: string;
  readonly erases: readonly Place[];
  /** The guest boots again on what is left: a second fault may strike its recovery. */
  readonly boots: boolean;
}

/** What each fault destroys. What is in flight in QEMU is finished after a guest crash. */
export const faults = [
  {
    id: 'guest-crash',
    sentence: 'the guest panics or is reset; QEMU finishes what is in flight',
    erases: ['guest-memory'],
    boots: true,
  },
  {
    id: 'qemu-kill',
    sentence: 'the QEMU process is killed; the host and its page cache live on',
    erases: ['guest-memory', 'device-queue', 'qemu-memory'],
    boots: true,
  },
  {
    id: 'host-crash',
    sentence: 'the host kernel crashes or resets; the disk keeps its power',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory'],
    boots: true,
  },
  {
    id: 'power-loss',
    sentence: 'host and disk lose power; a battery-backed controller cache survives',
    erases: ['guest-memory', 'device-queue', 'qemu-memory', 'host-memory', 'disk-cache'],
    boots: true,
  },
  {
    id: 'disk-power-loss',
    sentence:
      'the disk alone loses power and nobody is told; what the host still holds is written later ' +
      '(promises are judged as of the fault)',
    // The page cache is not among them, and what it holds will arrive. What it has handed on is the
    // disk's: which that is, nature decided before.
    erases: ['device-queue', 'disk-cache'],
    boots: false,
  },
] as const satisfies readonly FaultRow[];

/** The faults after which the guest boots again. */
export const bootingFaults: readonly FaultId[] = faults
  .filter(({ boots }) => boots)
  .map(({ id }) => id);
