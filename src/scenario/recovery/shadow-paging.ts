import type { Aftermath, Violation } from '../../model/aftermath.js';
import type { Lba, Operation, RecoverySpec, Script, VersionId } from '../../model/script.js';
import type { ViolationKind } from '../../model/verdict.js';
import { describe, thereWithout } from '../promises/describe.js';
import type { Answer, Recovery, RecoveryStep } from './recovery.js';
import {
  type Acknowledgements,
  acknowledgementsOf,
  byTransaction,
  firstAcknowledged,
  type Part,
  partOf,
  ranksOf,
  transactionsOf,
  writesTo,
} from './script-index.js';

type Spec = Extract<RecoverySpec, { kind: 'shadow-paging' }>;

interface Index {
  readonly script: Script;
  readonly rootLbas: readonly Lba[];
  readonly roots: readonly Operation[];
  /** By rank - 1: the pages that the root of that transaction refers to. */
  readonly pages: readonly (readonly Part[])[];
  readonly ranks: Int32Array;
  readonly acknowledgements: Acknowledgements;
}

export interface ShadowOutcome {
  /** The newest root; 0 for none. */
  readonly root: VersionId;
  /** A page that it refers to and that is not there. */
  readonly missing: Part | null;
}

export interface ShadowState extends ShadowOutcome {
  readonly rootsRead: number;
  readonly pagesVerified: number;
}

function createIndex(script: Script, spec: Spec): Index {
  const roots = writesTo(script, spec.roots);
  const transactions = transactionsOf(roots);
  const pages = byTransaction(writesTo(script, spec.pages));
  const region = script.regions.find(({ name }) => name === spec.roots);
  return {
    script,
    rootLbas: region?.extents.map(({ lba }) => lba) ?? [],
    roots,
    pages: transactions.map((transaction) => (pages.get(transaction) ?? []).map(partOf)),
    ranks: ranksOf(script, transactions),
    acknowledgements: acknowledgementsOf(script, transactions),
  };
}

function pageAt(index: Index, { root, pagesVerified, missing }: ShadowState): Part | null {
  if (missing !== null) return null;
  return index.pages[(index.ranks[root] ?? 0) - 1]?.[pagesVerified] ?? null;
}

function next(index: Index, state: ShadowState): RecoveryStep<ShadowState, ShadowOutcome> {
  const lba = index.rootLbas[state.rootsRead];
  if (lba !== undefined) return { kind: 'read', lba };
  const page = pageAt(index, state);
  if (page !== null) return { kind: 'verify', extent: page.extent, version: page.version };
  return { kind: 'done', outcome: { root: state.root, missing: state.missing } };
}

function resume(index: Index, state: ShadowState, answer: Answer): ShadowState {
  if (state.rootsRead < index.rootLbas.length) {
    const found = Number(answer);
    const isNewer = (index.ranks[found] ?? 0) > (index.ranks[state.root] ?? 0);
    return { ...state, rootsRead: state.rootsRead + 1, root: isNewer ? found : state.root };
  }
  if (answer === true) return { ...state, pagesVerified: state.pagesVerified + 1 };
  return { ...state, missing: pageAt(index, state) };
}

function findLost(
  index: Index,
  { root, missing }: ShadowOutcome,
  aftermath: Pick<Aftermath, 'acknowledged'>,
): Violation | null {
  const { script, ranks, roots, acknowledgements } = index;
  const rank = ranks[root] ?? 0;
  const gone = firstAcknowledged(acknowledgements, aftermath, missing === null ? rank + 1 : rank);
  if (gone === null) return null;
  const newest = roots.find(({ id }) => ranks[id] === gone.rank);
  const part = gone.rank > rank ? newest && partOf(newest) : missing;
  const victim = part?.version ?? 0;
  const [lost, newestRoot] = [describe(script, victim), describe(script, root)];
  const effect = `${lost} was acknowledged, and the newest root is ${newestRoot}`;
  const lba = part?.extent.lba ?? 0;
  return { kind: 'lost', victim, witness: 0, acknowledge: gone.acknowledge, lba, effect };
}

function findReordered({ script }: Index, { root, missing }: ShadowOutcome): Violation | null {
  if (missing === null) return null;
  const { version, extent } = missing;
  const effect = thereWithout(script, root, version, 'which it refers to');
  return {
    kind: 'reordered',
    victim: version,
    witness: root,
    acknowledge: 0,
    lba: extent.lba,
    effect,
  };
}

function judge(
  index: Index,
  outcome: ShadowOutcome,
  aftermath: Pick<Aftermath, 'acknowledged'>,
  excluded: ReadonlySet<ViolationKind>,
): Violation | null {
  const lost = excluded.has('lost') ? null : findLost(index, outcome, aftermath);
  if (lost !== null || excluded.has('reordered')) return lost;
  return findReordered(index, outcome);
}

/** Takes the newest root and everything that it refers to, with no checksum over the pages. */
export function shadowPaging(script: Script, spec: Spec): Recovery<ShadowState, ShadowOutcome> {
  const index = createIndex(script, spec);
  return {
    start: () => ({ rootsRead: 0, root: 0, pagesVerified: 0, missing: null }),
    next: (state) => next(index, state),
    resume: (state, answer) => resume(index, state, answer),
    judge: (outcome, acknowledged, excluded) => judge(index, outcome, acknowledged, excluded),
  };
}
