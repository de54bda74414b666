import type { RecoverySpec, Script } from '../../model/script.js';
import { createIndex } from '../recovery/double-write-index.js';
import { type ShadowState, shadowPaging } from '../recovery/shadow-paging.js';
import { beginWalk, mendedPages, nextOfWalk, type PageWalk, resumeWalk } from './page-walk.js';
import type { BootSteps } from './repair.js';

type Spec<Kind extends RecoverySpec['kind']> = Extract<RecoverySpec, { kind: Kind }>;

/** Writes each torn page once more, from its newest whole copy. A page beyond repair is left. */
export function doubleWriteRepair(script: Script, spec: Spec<'double-write'>): BootSteps<PageWalk> {
  const index = createIndex(script, spec);
  return {
    start: () => beginWalk,
    next(state) {
      const question = nextOfWalk(index, state);
      if (question !== null) return question;
      const pages = state.held.filter(({ held }) => held > 0);
      const torn = mendedPages(pages);
      const stages = torn.length > 0 ? [torn] : [];
      return {
        kind: 'done',
        outcome: { stages, syncs: 'around', served: { kind: 'pages', pages } },
      };
    },
    resume: (state, answer) => resumeWalk(index, state, answer),
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
      return { kind: 'done', outcome: { stages: [], syncs: 'around', served } };
    },
    resume: recovery.resume,
  };
}
