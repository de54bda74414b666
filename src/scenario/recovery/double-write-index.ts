import type { Extent, Operation, Script } from '../../model/script.js';
import { byTransaction, writesTo } from './script-index.js';

export interface Page {
  readonly extent: Extent;
  /** Elements of the buffer that ever hold a copy of this page. */
  readonly copies: readonly Extent[];
}

export interface DoubleWriteIndex {
  readonly script: Script;
  readonly pages: readonly Page[];
  /** For each write to the buffer: the write to a page that it is a copy of; otherwise 0. */
  readonly copyOf: Int32Array;
  /** For each write to a page: its copy in the buffer; otherwise 0. */
  readonly bufferedAs: Int32Array;
  /** For each write to a page: which page. */
  readonly pageOf: Int32Array;
  /** For each page the acknowledgements that vouch for writes to it. */
  readonly acknowledged: readonly (readonly {
    readonly acknowledge: number;
    readonly writes: readonly Operation[];
  }[])[];
}

/** The n-th copy of a transaction is a copy of its n-th page. Without a `buffer` nothing is one. */
export function createIndex(
  script: Script,
  spec: { readonly buffer: string; readonly pages: string },
): DoubleWriteIndex {
  const size = (script.operations.at(-1)?.id ?? 0) + 1;
  const [copyOf, bufferedAs, pageOf] = [0, 1, 2].map(() => new Int32Array(size)) as Triple;
  const extents = script.regions.find(({ name }) => name === spec.pages)?.extents ?? [];
  const copies = extents.map(() => new Map<number, Extent>());
  const pageWrites = byTransaction(writesTo(script, spec.pages));
  for (const { id, element } of [...pageWrites.values()].flat()) pageOf[id] = element;
  for (const [transaction, buffered] of byTransaction(writesTo(script, spec.buffer))) {
    for (const [nth, copy] of buffered.entries()) {
      const page = pageWrites.get(transaction)?.[nth];
      if (page === undefined) continue;
      copyOf[copy.id] = page.id;
      bufferedAs[page.id] = copy.id;
      copies[page.element]?.set(copy.lba, { lba: copy.lba, sectorCount: copy.sectorCount });
    }
  }
  return {
    script,
    copyOf,
    bufferedAs,
    pageOf,
    pages: extents.map((extent, page) => ({ extent, copies: [...(copies[page]?.values() ?? [])] })),
    acknowledged: extents.map((_, page) =>
      script.obligations.flatMap(({ acknowledge, transaction }) => {
        const writes = (pageWrites.get(transaction) ?? []).filter(
          ({ element }) => element === page,
        );
        return writes.length === 0 ? [] : [{ acknowledge, writes }];
      }),
    ),
  };
}

type Triple = [Int32Array, Int32Array, Int32Array];
