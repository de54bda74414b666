import type { Extent, VersionId } from '../../model/script.js';
import type { DoubleWriteIndex } from './double-write-index.js';
import type { Answer } from './recovery.js';

/** What a page holds once it has been mended, as far as that goes. */
export interface RepairedPage {
  readonly page: number;
  /** -1 for a page that is torn and has no whole copy. */
  readonly held: VersionId | -1;
  /** For a torn page the newer of two writes that its sectors show; -1 where they show one. */
  readonly newest: VersionId | -1;
}

/** A page being looked at: whole as it is, or else the newest whole copy of it. */
export interface PageRepair extends RepairedPage {
  readonly phase: 'first' | 'whole' | 'copy' | 'copy-whole' | 'torn' | 'sector' | 'done';
  /** What the first sector of the page showed. */
  readonly first: VersionId;
  /** What the first sector of the page, and later of the copy, showed. */
  readonly found: VersionId;
  /** Which copy, or which sector, is looked at. */
  readonly position: number;
}

export function beginRepair(page: number): PageRepair {
  return { phase: 'first', page, first: 0, found: 0, position: 0, newest: -1, held: -1 };
}

type Question =
  | { readonly kind: 'read'; readonly lba: number }
  | { readonly kind: 'verify'; readonly extent: Extent; readonly version: VersionId }
  | { readonly kind: 'each'; readonly states: readonly PageRepair[]; readonly finds: 'torn' };

/** What has to be known next; null once the page is mended or given up. */
export function nextRepair({ pages }: DoubleWriteIndex, state: PageRepair): Question | null {
  const { phase, page, found, position } = state;
  const extent = extentOf(pages[page]);
  const copy = pages[page]?.copies[position] ?? extent;
  switch (phase) {
    case 'first':
      return { kind: 'read', lba: extent.lba };
    case 'whole':
      return { kind: 'verify', extent, version: found };
    case 'copy':
      return { kind: 'read', lba: copy.lba };
    case 'copy-whole':
      return { kind: 'verify', extent: copy, version: found };
    case 'torn':
      return { kind: 'each', states: otherSectors(state, extent), finds: 'torn' };
    case 'sector':
      return { kind: 'read', lba: extent.lba + position };
    case 'done':
      return null;
  }
}

/** One of them shows something else than the first; which one, each may tell by itself. */
function otherSectors(state: PageRepair, { sectorCount }: Extent): PageRepair[] {
  return Array.from({ length: sectorCount - 1 }, (_, other) => ({
    ...state,
    phase: 'sector',
    position: other + 1,
  }));
}

function extentOf(page: DoubleWriteIndex['pages'][number] | undefined): Extent {
  if (page === undefined) throw new RangeError('there is no such page');
  return page.extent;
}

function holding(state: PageRepair, held: VersionId): PageRepair {
  return { ...state, phase: 'done', held };
}

/** Goes to the next copy of a torn page; past the last, takes the newest whole one. */
function goToCopy({ pages }: DoubleWriteIndex, state: PageRepair, position: number): PageRepair {
  if (position < (pages[state.page]?.copies.length ?? 0)) {
    return { ...state, phase: 'copy', position };
  }
  if (state.newest !== -1) return holding(state, state.newest);
  return { ...state, phase: 'torn' };
}

function resumeCopy(index: DoubleWriteIndex, state: PageRepair, found: VersionId): PageRepair {
  const write = index.copyOf[found] ?? 0;
  const isOurs = write !== 0 && index.pageOf[write] === state.page;
  if (isOurs) return { ...state, phase: 'copy-whole', found };
  return goToCopy(index, state, state.position + 1);
}

function resumeSector(state: PageRepair, found: VersionId): PageRepair {
  const newest = found === state.first ? -1 : Math.max(state.first, found);
  return { ...state, phase: 'done', newest };
}

export function resumeRepair(
  index: DoubleWriteIndex,
  state: PageRepair,
  answer: Answer,
): PageRepair {
  switch (state.phase) {
    case 'first':
      return { ...state, phase: 'whole', first: Number(answer), found: Number(answer) };
    case 'whole':
      return answer === true ? holding(state, state.found) : goToCopy(index, state, 0);
    case 'copy':
      return resumeCopy(index, state, Number(answer));
    case 'copy-whole': {
      const write = answer === true ? (index.copyOf[state.found] ?? 0) : -1;
      const newest = Math.max(state.newest, write);
      return goToCopy(index, { ...state, newest }, state.position + 1);
    }
    case 'sector':
      return resumeSector(state, Number(answer));
    case 'torn':
    case 'done':
      return state;
  }
}
