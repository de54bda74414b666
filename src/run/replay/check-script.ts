import type { Operation, RecoverySpec, Requirement, Script } from '../../model/script.js';
import { limits } from '../../scenario/language/limits.js';

/**
 * What keeps a script that a stranger wrote from being run: its numbers do not fit one another,
 * or are beyond what a scenario may have. '' for nothing.
 */
export function scriptProblem(script: Script): string {
  return (
    sizeProblem(script) ||
    operationProblem(script) ||
    threadProblem(script) ||
    promiseProblem(script) ||
    recoveryProblem(script)
  );
}

function sizeProblem({ sectorCount, operations, threads, regions }: Script): string {
  if (sectorCount < 1 || sectorCount > limits.diskSectors)
    return `a disk of ${sectorCount} sectors`;
  if (operations.length > limits.operations) return `${operations.length} operations`;
  if (threads.length < 1 || threads.length > limits.threads) return `${threads.length} threads`;
  if (regions.length > limits.regions) return `${regions.length} regions`;
  const written = operations.reduce((sum, operation) => sum + operation.sectorCount, 0);
  return written > limits.sectorsWritten ? `${written} sectors written` : '';
}

const withRange: ReadonlySet<Operation['kind']> = new Set([
  'write',
  'write-zeroes',
  'discard',
  'read',
  'barrier',
]);

function operationProblem(script: Script): string {
  let lastId = 0;
  for (const operation of script.operations) {
    const { id, kind, sectorCount } = operation;
    if (id <= lastId || id > limits.operations) return `operation ${id} after ${lastId}`;
    if (withRange.has(kind) && sectorCount < 1) return `operation ${id} has no sectors`;
    if (!fits(script, operation)) return `operation ${id} is outside the disk`;
    if (kind !== 'parallel' && operation.threads.length > 0) return `operation ${id} has threads`;
    lastId = id;
  }
  return '';
}

/** A thread is started once, by a thread before it, so that every run ends. */
function threadProblem({ operations, threads }: Script): string {
  const threadOf = new Map(threads.flatMap((ids, thread) => ids.map((id) => [id, thread])));
  const listed = threads.reduce((sum, ids) => sum + ids.length, 0);
  if (listed !== operations.length) return 'operations and threads differ';
  const started = new Set<number>();
  for (const { id, threads: children } of operations) {
    const parent = threadOf.get(id);
    if (parent === undefined) return `operation ${id} is in no thread`;
    for (const child of children) {
      if (child <= parent || child >= threads.length) return `operation ${id} starts ${child}`;
      if (started.has(child)) return `thread ${child} is started twice`;
      started.add(child);
    }
  }
  return '';
}

function promiseProblem(script: Script): string {
  const requirements = [
    ...script.obligations.flatMap(({ requires }) => requires),
    ...script.orderings.flatMap(({ first }) => first),
  ];
  if (requirements.length > limits.requirements) return `${requirements.length} requirements`;
  if (requirements.some((each) => !fits(script, each) || each.version > limits.operations)) {
    return 'a promise about something outside the disk';
  }
  const ranges = [
    ...script.atomics.flatMap((group) => group.ranges),
    ...script.regions.flatMap(({ extents }) => extents),
  ];
  return ranges.every((range) => fits(script, range)) ? '' : 'a region outside the disk';
}

function fits(
  script: Script,
  { lba, sectorCount }: Pick<Requirement, 'lba' | 'sectorCount'>,
): boolean {
  return lba + sectorCount <= script.sectorCount;
}

function recoveryProblem({ recovery, regions }: Script): string {
  const known = new Set(['', ...regions.map(({ name }) => name)]);
  const unknown = regionNamesOf(recovery).find((name) => !known.has(name));
  return unknown === undefined ? '' : `a recovery from the region ${unknown}`;
}

function regionNamesOf(recovery: RecoverySpec): readonly string[] {
  switch (recovery.kind) {
    case 'write-ahead-log':
      return [recovery.log, recovery.pages, recovery.header, recovery.buffer];
    case 'journal':
      return [recovery.journal, recovery.commit, recovery.home];
    case 'double-write':
      return [recovery.buffer, recovery.pages];
    case 'shadow-paging':
      return [recovery.roots, recovery.pages];
    case 'rollback-journal':
      return [recovery.journal, recovery.header, recovery.pages];
    case 'manifest':
      return [recovery.current, recovery.manifest, recovery.tables, recovery.log];
    default:
      return [];
  }
}
