import type { Extent, Operation, RecoverySpec, VersionId } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { extentsOf, writesTo } from './transactions.js';
import {
  type Any,
  both,
  hasRun,
  notWhole,
  sampleSectors,
  shows,
  type View,
  versionsAt,
  whole,
} from './view.js';

interface Page {
  readonly extent: Extent;
  readonly element: number;
  /** Places in the buffer that ever hold a copy of this page. */
  readonly copies: readonly Extent[];
}

interface Buffer {
  readonly view: View;
  readonly pages: readonly Page[];
  /** For each write to the buffer, the write to a page that it is a copy of. */
  readonly copyOf: ReadonlyMap<VersionId, Operation>;
}

function byTransaction(writes: readonly Operation[]): Map<number, Operation[]> {
  const groups = new Map<number, Operation[]>();
  for (const write of writes) {
    groups.set(write.transaction, [...(groups.get(write.transaction) ?? []), write]);
  }
  return groups;
}

/** The n-th copy of a transaction is a copy of its n-th page. */
function bufferOf(view: View, spec: Extract<RecoverySpec, { kind: 'double-write' }>): Buffer {
  const pageWrites = byTransaction(writesTo(view.script, spec.pages));
  const copyOf = new Map<VersionId, Operation>();
  const places = new Map<number, Map<number, Extent>>();
  for (const [transaction, copies] of byTransaction(writesTo(view.script, spec.buffer))) {
    for (const [nth, { id, lba, sectorCount }] of copies.entries()) {
      const page = pageWrites.get(transaction)?.[nth];
      if (page === undefined) continue;
      copyOf.set(id, page);
      const known = places.get(page.element) ?? new Map<number, Extent>();
      places.set(page.element, known.set(lba, { lba, sectorCount }));
    }
  }
  const pages = extentsOf(view.script, spec.pages).map((extent, element) => ({
    extent,
    element,
    copies: [...(places.get(element)?.values() ?? [])],
  }));
  return { view, pages, copyOf };
}

/** The ways in which the page is a mixture: two of its sectors show different writes. */
function mixed(view: View, { extent }: Page): Any {
  const [first = extent.lba, ...others] = sampleSectors(view, extent);
  return others.flatMap((other) =>
    versionsAt(view, first).flatMap((version) =>
      both(
        shows(view, first, (shown) => shown === version),
        shows(view, other, (shown) => shown !== version),
      ),
    ),
  );
}

/** The copies of the page that this place of the buffer ever holds. */
function copiesAt({ view, copyOf }: Buffer, page: Page, { lba }: Extent): readonly VersionId[] {
  return versionsAt(view, lba).filter((version) => copyOf.get(version)?.element === page.element);
}

/** The ways in which the place holds no whole copy of the page, or one of a write before `limit`. */
function atMost(buffer: Buffer, page: Page, place: Extent, limit: VersionId): Any {
  const { view, copyOf } = buffer;
  const own = copiesAt(buffer, page, place);
  const foreign = shows(view, place.lba, (version) => !own.includes(version));
  const broken = own.flatMap((version) =>
    both(
      shows(view, place.lba, (shown) => shown === version),
      notWhole(view, place, version),
    ),
  );
  const older = own.filter((version) => (copyOf.get(version)?.id ?? 0) < limit);
  return [...foreign, ...broken, ...older.flatMap((version) => whole(view, place, version))];
}

/** A page is torn for good where it is a mixture and no copy of it is whole. */
function* torn(buffer: Buffer, page: Page): Generator<WeakPoint> {
  const without = page.copies.map((place) => atMost(buffer, page, place, 0));
  for (const conditions of both(mixed(buffer.view, page), ...without)) {
    yield { kind: 'torn', conditions };
  }
}

/** After recovery the page holds a write before `write`: it shows one, or is repaired with one. */
function* lost(buffer: Buffer, page: Page, write: Operation, acknowledge: number) {
  const { view, copyOf } = buffer;
  const older = versionsAt(view, page.extent.lba).filter((version) => version < write.id);
  const shown = older.flatMap((version) => whole(view, page.extent, version));
  const repaired = page.copies.flatMap((source) => {
    const copies = copiesAt(buffer, page, source).filter(
      (version) => (copyOf.get(version)?.id ?? 0) < write.id,
    );
    const others = page.copies.filter((place) => place !== source);
    return both(
      mixed(view, page),
      copies.flatMap((version) => whole(view, source, version)),
      ...others.map((place) => atMost(buffer, page, place, write.id)),
    );
  });
  for (const conditions of both(hasRun(acknowledge), [...shown, ...repaired])) {
    yield { kind: 'lost', conditions } as const;
  }
}

/** Where recovery from a double-write buffer can break a promise. */
export function* doubleWriteWeakPoints(
  view: View,
  spec: Extract<RecoverySpec, { kind: 'double-write' }>,
): Generator<WeakPoint> {
  const buffer = bufferOf(view, spec);
  const writes = byTransaction(writesTo(view.script, spec.pages));
  for (const { acknowledge, transaction } of view.script.obligations) {
    for (const write of writes.get(transaction) ?? []) {
      const page = buffer.pages[write.element];
      if (page !== undefined) yield* lost(buffer, page, write, acknowledge);
    }
  }
  for (const page of buffer.pages) yield* torn(buffer, page);
}
