import type { FaultOrNone } from '../../model/fault.js';
import type { Machine } from '../../stack/machine.js';
import { isFua } from '../../stack/qemu/backend.js';
import { flushesAfter, phase } from '../../stack/world.js';
import type { Sureness } from './sureness.js';

/** How a fault is looked at in one exploration. */
export interface FaultView {
  readonly fault: FaultOrNone;
  /** Bits of the places that count as spared. */
  readonly spared: number;
  readonly sureAtCompletion: Sureness;
  readonly sureAtFlush: Sureness;
  readonly sureAtFua: Sureness;
  /** Whether the device finishes what it got, so that a dispatch makes it sure. */
  readonly dispatchMakesSure: boolean;
  /** How many writes may be there in part; see `PartialLimit`. */
  readonly partialMax: number;
  /** Whether the allocation of a block can be lost. */
  readonly losesAllocation: boolean;
}

/** Whether a lost allocation shows that the write's operation was not done. */
export function countsUnmapped({ world }: Machine, write: number, view: FaultView): boolean {
  const flushes = ((world.phases[write] ?? 0) & flushesAfter) !== 0;
  if (view.sureAtCompletion.allocation || (flushes && view.sureAtFlush.allocation)) return true;
  return isFua({ world }, write) && view.sureAtFua.allocation;
}

/** Whether a write surely survives once nothing of its operation is left to do. */
export function isSureWhenDone({ world }: Machine, write: number, view: FaultView): boolean {
  if (view.sureAtCompletion.data) return true;
  if (isFua({ world }, write) && view.sureAtFua.data) return true;
  return view.sureAtFlush.data && ((world.phases[write] ?? 0) & flushesAfter) !== 0;
}

/** Whether a flush can make something sure that the completion of its write has not. */
export function flushMakesSure({ sureAtCompletion: { data, allocation } }: FaultView): boolean {
  return !data || !allocation;
}

/** Whether completing the operation makes something sure that was not. */
export function makesSure({ stack, world }: Machine, operation: number, view: FaultView): boolean {
  const phases = world.phases[operation] ?? 0;
  const current = phases & -phases;
  if (current === phase.read) return false;
  if (current !== phase.write) return true;
  const { data, allocation } = view.sureAtCompletion;
  const makesAllocationSure = allocation && stack.image.allocatesOnWrite;
  return data || makesAllocationSure || isFua({ world }, operation);
}
