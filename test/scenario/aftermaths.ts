import type { Aftermath, Violation } from '../../src/model/aftermath.js';
import type { OperationId, Script } from '../../src/model/script.js';
import type { ViolationKind } from '../../src/model/verdict.js';
import { createOracle } from '../../src/scenario/oracle.js';

/** A disk made by hand: everything up to an operation is there, but for what is said otherwise. */
export interface Crash {
  /** The last operation that ran; by default all did. */
  readonly after?: OperationId;
  /** Writes that left nothing behind. */
  readonly without?: readonly OperationId[];
  /** Writes of which only these sectors, counted from the first, are there. */
  readonly half?: Readonly<Record<OperationId, readonly number[]>>;
}

const changes = ['write', 'write-zeroes', 'discard', 'barrier'];

export function aftermathOf(script: Script, crash: Crash): Aftermath {
  const { after = Number.POSITIVE_INFINITY, without = [], half = {} } = crash;
  const shown = new Int32Array(script.sectorCount);
  for (const { id, kind, lba, sectorCount } of script.operations) {
    if (id > after || without.includes(id) || !changes.includes(kind)) continue;
    for (let offset = 0; offset < sectorCount; offset += 1) {
      if (half[id]?.includes(offset) ?? true) shown[lba + offset] = id;
    }
  }
  return {
    read: (lba) => shown[lba] ?? 0,
    satisfies: (seen, required) => seen >= required,
    acknowledged: (operation) => operation <= after,
  };
}

export function judged(
  script: Script,
  crash: Crash,
  excluded: readonly ViolationKind[] = [],
): Violation | null {
  return createOracle(script).judge(aftermathOf(script, crash), new Set(excluded));
}

/** The number of the n-th operation (from 1) with this label. */
export function idOf(script: Script, label: string, nth = 1): OperationId {
  const found = script.operations.filter((operation) => operation.label === label)[nth - 1];
  if (found === undefined) throw new Error(`no ${label}`);
  return found.id;
}
