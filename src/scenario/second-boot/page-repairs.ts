import type { RecoverySpec, Script } from '../../model/script.js';
import { createIndex } from '../recovery/double-write-index.js';
import { beginRepair, nextRepair, type PageRepair, resumeRepair } from '../recovery/page-repair.js';
import { type ShadowState, shadowPaging } from '../recovery/shadow-paging.js';
import type { BootSteps, HeldPage } from './repair.js';

type Spec<Kind extends RecoverySpec['kind']> = Extract<RecoverySpec, { kind: Kind }>;

export interface PagesBootState {
  readonly page: PageRepair;
  /** Whether the page was found torn, so that its copies were looked at. */
  readonly isTorn: boolean;
  readonly held: readonly (HeldPage & { readonly isTorn: boolean })[];
}

/** Writes each torn page once more, from its newest whole copy. A page beyond repair is left. */
export function doubleWriteRepair(
  script: Script,
  spec: Spec<'double-write'>,
): BootSteps<PagesBootState> {
  const index = createIndex(script, spec);
  const extents = script.regions.find(({ name }) => name === spec.pages)?.extents ?? [];
  const isOver = ({ held }: PagesBootState) => held.length >= extents.length;
  const settled = (state: PagesBootState): PagesBootState => {
    const { page, held, phase } = state.page;
    const extent = extents[page];
    // A torn page of which no copy is whole is beyond repair, whichever sectors differ.
    if ((phase !== 'done' && phase !== 'torn') || extent === undefined) return state;
    const all = [...state.held, { page, extent, held: Math.max(held, 0), isTorn: state.isTorn }];
    return { page: beginRepair(page + 1), isTorn: false, held: all };
  };
  return {
    start: () => ({ page: beginRepair(0), isTorn: false, held: [] }),
    next(state) {
      if (!isOver(state)) {
        const step = nextRepair(index, state.page);
        if (step?.kind === 'read' || step?.kind === 'verify') return step;
        throw new Error('a page is decided by reading it');
      }
      const pages = state.held.filter(({ held }) => held > 0);
      const torn = pages
        .filter(({ isTorn }) => isTorn)
        .map(({ extent, held }) => ({ extent, version: held }));
      const stages = torn.length > 0 ? [torn] : [];
      return { kind: 'done', outcome: { stages, served: { kind: 'pages', pages } } };
    },
    resume(state, answer) {
      const isTorn = state.isTorn || (state.page.phase === 'whole' && answer !== true);
      return settled({ ...state, isTorn, page: resumeRepair(index, state.page, answer) });
    },
  };
}

/** Has nothing to write: the newest root and its pages are what they are. */
export function shadowRepair(script: Script, spec: Spec<'shadow-paging'>): BootSteps<ShadowState> {
  const recovery = shadowPaging(script, spec);
  const transactionOf = new Map(script.operations.map(({ id, transaction }) => [id, transaction]));
  return {
    start: recovery.start,
    next(state) {
      const step = recovery.next(state);
      if (step.kind === 'read' || step.kind === 'verify') return step;
      if (state.missing !== null) return { kind: 'done', outcome: null };
      const transaction = transactionOf.get(state.root) ?? 0;
      const served = { kind: 'transaction', transaction } as const;
      return { kind: 'done', outcome: { stages: [], served } };
    },
    resume: recovery.resume,
  };
}
