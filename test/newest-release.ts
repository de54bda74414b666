import { qemuReleases, type ReleaseRow } from '../src/catalogue/releases/releases.js';
import type { QemuReleaseId } from '../src/model/configuration.js';

const known = qemuReleases.filter(({ confidence }: ReleaseRow) => confidence !== 'inferred');

/** The last that somebody ran or read, so that another release is a row and no change of a test. */
export const newestRelease: QemuReleaseId = known.map(({ id }) => id).at(-1) ?? '0.11';

/** What was measured is, in a release that was only read, read. */
export const newestConfidence =
  known.map(({ confidence }) => confidence).at(-1) === 'measured' ? 'measured' : 'measured/read';

const nextMajor = Number(newestRelease.split('.')[0]) + 1;

/** Versions that come after all of the catalogue. */
export const laterVersion = `${nextMajor}.0`;
export const nextVersion = `${nextMajor}.1`;
