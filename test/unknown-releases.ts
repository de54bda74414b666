import type * as releases from '../src/catalogue/releases/releases.js';
import type { QemuReleaseId } from '../src/model/configuration.js';

type Releases = typeof releases;

const unknown: readonly string[] = ['8.2', '9.2'];

/** Every release of the catalogue was run or read. Here nobody has read these, as it once was. */
/** The catalogue with one more release, which is a row and nothing else. */
export function withOneMoreRelease(
  original: Releases,
  confidence: releases.KnownBy,
): Pick<Releases, 'releasesOfToday' | 'neighboursOf'> & {
  readonly qemuReleases: readonly releases.ReleaseRow[];
} {
  const id = '77.2' as QemuReleaseId;
  const row = { id, first: '77.1', sentence: 'QEMU 77.1 and 77.2', confidence, source: 'none' };
  const rows = [...original.qemuReleases, row];
  return {
    ...original,
    qemuReleases: rows,
    releasesOfToday: [...original.releasesOfToday, row],
    neighboursOf: (release) => original.neighboursOf(release, rows),
  };
}

export function withUnknownReleases(original: Releases): Releases {
  const rows = original.qemuReleases
    // Nobody knew of it then, and it does what 7.2 does.
    .filter(({ id }) => id !== '10.0.2')
    .map(
      (row): releases.ReleaseRow =>
        unknown.includes(row.id) ? { ...row, confidence: 'inferred' } : row,
    );
  return { ...original, neighboursOf: (release) => original.neighboursOf(release, rows) };
}
