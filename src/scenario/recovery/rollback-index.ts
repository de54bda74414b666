import type { Lba, Operation, RecoverySpec, Script, VersionId } from '../../model/script.js';
import { type Block, blocksOf } from './in-place.js';
import {
  type Acknowledgements,
  acknowledgementsOf,
  byTransaction,
  type Part,
  partOf,
  ranksOf,
  transactionsOf,
  writesTo,
} from './script-index.js';

type Spec = Extract<RecoverySpec, { kind: 'rollback-journal' }>;

/** What was saved before a transaction changed its pages: the n-th part is of the n-th page. */
export interface Saved {
  readonly parts: readonly Part[];
  /** The element of the pages that each part was saved from; -1 where there is none. */
  readonly pages: readonly number[];
}

export interface RollbackIndex {
  readonly script: Script;
  readonly transactions: readonly number[];
  readonly headerLba: Lba;
  readonly ranks: Int32Array;
  readonly pages: readonly Block[];
  /** By rank - 1. */
  readonly saved: readonly Saved[];
  /** By rank - 1: the zeroes over the header that commit the transaction; 0 for none. */
  readonly commits: readonly VersionId[];
  /** Writes to the header that make a journal count. */
  readonly hot: ReadonlySet<VersionId>;
  readonly acknowledgements: Acknowledgements;
}

/** What the header and the journal came to. */
export interface RolledBack {
  /** What the header shows; 0 for nothing. */
  readonly header: VersionId;
  /** Rank of the last transaction that the database must hold, and whole. */
  readonly committed: number;
  /** How many of the saved pages were put back: up to the first that was not whole. */
  readonly putBack: number;
}

export type RollbackOutcome =
  | ({ readonly kind: 'journal' } & RolledBack)
  /** A sector of a page that was not put back, and does not show what was committed last. */
  | ({
      readonly kind: 'sector';
      readonly lba: Lba;
      readonly found: VersionId;
      readonly expected: VersionId;
      readonly page: number;
    } & RolledBack)
  | { readonly kind: 'fine' };

function savedBy(copies: readonly Operation[], pages: readonly Operation[]): Saved {
  return {
    parts: copies.map(partOf),
    pages: copies.map((_, nth) => pages[nth]?.element ?? -1),
  };
}

export function rollbackIndex(script: Script, spec: Spec): RollbackIndex {
  const { operations, regions } = script;
  const hot = writesTo(script, spec.header);
  const zeroes = operations.filter(
    ({ kind, region }) => kind === 'write-zeroes' && region === spec.header,
  );
  const transactions = transactionsOf([...hot, ...zeroes]);
  const ranks = ranksOf(script, transactions);
  const copies = byTransaction(writesTo(script, spec.journal));
  const pages = byTransaction(writesTo(script, spec.pages));
  const commits = new Map(zeroes.map(({ id, transaction }) => [transaction, id]));
  return {
    script,
    transactions,
    headerLba: regions.find(({ name }) => name === spec.header)?.extents[0]?.lba ?? 0,
    ranks,
    pages: blocksOf(script, spec.pages, ranks),
    saved: transactions.map((each) => savedBy(copies.get(each) ?? [], pages.get(each) ?? [])),
    commits: transactions.map((each) => commits.get(each) ?? 0),
    hot: new Set(hot.map(({ id }) => id)),
    acknowledgements: acknowledgementsOf(script, transactions),
  };
}

const nothingSaved: Saved = { parts: [], pages: [] };

/** What a hot journal saved; nothing where the header does not say that it is hot. */
export function savedIn(index: RollbackIndex, header: VersionId): Saved {
  if (!index.hot.has(header)) return nothingSaved;
  return index.saved[(index.ranks[header] ?? 0) - 1] ?? nothingSaved;
}
