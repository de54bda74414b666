import type { Operation, OperationKind, Script } from '../../src/model/script.js';

/** A hand-made operation; ids are given by `script`. */
export type Sketch = Partial<Operation> & { readonly kind: OperationKind };

export const write = (lba: number, sectorCount = 1): Sketch => ({
  kind: 'write',
  lba,
  sectorCount,
});
export const barrier = (lba: number, refused: 'resend' | 'wait' = 'resend'): Sketch => ({
  kind: 'barrier',
  lba,
  sectorCount: 1,
  refused,
});
export const discard = (lba: number, sectorCount = 1): Sketch => ({
  kind: 'discard',
  lba,
  sectorCount,
});
export const fsync: Sketch = { kind: 'fsync' };
export const flush: Sketch = { kind: 'flush' };
export const wait: Sketch = { kind: 'wait' };
export const acknowledge: Sketch = { kind: 'acknowledge' };

/** A script of one thread on a small disk, without promises. */
export function script(...sketches: readonly Sketch[]): Script {
  return scriptOfThreads([sketches]);
}

/** Thread 0 is the main program; ids count through all threads. */
export function scriptOfThreads(threads: readonly (readonly Sketch[])[]): Script {
  let id = 0;
  const numbered = threads.map((sketches) =>
    sketches.map((sketch): Operation => {
      id += 1;
      return { ...blank, ...sketch, id, label: `${sketch.kind} ${sketch.lba ?? ''}`.trim() };
    }),
  );
  return {
    scenario: 'hand-made',
    parameters: {},
    sectorCount: 64,
    regions: [],
    operations: numbered.flat(),
    threads: numbered.map((operations) => operations.map((operation) => operation.id)),
    obligations: [],
    orderings: [],
    atomics: [],
    recovery: { kind: 'none' },
    overlapDeclared: false,
  };
}

const blank: Operation = {
  id: 0,
  kind: 'wait',
  lba: 0,
  sectorCount: 0,
  fua: false,
  refused: 'resend',
  region: '',
  element: 0,
  transaction: 0,
  threads: [],
  label: '',
};
