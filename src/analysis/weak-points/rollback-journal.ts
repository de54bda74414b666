import type { Operation, RecoverySpec, VersionId } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { type Block, blocksOf, showsIn } from './in-place.js';
import { byTransaction } from './page-copies.js';
import {
  extentsOf,
  firstFrom,
  type Promised,
  promisedBy,
  sequenceOf,
  writesTo,
} from './transactions.js';
import { type Any, both, hasRun, notWhole, shows, type View, versionsAt } from './view.js';

interface Rollback {
  readonly view: View;
  readonly pages: readonly Block[];
  readonly promised: readonly Promised[];
  /** Pages and saved pages of each transaction, in the order in which it wrote them. */
  readonly written: ReadonlyMap<number, readonly Operation[]>;
  readonly saved: ReadonlyMap<number, readonly Operation[]>;
}

/** Something that the header may show, and what recovery makes of it. */
interface Header {
  readonly shown: VersionId;
  readonly when: Any;
  /** The transaction that is undone; 0 for none. */
  readonly undone: number;
  /** Rank of the last transaction that the database must hold. */
  readonly committed: number;
}

function headersOf(view: View, spec: Spec, rankOf: (version: VersionId) => number): Header[] {
  const lba = extentsOf(view.script, spec.header)[0]?.lba ?? 0;
  return versionsAt(view, lba).map((shown) => {
    const write = view.script.operations.find(({ id }) => id === shown);
    const isHot = write !== undefined && write.kind !== 'write-zeroes';
    return {
      shown,
      when: shows(view, lba, (version) => version === shown),
      undone: isHot ? write.transaction : 0,
      committed: rankOf(shown) - (isHot ? 1 : 0),
    };
  });
}

/** The ways in which recovery leaves the page as it is: not saved, or not all before is whole. */
function leftAlone({ view, saved, written }: Rollback, header: Header, page: number): Any {
  const pages = written.get(header.undone) ?? [];
  const parts = saved.get(header.undone) ?? [];
  const nth = parts.findIndex((_, at) => pages[at]?.element === page);
  if (header.undone === 0 || nth === -1) return [[]];
  return parts
    .slice(0, nth + 1)
    .flatMap(({ id, lba, sectorCount }) => notWhole(view, { lba, sectorCount }, id));
}

/** A page that is not put back, and is not what was committed last. */
function* atPage(
  rollback: Rollback,
  header: Header,
  page: number,
  block: Block,
): Generator<WeakPoint> {
  const { view, promised } = rollback;
  const alone = both(header.when, leftAlone(rollback, header, page));
  const expected = block.versions.findLast((each) => block.rankOf(each) <= header.committed) ?? 0;
  const wrong = showsIn(view, block, (shown) => shown !== expected);
  for (const conditions of both(alone, wrong)) yield { kind: 'reordered', conditions };
  // What is newer than expected was not committed, and is lost with the header itself.
  for (const version of block.versions) {
    const stale = showsIn(view, block, (shown) => shown < version);
    for (const acknowledge of firstFrom(view, promised, block.rankOf(version))) {
      for (const conditions of both(hasRun(acknowledge), alone, stale))
        yield { kind: 'lost', conditions };
    }
  }
}

type Spec = Extract<RecoverySpec, { kind: 'rollback-journal' }>;

/** Where recovery from a rollback journal can break a promise. */
export function* rollbackWeakPoints(view: View, spec: Spec): Generator<WeakPoint> {
  const { script } = view;
  const headings = script.operations.filter(
    ({ kind, region }) =>
      region === spec.header && ['write', 'barrier', 'write-zeroes'].includes(kind),
  );
  const sequence = sequenceOf(script, headings);
  const rollback: Rollback = {
    view,
    pages: blocksOf(view, spec.pages, sequence),
    promised: promisedBy(script, sequence),
    written: byTransaction(writesTo(script, spec.pages)),
    saved: byTransaction(writesTo(script, spec.journal)),
  };
  for (const header of headersOf(view, spec, sequence.rankOf)) {
    for (const acknowledge of firstFrom(view, rollback.promised, header.committed + 1)) {
      for (const conditions of both(hasRun(acknowledge), header.when))
        yield { kind: 'lost', conditions };
    }
    for (const [page, block] of rollback.pages.entries())
      yield* atPage(rollback, header, page, block);
  }
}
