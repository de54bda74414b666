import { neighboursOf, qemuReleases, type ReleaseRow } from '../../catalogue/releases/releases.js';
import { rowOf } from '../../catalogue/row-of.js';
import type { Configuration } from '../../model/configuration.js';
import type { Reason } from '../reason.js';

/** A release that was neither run nor read says so. */
export function releaseReasons(
  { qemu }: Pick<Configuration, 'qemu'>,
  rows: readonly ReleaseRow[] = qemuReleases,
): readonly Reason[] {
  const release = rowOf(rows, qemu.release);
  if (neighboursOf(qemu.release, rows).length === 0) return [];
  return [
    {
      layer: 'qemu',
      says: `${release.id} is taken to be like the releases around it`,
      rule: '',
      row: `qemuReleases.${release.id}`,
      source: release.source,
      confidence: 'inferred',
    },
  ];
}
