import { groupBy } from '../../model/group-by.js';
import type { Extent, Operation, VersionId } from '../../model/script.js';
import type { WeakPoint } from '../cut/condition.js';
import { extentsOf, writesTo } from './transactions.js';
import {
  type Any,
  both,
  notWhole,
  sampleSectors,
  shows,
  type View,
  versionsAt,
  whole,
} from './view.js';

export interface Page {
  readonly extent: Extent;
  readonly element: number;
  /** Places in the buffer that ever hold a copy of this page. */
  readonly copies: readonly Extent[];
}

/** Pages, and the copies of them that a recovery can mend them with. */
export interface Copies {
  readonly view: View;
  readonly pages: readonly Page[];
  /** For each write to the buffer, the write to a page that it is a copy of. */
  readonly copyOf: ReadonlyMap<VersionId, Operation>;
}

export function byTransaction(writes: readonly Operation[]): Map<number, Operation[]> {
  return groupBy(writes, ({ transaction }) => transaction);
}

/** The n-th copy of a transaction is a copy of its n-th page. */
export function copiesOf(
  view: View,
  spec: { readonly buffer: string; readonly pages: string },
): Copies {
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
export function mixed(view: View, { extent }: Page): Any {
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

interface Copy {
  /** The write to the buffer, and the write to the page that it is a copy of. */
  readonly version: VersionId;
  readonly held: VersionId;
}

/** The copies of the page that this place of the buffer ever holds. */
function copiesAt({ view, copyOf }: Copies, page: Page, { lba }: Extent): readonly Copy[] {
  return versionsAt(view, lba).flatMap((version) => {
    const copied = copyOf.get(version);
    return copied?.element === page.element ? [{ version, held: copied.id }] : [];
  });
}

/** The ways in which the place holds no whole copy of the page, or one of a write before `limit`. */
function atMost(buffer: Copies, page: Page, place: Extent, limit: VersionId): Any {
  const { view } = buffer;
  const own = copiesAt(buffer, page, place);
  const foreign = shows(view, place.lba, (shown) => own.every(({ version }) => version !== shown));
  const broken = own.flatMap(({ version }) =>
    both(
      shows(view, place.lba, (shown) => shown === version),
      notWhole(view, place, version),
    ),
  );
  const older = own.filter(({ held }) => held < limit);
  return [...foreign, ...broken, ...older.flatMap(({ version }) => whole(view, place, version))];
}

/** The ways in which the page, as it is or mended, holds a write that `allows` accepts. */
export function mended(buffer: Copies, page: Page, allows: (version: VersionId) => boolean): Any {
  const { view } = buffer;
  const asItIs = versionsAt(view, page.extent.lba)
    .filter(allows)
    .flatMap((version) => whole(view, page.extent, version));
  const fromCopy = page.copies.flatMap((source) =>
    copiesAt(buffer, page, source).flatMap(({ version, held }) => {
      if (!allows(held)) return [];
      const others = page.copies.filter((place) => place !== source);
      return both(
        mixed(view, page),
        whole(view, source, version),
        ...others.map((place) => atMost(buffer, page, place, held)),
      );
    }),
  );
  return [...asItIs, ...fromCopy];
}

/** A page is torn for good where it is a mixture and no copy of it is whole. */
export function* tornForGood(buffer: Copies, page: Page): Generator<WeakPoint> {
  const without = page.copies.map((place) => atMost(buffer, page, place, 0));
  for (const conditions of both(mixed(buffer.view, page), ...without)) {
    yield { kind: 'torn', conditions };
  }
}
