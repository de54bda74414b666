import { type Operation, operationKinds, type Script } from '../model/script.js';
import type { Stack } from './stack.js';

/** A script laid out for the simulator: one typed array per field, indexed by operation id. */
export interface Program {
  readonly script: Script;
  readonly operationMax: number;
  readonly kind: Uint8Array;
  readonly lba: Int32Array;
  readonly sectorCount: Int32Array;
  readonly fua: Uint8Array;
  readonly waitsWhenRefused: Uint8Array;
  readonly threadOf: Int32Array;
  /** Operations of each thread in program order, one thread after the other. */
  readonly order: Int32Array;
  readonly threadStart: Int32Array;
  readonly threadEnd: Int32Array;
  readonly threadCount: number;
  readonly unitShift: number;
  readonly unitCount: number;
  /** The atomic units that operations touch, in their order. */
  readonly touchedUnits: Int32Array;
  /** Those of them that more than one operation touches. */
  readonly sharedUnits: Int32Array;
  readonly sectorsPerBlock: number;
  readonly blockCount: number;
  /** Threads that a `parallel` operation starts. */
  readonly children: ReadonlyMap<number, readonly number[]>;
  /** For each thread, the one that starts it and waits for it; -1 for the main program. */
  readonly parent: Int32Array;
  readonly labels: ReadonlyMap<number, string>;
  /** What a sector that shows a write is said to show: writes with equal contents are one. */
  readonly contentOf: Int32Array | null;
  /** How many entries the chains of units can need. */
  readonly entryMax: number;
}

export const kindIndex = Object.fromEntries(
  operationKinds.map((kind, index) => [kind, index]),
) as Record<(typeof operationKinds)[number], number>;

/** `contents`: for writes that have the contents of another, that one. */
export function layOut(
  script: Script,
  stack: Stack,
  contents: ReadonlyMap<number, number> = new Map(),
): Program {
  const operationMax = script.operations.reduce((max, { id }) => Math.max(max, id), 0);
  const unitShift = Math.log2(stack.disk.sectorsPerAtomicUnit);
  const fields = {
    kind: new Uint8Array(operationMax + 1),
    lba: new Int32Array(operationMax + 1),
    sectorCount: new Int32Array(operationMax + 1),
    fua: new Uint8Array(operationMax + 1),
    waitsWhenRefused: new Uint8Array(operationMax + 1),
    threadOf: new Int32Array(operationMax + 1),
  };
  for (const operation of script.operations) {
    fields.kind[operation.id] = kindIndex[operation.kind];
    fields.lba[operation.id] = operation.lba;
    fields.sectorCount[operation.id] = operation.sectorCount;
    fields.fua[operation.id] = operation.fua ? 1 : 0;
    fields.waitsWhenRefused[operation.id] = operation.refused === 'wait' ? 1 : 0;
  }
  script.threads.forEach((ids, thread) => {
    for (const id of ids) fields.threadOf[id] = thread;
  });
  return {
    script,
    operationMax,
    ...fields,
    ...layOutThreads(script),
    parent: parentsOf(script),
    children: mapOf(script, ({ threads }) => (threads.length === 0 ? undefined : threads)),
    labels: mapOf(script, ({ label }) => (label === '' ? undefined : label)),
    contentOf: contents.size === 0 ? null : contentsUpTo(operationMax, contents),
    unitShift,
    unitCount: ((script.sectorCount - 1) >> unitShift) + 1,
    ...unitsTouchedBy(script, unitShift),
    sectorsPerBlock: stack.image.sectorsPerAllocation,
    blockCount: Math.ceil(script.sectorCount / stack.image.sectorsPerAllocation),
    entryMax: script.operations.reduce((sum, operation) => sum + unitsOf(operation, unitShift), 0),
  };
}

function mapOf<Value>(
  { operations }: Script,
  pick: (operation: Operation) => Value | undefined,
): ReadonlyMap<number, Value> {
  const map = new Map<number, Value>();
  for (const operation of operations) {
    const value = pick(operation);
    if (value !== undefined) map.set(operation.id, value);
  }
  return map;
}

function contentsUpTo(operationMax: number, contents: ReadonlyMap<number, number>): Int32Array {
  const contentOf = Int32Array.from({ length: operationMax + 1 }, (_, id) => id);
  for (const [id, content] of contents) contentOf[id] = content;
  return contentOf;
}

function layOutThreads(script: Script) {
  const order = Int32Array.from(script.threads.flat());
  const threadStart = new Int32Array(script.threads.length);
  const threadEnd = new Int32Array(script.threads.length);
  let position = 0;
  script.threads.forEach((ids, thread) => {
    threadStart[thread] = position;
    position += ids.length;
    threadEnd[thread] = position;
  });
  return { order, threadStart, threadEnd, threadCount: script.threads.length };
}

function parentsOf({ operations, threads }: Script): Int32Array {
  const parent = new Int32Array(threads.length).fill(-1);
  for (const operation of operations)
    for (const child of operation.threads)
      parent[child] = threads.findIndex((ids) => ids.includes(operation.id));
  return parent;
}

function unitsTouchedBy({ operations }: Script, unitShift: number) {
  const touched = new Set<number>();
  const shared = new Set<number>();
  for (const operation of operations) {
    const first = operation.lba >> unitShift;
    for (let nth = 0; nth < unitsOf(operation, unitShift); nth++) {
      const unit = first + nth;
      if (touched.has(unit)) shared.add(unit);
      touched.add(unit);
    }
  }
  return {
    touchedUnits: Int32Array.from(touched).sort(),
    sharedUnits: Int32Array.from(shared).sort(),
  };
}

function unitsOf(operation: Operation, unitShift: number): number {
  if (operation.sectorCount === 0) return 0;
  const last = operation.lba + operation.sectorCount - 1;
  return (last >> unitShift) - (operation.lba >> unitShift) + 1;
}

/** The first atomic unit of a write. */
export function firstUnit(program: Program, write: number): number {
  return (program.lba[write] ?? 0) >> program.unitShift;
}

/** The first block of a write: what is allocated together. */
export function firstBlock(program: Program, write: number): number {
  return Math.floor((program.lba[write] ?? 0) / program.sectorsPerBlock);
}
