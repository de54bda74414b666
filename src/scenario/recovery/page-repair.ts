import type { Extent, VersionId } from '../../model/script.js';
import type { DoubleWriteIndex } from './double-write-index.js';
import type { Answer } from './recovery.js';

/** What a page holds once it has been mended, as far as that goes. */
export interface RepairedPage {
  readonly page: number;
  /** -1 for a page that is torn and has no whole copy. */
  readonly held: VersionId | -1;
  /** For a torn page the newest write that one of its sectors shows. */
  readonly newest: VersionId | -1;
}

/** A page being looked at: whole as it is, or else the newest whole copy of it. */
export interface PageRepair extends RepairedPage {
  readonly phase: 'first' | 'whole' | 'copy' | 'copy-whole' | 'sectors' | 'done';
  /** What the first sector of the page, or of the copy, showed. */
  readonly found: VersionId;
  /** Which copy, or which sector, is looked at. */
  readonly position: number;
}

export function beginRepair(page: number): PageRepair {
  return { phase: 'first', page, found: 0, position: 0, newest: -1, held: -1 };
}

type Question =
  | { readonly kind: 'read'; readonly lba: number }
  | { readonly kind: 'verify'; readonly extent: Extent; readonly version: VersionId };

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
    case 'sectors':
      return { kind: 'read', lba: extent.lba + position };
    case 'done':
      return null;
  }
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
  return { ...state, phase: 'sectors', position: 0 };
}

function resumeCopy(index: DoubleWriteIndex, state: PageRepair, found: VersionId): PageRepair {
  const write = index.copyOf[found] ?? 0;
  const isOurs = write !== 0 && index.pageOf[write] === state.page;
  if (isOurs) return { ...state, phase: 'copy-whole', found };
  return goToCopy(index, state, state.position + 1);
}

function resumeSector(
  { pages }: DoubleWriteIndex,
  state: PageRepair,
  found: VersionId,
): PageRepair {
  const newest = Math.max(state.newest, found);
  const position = state.position + 1;
  const isLast = position >= extentOf(pages[state.page]).sectorCount;
  return isLast ? { ...state, phase: 'done', newest } : { ...state, newest, position };
}

export function resumeRepair(
  index: DoubleWriteIndex,
  state: PageRepair,
  answer: Answer,
): PageRepair {
  switch (state.phase) {
    case 'first':
      return { ...state, phase: 'whole', found: Number(answer) };
    case 'whole':
      return answer === true ? holding(state, state.found) : goToCopy(index, state, 0);
    case 'copy':
      return resumeCopy(index, state, Number(answer));
    case 'copy-whole': {
      const write = answer === true ? (index.copyOf[state.found] ?? 0) : -1;
      const newest = Math.max(state.newest, write);
      return goToCopy(index, { ...state, newest }, state.position + 1);
    }
    case 'sectors':
      return resumeSector(index, state, Number(answer));
    case 'done':
      return state;
  }
}
