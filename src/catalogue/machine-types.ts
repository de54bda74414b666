import { isEarlier } from './version-names.js';

/** Machine types that were taken out by hand. */
interface RemovedTypes {
  readonly types: RegExp;
  /** The first QEMU without them. */
  readonly since: string;
  readonly source: string;
}

const removedFeatures =
  "QEMU docs/about/removed-features.rst, and docs/about/deprecated.rst's history";

const removed: readonly RemovedTypes[] = [
  { types: /^pc-q35-(1\.\d|2\.[0-3])$/, since: '2.6', source: 'QEMU commit 86165b499e' },
  { types: /^pc-0\.1[01]$/, since: '4.0', source: 'QEMU commit cc425b5ddf' },
  { types: /^pc-0\.1[2-5]$/, since: '5.0', source: removedFeatures },
  { types: /^pc-1\.[0-3]$/, since: '6.0', source: removedFeatures },
  { types: /^pc-i440fx-1\.[4-7]$/, since: '8.2', source: removedFeatures },
  { types: /^pc-i440fx-2\.[0-3]$/, since: '9.1', source: removedFeatures },
  { types: /^s390-ccw-virtio-2\.[4-8]$/, since: '10.0', source: 'QEMU commit 66924fe369' },
];

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
} as const;

/** The first QEMU that has a machine type no longer, and where that is known from. */
export interface Removal {
  readonly since: string;
  readonly source: string;
}

/** null for a type that stays, as far as it was read. */
export function removalOf(type: string): Removal | null {
  const row = removed.find(({ types }) => types.test(type));
  if (row !== undefined) return row;
  const [, major, minor] = expiring.types.exec(type) ?? [];
  if (major === undefined || minor === undefined) return null;
  const sixLater = `${Number(major) + expiring.majors}.${minor}`;
  const { from, source } = expiring;
  return { since: isEarlier(sixLater, from) ? from : sixLater, source };
}
