import {
  type MachineId,
  type MachineVersion,
  oldMachineIds,
  type QemuReleaseId,
} from '../../model/configuration.js';
import type { DimensionValue } from '../dimensions/dimension.js';
import type { Confidence } from '../known.js';
import { rowOf } from '../row-of.js';

/** How the code of a release is known. */
export type KnownBy = Exclude<Confidence, 'memory'>;

export interface ReleaseRow extends DimensionValue<QemuReleaseId> {
  /** The first of the versions that the row stands for; its id is the last. */
  readonly first: string;
  /** The release whose machine types it has; absent for one with its own. */
  readonly machine?: MachineVersion;
  /**
   * `measured`: the released program was run. `read`: its source was, or, between two that decide alike, the
   * patches by which they do not. `inferred`: neither; it is as
   * one of its neighbours, and where these differ nobody knows as which. With a neighbour on one side
   * only nothing is known of it.
   */
  readonly confidence: KnownBy;
}

/** Oldest first. A release series stands for all of its point releases. */
export const qemuReleases = [
  {
    id: '0.11',
    first: '0.10',
    sentence: "QEMU 0.10 and 0.11, the mail's",
    confidence: 'read',
    source: 'QEMU v0.11.0',
  },
  {
    id: '7.2',
    first: '7.2',
    sentence: 'QEMU 7.2 (Debian 12)',
    confidence: 'measured',
    source: 'QEMU 7.2.22, run',
  },
  {
    id: '8.2',
    first: '8.0',
    sentence: 'QEMU 8.0 to 8.2 (Ubuntu 24.04, RHEL 9)',
    confidence: 'read',
    source:
      'QEMU 8.0.0, 8.1.0 and 8.2.0: what decides is as in 7.2.0, file by file in docs/today.md',
  },
  {
    id: '9.2',
    first: '9.0',
    sentence: 'QEMU 9.0 to 9.2 (RHEL 9.6, Proxmox VE 8.4)',
    confidence: 'read',
    source:
      'QEMU 9.0.0, 9.1.0 and 9.2.0: what decides is as in 7.2.0, file by file in docs/today.md',
  },
  {
    id: '10.0.2',
    first: '10.0.0',
    sentence: 'QEMU 10.0.0 to 10.0.2: file-posix writes with FUA, and threads flush behind it',
    machine: '10.0',
    confidence: 'read',
    source:
      'QEMU 10.0.0 block/file-posix.c raw_co_prw: raw_co_flush_to_disk behind each FUA write; ' +
      'bdrv_co_flush, which may skip it, again in 10.0.3 (d402da1360)',
  },
  {
    id: '10.0',
    first: '10.0.3',
    sentence: 'QEMU 10.0.3 and later of 10.0 (Debian 13 with its updates)',
    confidence: 'measured',
    source:
      'QEMU 10.0.13, run and read; "[Stable-10.0.3 59/65] file-posix: Fix aio=threads ..."; ' +
      'Debian 13.0 itself came with 10.0.2 (from memory)',
  },
  {
    id: '10.1',
    first: '10.1',
    sentence: 'QEMU 10.1: scsi-hd offers FUA from this machine type on',
    confidence: 'read',
    source:
      'dpofua=off stands in hw_compat_10_0 when its types were closed ("hw: add compat machines for 10.2", ' +
      '20250805095616.1168905-1-cohuck@redhat.com) and in 10.2.2; d402da1360 was in 10.0.3 before it; what else decides is the same in 10.0.13 and 10.2.2',
  },
  {
    id: '10.2',
    first: '10.2',
    sentence: 'QEMU 10.2',
    confidence: 'read',
    source: 'QEMU 10.2.2',
  },
  {
    id: '11.1',
    first: '11.0',
    sentence: 'QEMU 11.0 and 11.1, the newest that was measured',
    confidence: 'measured',
    source: 'QEMU 11.1.2, run',
  },
] as const satisfies readonly ReleaseRow[];

/** The first release whose node of a file has FUA of its own (block/file-posix.c raw_co_prw). */
export const fileFuaSince = '10.0.2' satisfies QemuReleaseId;

export type MachineRow = DimensionValue<MachineId>;

/** All but the mail's: those whose machine types are told apart, and that definitions are judged by. */
export const releasesOfToday: readonly ReleaseRow[] = qemuReleases.filter(
  ({ id }) => id !== '0.11',
);

/** Whether it brought machine types of its own: an update has those of its release. */
export function hasOwnMachine({ machine }: ReleaseRow): boolean {
  return machine === undefined;
}

export const machines: readonly MachineRow[] = [
  {
    id: 'newest',
    sentence: "the release's own version: pc, q35, virt and the like",
    source: 'QEMU hw/i386/pc_piix.c, pc_q35.c, hw/arm/virt.c: the alias of the newest type',
    confidence: 'read',
  },
  ...oldMachineIds.map((id) => ({
    id,
    sentence: `a machine type that ends in -${id}, or older`,
    source: 'QEMU commit 5f2585772f (5.0), hw_compat_4_2: x-enable-wce-if-config-wce=off',
    confidence: 'read' as const,
  })),
  ...releasesOfToday.filter(hasOwnMachine).map(({ id, source, confidence }) => ({
    id,
    sentence: `a machine type that ends in -${id}`,
    source,
    confidence,
  })),
] as readonly MachineRow[];

/** Old machine types come before all releases that have one. */
const versions: readonly (QemuReleaseId | MachineVersion)[] = qemuReleases.flatMap(
  ({ id }): readonly (QemuReleaseId | MachineVersion)[] =>
    id === '0.11' ? [id, ...oldMachineIds] : [id],
);

function position(version: QemuReleaseId | MachineVersion): number {
  return versions.indexOf(version);
}

export interface ReleaseRange {
  /** The first release. */
  readonly from: QemuReleaseId;
  /** The last release; '' where it still holds in the newest. */
  readonly until: QemuReleaseId | '';
}

export function isWithinReleases(release: QemuReleaseId, { from, until }: ReleaseRange): boolean {
  const at = position(release);
  return at >= position(from) && (until === '' || at <= position(until));
}

/** The release whose machine type is used: no machine is newer than its release. */
export function machineRelease(
  release: QemuReleaseId,
  machine: MachineId,
): MachineVersion | '0.11' {
  if (machine !== 'newest') return machine;
  const row: ReleaseRow = rowOf(qemuReleases, release);
  return row.machine ?? (release as MachineVersion);
}

export function isOlder(
  a: QemuReleaseId | MachineVersion,
  b: QemuReleaseId | MachineVersion,
): boolean {
  return position(a) < position(b);
}

/**
 * Of a release that is only inferred, those on both sides that were run or read, the nearest first.
 *
 * @param rows - all releases, oldest first
 */
export function neighboursOf(
  release: QemuReleaseId,
  rows: readonly ReleaseRow[] = qemuReleases,
): readonly QemuReleaseId[] {
  const positionOf = (of: QemuReleaseId) => rows.findIndex(({ id }) => id === of);
  const at = positionOf(release);
  if (rows[at]?.confidence !== 'inferred') return [];
  const isKnown = ({ confidence }: ReleaseRow) => confidence !== 'inferred';
  const known = [rows.slice(0, at).findLast(isKnown), rows.slice(at).find(isKnown)];
  const distance = (id: QemuReleaseId) => Math.abs(positionOf(id) - at);
  return known.flatMap((row) => row?.id ?? []).sort((a, b) => distance(a) - distance(b));
}
