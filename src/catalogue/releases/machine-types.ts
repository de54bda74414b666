import { type Known, weakest } from '../known.js';
import { isEarlier } from './version-names.js';

/** Machine types that were taken out by hand: `family-first` to `family-last`. */
interface RemovedTypes extends Known {
  readonly family: string;
  readonly first: string;
  readonly last: string;
  /** The first QEMU without them. */
  readonly since: string;
}

const inDocs = {
  source: "QEMU docs/about/removed-features.rst, and docs/about/deprecated.rst's history",
  confidence: 'read',
} as const;

function inCommit(id: string): Known {
  return { source: `QEMU commit ${id}`, confidence: 'read' };
}

export const removedTypes: readonly RemovedTypes[] = [
  { ...inCommit('86165b499e'), family: 'pc-q35', first: '1.4', last: '2.3', since: '2.6' },
  { ...inCommit('cc425b5ddf'), family: 'pc', first: '0.10', last: '0.11', since: '4.0' },
  { ...inDocs, family: 'pc', first: '0.12', last: '0.15', since: '5.0' },
  { ...inDocs, family: 'pc', first: '1.0', last: '1.3', since: '6.0' },
  { ...inDocs, family: 'pc-i440fx', first: '1.4', last: '1.7', since: '8.2' },
  { ...inDocs, family: 'pc-i440fx', first: '2.0', last: '2.3', since: '9.1' },
  {
    ...inCommit('66924fe369'),
    family: 's390-ccw-virtio',
    first: '2.4',
    last: '2.8',
    since: '10.0',
  },
];

function isOneOf(type: string, { family, first, last }: RemovedTypes): boolean {
  const [, name, version = ''] = /^(.+)-(\d+\.\d+)$/.exec(type) ?? [];
  return name === family && !isEarlier(version, first) && !isEarlier(last, version);
}

/**
 * Versioned types that QEMU registers itself: none that is six major versions old, in any release since
 * `from`. include/hw/boards.h, MACHINE_VER_DELETION, which let the old ones stay until 10.1.
 */
const expiring = {
  types:
    /^(?:pc-i440fx|pc-q35|virt|pseries|s390-ccw-virtio)-(\d+)\.(\d+)(?:\.\d+)?(?:\+[a-z0-9]+)?$/,
  majors: 6,
  from: '10.1',
  source: 'QEMU include/hw/boards.h, MACHINE_VER_DELETION',
  confidence: 'read',
} as const;

/** The first QEMU that has a machine type no longer, and where that is known from. */
export interface Removal extends Known {
  readonly since: string;
}

interface FamilyRow extends Known {
  readonly family: string;
  readonly first: string;
}

/** The families of types with a version, and the first that each had. */
export const families: readonly FamilyRow[] = [
  { ...inCommit('cc425b5ddf'), family: 'pc', first: '0.10' },
  { ...inDocs, family: 'pc-i440fx', first: '1.4' },
  { ...inCommit('86165b499e'), family: 'pc-q35', first: '1.4' },
  {
    family: 'pseries',
    first: '2.1',
    source: 'qemu-devel, "ppc/spapr: remove deprecated machine pseries-2.x" (2024): 2.1 to 2.11',
    confidence: 'read',
  },
  { ...inCommit('66924fe369'), family: 's390-ccw-virtio', first: '2.4' },
  {
    family: 'virt',
    first: '2.6',
    source: 'qemu-devel, "hw/arm/virt: Remove deprecated virt-2.6 machine" (January 2025)',
    confidence: 'read',
  },
];

/** What took the last machine type of a version out, where a QEMU has none of it any more; else null. */
export function removalOfVersion(
  version: string,
  qemu: string,
): (Removal & { readonly type: string }) | null {
  const types = families
    .filter(
      ({ family, first }) =>
        !isEarlier(version, first) && (family !== 'pc' || isEarlier(version, '1.4')),
    )
    .map((row) => ({ type: `${row.family}-${version}`, first: row.confidence }));
  const removals = types.flatMap(({ type, first }) => {
    const removal = removalOf(type);
    if (removal === null || isEarlier(qemu, removal.since)) return [];
    // That it was the last of all is known no better than that there was one of each family.
    return [{ ...removal, type, confidence: weakest([removal.confidence, first]) }];
  });
  if (removals.length < types.length) return null;
  return removals.reduce<(Removal & { readonly type: string }) | null>(
    (last, each) => (last !== null && isEarlier(each.since, last.since) ? last : each),
    null,
  );
}

/** Whether QEMU itself names types like this one after its releases; distributions have names of their own. */
export function isNamedAfterRelease(type: string): boolean {
  return expiring.types.test(type);
}

/** null for a type that stays, as far as it was read. */
export function removalOf(type: string): Removal | null {
  const row = removedTypes.find((types) => isOneOf(type, types));
  if (row !== undefined) return row;
  const [, major, minor] = expiring.types.exec(type) ?? [];
  if (major === undefined || minor === undefined) return null;
  const sixLater = `${Number(major) + expiring.majors}.${minor}`;
  const { from, source, confidence } = expiring;
  return { since: isEarlier(sixLater, from) ? from : sixLater, source, confidence };
}
