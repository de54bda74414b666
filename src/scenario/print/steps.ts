import type { Obligation, Operation, OperationId, Script } from '../../model/script.js';
import { type ElementAt, elementsOf, placeName, referencesTo } from './names.js';

/** A step as the language writes it. */
export type StepData = string | Readonly<Record<string, unknown>>;

export interface PrintedSteps {
  readonly steps: readonly StepData[];
  /** Ids of the operations that were printed, ascending: the n-th is step n. */
  readonly printed: readonly OperationId[];
}

interface Progress {
  readonly script: Script;
  readonly byId: ReadonlyMap<OperationId, Operation>;
  readonly obligations: ReadonlyMap<OperationId, Obligation>;
  readonly placeAt: ElementAt;
  /** Elements written so far, by region. */
  readonly written: Map<string, Set<number>>;
  readonly printed: OperationId[];
}

function rangeStep({ placeAt, written }: Progress, operation: Operation): StepData {
  const { kind, lba, sectorCount, transaction, fua, refused } = operation;
  const place = placeAt(lba);
  const extent = place?.region.extents[place.element];
  if (!place || extent?.lba !== lba || sectorCount > extent.sectorCount) {
    throw new RangeError(`operation ${operation.id} is not at the start of an element of a region`);
  }
  const elements = written.get(place.region.name) ?? new Set();
  if (kind !== 'read') written.set(place.region.name, elements.add(place.element));
  return {
    [kind]: placeName(place),
    ...(sectorCount < extent.sectorCount ? { sectors: sectorCount } : {}),
    ...(transaction > 0 ? { transaction } : {}),
    ...(fua ? { fua } : {}),
    ...(kind === 'barrier' ? { refused } : {}),
  };
}

/** null for an acknowledgement of which nothing is left to acknowledge. */
function acknowledgeStep(
  { script, obligations, placeAt, written }: Progress,
  id: OperationId,
): StepData | null {
  const obligation = obligations.get(id);
  const requires = obligation?.requires ?? [];
  const transaction = obligation?.transaction ?? 0;
  const speaks = transaction > 0 && script.recovery.kind !== 'none';
  if (requires.length === 0 && !speaks) return null;
  const places = requires.flatMap(({ lba }) => placeAt(lba) ?? []);
  const durable = referencesTo(places, written);
  return {
    acknowledge: {
      ...(durable.length > 0 ? { durable: durable.length === 1 ? durable[0] : durable } : {}),
      ...(transaction > 0 ? { transaction } : {}),
    },
  };
}

function stepOf(progress: Progress, operation: Operation): StepData | null {
  switch (operation.kind) {
    case 'fsync':
    case 'fdatasync':
    case 'flush':
    case 'wait':
      return operation.kind;
    case 'acknowledge':
      return acknowledgeStep(progress, operation.id);
    default:
      return rangeStep(progress, operation);
  }
}

/** null for a step of which nothing is left. */
function print(progress: Progress, operation: Operation): StepData | null {
  if (operation.kind !== 'parallel') return stepOf(progress, operation);
  const threads = operation.threads.map((thread) => threadSteps(progress, thread));
  const parallel = threads.filter(({ length }) => length > 0);
  return parallel.length > 0 ? { parallel } : null;
}

function threadSteps(progress: Progress, thread: number): StepData[] {
  const ids = progress.script.threads[thread] ?? [];
  const steps: StepData[] = [];
  for (const id of ids) {
    const operation = progress.byId.get(id);
    if (operation === undefined) continue;
    // A fork comes before what its threads do, so that its number is taken first.
    const at = progress.printed.push(id) - 1;
    const step = print(progress, operation);
    if (step === null) progress.printed.splice(at, 1);
    else steps.push(step);
  }
  return steps;
}

/** The program with every loop unrolled and every draw made. */
export function printSteps(script: Script): PrintedSteps {
  const progress: Progress = {
    script,
    byId: new Map(script.operations.map((operation) => [operation.id, operation])),
    obligations: new Map(script.obligations.map((each) => [each.acknowledge, each])),
    placeAt: elementsOf(script),
    written: new Map(),
    printed: [],
  };
  return { steps: threadSteps(progress, 0), printed: progress.printed };
}
