import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Extent, Lba, Operation, Script } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';

/** What a sector holds: which write of the scenario. */
export interface SectorContent {
  /** The number of the write, counted from 1 in program order. */
  readonly operation: number;
  /** The region that was written. */
  readonly region: string;
  /** The element in it, from 0. */
  readonly element: number;
  /** 0 for a write that belongs to no transaction. */
  readonly transaction: number;
}

/** The disk as recovery finds it after the fault. Every read of a sector gives the same answer. */
export interface RecoveryDisk {
  /** The size of the disk, in sectors of 512 bytes. */
  readonly sectorCount: number;
  /** What a sector holds; null for what it held before the scenario. */
  readonly read: (lba: Lba) => SectorContent | null;
  /** Where an element of a region is. */
  readonly extent: (region: string, element: number) => Extent;
}

/** A promise that does not hold, as a recovery function reports it. */
export interface BrokenPromise {
  /** How it is broken. */
  readonly kind: ViolationKind;
  /** What the guest found, in one sentence without a full stop. */
  readonly effect: string;
}

/** What a module brings beside its steps. */
export interface ModuleRecovery {
  readonly recover: (disk: RecoveryDisk) => unknown;
  readonly holds: (outcome: unknown, acknowledged: readonly number[]) => true | BrokenPromise;
}

/** A recovery function threw, or answered what it must not: the run is inconclusive. */
export class OracleError extends Error {
  override readonly name = 'OracleError';
}

/** What does not change from run to run. */
export interface ModuleIndex {
  readonly script: Script;
  /** By operation id. */
  readonly contents: readonly (SectorContent | undefined)[];
}

function contentOf({ id, region, element, transaction }: Operation): SectorContent {
  return { operation: id, region, element, transaction };
}

export function moduleIndex(script: Script): ModuleIndex {
  const contents: (SectorContent | undefined)[] = [];
  for (const operation of script.operations) contents[operation.id] = contentOf(operation);
  return { script, contents };
}

function diskOf({ script, contents }: ModuleIndex, aftermath: Aftermath): RecoveryDisk {
  const { sectorCount, regions } = script;
  return {
    sectorCount,
    read: (lba) => {
      if (!Number.isInteger(lba) || lba < 0 || lba >= sectorCount) {
        throw new RangeError(`the disk has no sector ${lba}`);
      }
      return contents[aftermath.read(lba)] ?? null;
    },
    extent: (region, element) => {
      const found = regions.find(({ name }) => name === region)?.extents[element];
      if (found === undefined) throw new RangeError(`there is no ${region}[${element}]`);
      return found;
    },
  };
}

function guarded<Result>(scenario: string, name: string, run: () => Result): Result {
  try {
    return run();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new OracleError(`${scenario}: ${name} threw: ${reason}`, { cause });
  }
}

/** What waits for something else would be judged before it had read the disk. */
function answered(scenario: string, name: string, run: () => unknown): unknown {
  const answer = guarded(scenario, name, run);
  if (!isThenable(answer)) return answer;
  // What it ends with is nobody's business: without this, a failure would end the process.
  answer.then(undefined, () => {});
  throw new OracleError(`${scenario}: ${name} is asynchronous, and must not be`);
}

function isThenable(answer: unknown): answer is PromiseLike<unknown> {
  const isObject = typeof answer === 'object' && answer !== null;
  return isObject && 'then' in answer && typeof answer.then === 'function';
}

const kinds: ReadonlySet<unknown> = new Set(['lost', 'corrupt', 'torn', 'reordered']);

function isBroken(answer: unknown): answer is BrokenPromise {
  const { kind, effect } = (answer ?? {}) as Partial<Record<keyof BrokenPromise, unknown>>;
  return kinds.has(kind) && typeof effect === 'string';
}

/** Runs a module's recovery on one disk. */
export function judgeModule(
  index: ModuleIndex,
  module: ModuleRecovery,
  aftermath: Aftermath,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const { scenario, obligations } = index.script;
  const outcome = answered(scenario, 'recover', () => module.recover(diskOf(index, aftermath)));
  const done = obligations.filter(({ acknowledge }) => aftermath.acknowledged(acknowledge));
  const transactions = done.map(({ transaction }) => transaction);
  const answer = answered(scenario, 'holds', () => module.holds(outcome, transactions));
  if (answer === true) return null;
  if (!isBroken(answer)) {
    throw new OracleError(`${scenario}: holds gave neither true nor { kind, effect }`);
  }
  if (excluded.has(answer.kind)) return null;
  const acknowledge = answer.kind === 'lost' ? (done.at(-1)?.acknowledge ?? 0) : 0;
  return { kind: answer.kind, victim: 0, witness: 0, acknowledge, lba: 0, effect: answer.effect };
}
