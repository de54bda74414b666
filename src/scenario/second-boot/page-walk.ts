import type { VersionId } from '../../model/script.js';
import type { DoubleWriteIndex } from '../recovery/double-write-index.js';
import { beginRepair, nextRepair, type PageRepair, resumeRepair } from '../recovery/page-repair.js';
import type { Answer, RecoveryStep } from '../recovery/recovery.js';
import type { HeldPage, Rewrite } from './repair.js';

/** Pages that are looked at one after the other, and mended as far as that goes. */
export interface PageWalk {
  readonly page: PageRepair;
  /** Whether the page was found torn, so that its copies were looked at. */
  readonly isTorn: boolean;
  readonly held: readonly WalkedPage[];
}

export interface WalkedPage extends HeldPage {
  /** -1 for a page that is torn and has no whole copy. */
  readonly held: VersionId | -1;
  readonly isTorn: boolean;
}

type Question = Extract<RecoveryStep<never, never>, { kind: 'read' | 'verify' }>;

export const beginWalk: PageWalk = { page: beginRepair(0), isTorn: false, held: [] };

/** What has to be known next; null once all pages were looked at. */
export function nextOfWalk(index: DoubleWriteIndex, { page, held }: PageWalk): Question | null {
  if (held.length >= index.pages.length) return null;
  const question = nextRepair(index, page);
  if (question?.kind === 'read' || question?.kind === 'verify') return question;
  throw new Error('a page is decided by reading it');
}

export function resumeWalk(index: DoubleWriteIndex, walk: PageWalk, answer: Answer): PageWalk {
  const isTorn = walk.isTorn || (walk.page.phase === 'whole' && answer !== true);
  const repair = resumeRepair(index, walk.page, answer);
  const { page, held, phase } = repair;
  const extent = index.pages[page]?.extent;
  // A torn page of which no copy is whole is beyond repair, whichever sectors differ.
  const isSettled = phase === 'done' || phase === 'torn';
  if (!isSettled || extent === undefined) return { ...walk, isTorn, page: repair };
  const all = [...walk.held, { page, extent, held, isTorn }];
  return { page: beginRepair(page + 1), isTorn: false, held: all };
}

/** The torn ones, each to be written from the copy that it was taken from. */
export function mendedPages(pages: readonly WalkedPage[]): Rewrite[] {
  return pages
    .filter(({ isTorn }) => isTorn)
    .map(({ extent, held }) => ({ extent, version: held }));
}
