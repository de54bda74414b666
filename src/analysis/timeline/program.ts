import type { Operation, OperationId, Script } from '../../model/script.js';

/** Which thread of which `parallel` something runs in, outermost first; empty for the main one. */
export type Path = readonly { readonly parallel: OperationId; readonly thread: number }[];

/** Whether two things run in sibling threads, so that the program does not order them. */
export function areConcurrent(a: Path, b: Path): boolean {
  for (const [depth, { parallel, thread }] of a.entries()) {
    const other = b[depth];
    if (other?.parallel !== parallel) return false;
    if (other.thread !== thread) return true;
  }
  return false;
}

export type Visit = (operation: Operation, path: Path, thread: number) => void;

export interface Visitor {
  readonly operation: Visit;
  /** The threads of a `parallel` begin; called before the first of each. */
  readonly fork: (parallel: Operation, thread: number) => void;
  readonly join: (parallel: Operation) => void;
}

/** Visits the operations in program order, the threads of a `parallel` one after the other. */
export function walkProgram(script: Script, visitor: Visitor): void {
  const byId = new Map(script.operations.map((operation) => [operation.id, operation]));
  const walk = (thread: number, path: Path): void => {
    for (const id of script.threads[thread] ?? []) {
      const operation = byId.get(id) as Operation;
      visitor.operation(operation, path, thread);
      if (operation.kind !== 'parallel') continue;
      for (const child of operation.threads) {
        visitor.fork(operation, child);
        walk(child, [...path, { parallel: id, thread: child }]);
      }
      visitor.join(operation);
    }
  };
  walk(0, []);
}
