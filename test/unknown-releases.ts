import type * as releases from '../src/catalogue/releases.js';

type Releases = typeof releases;

const unknown: readonly string[] = ['8.2', '9.2'];

/** Every release of the catalogue was run or read. Here nobody has read these, as it once was. */
export function withUnknownReleases(original: Releases): Releases {
  const rows = original.qemuReleases.map(
    (row): releases.ReleaseRow =>
      unknown.includes(row.id) ? { ...row, knownBy: 'inferred' } : row,
  );
  return { ...original, neighboursOf: (release) => original.neighboursOf(release, rows) };
}
