import { describe, expect, it } from 'vitest';
import { findDevice } from '../../../src/catalogue/devices/devices.js';
import { quirks, quirksOf } from '../../../src/catalogue/quirks/quirks.js';
import { isOfQemu } from '../../../src/catalogue/releases/of-qemu.js';
import {
  neighboursOf,
  qemuReleases,
  type ReleaseRow,
} from '../../../src/catalogue/releases/releases.js';
import { frontendIds, type QemuReleaseId } from '../../../src/model/configuration.js';
import { configurationNamed } from '../../../src/run/configurations/named-configuration.js';
import { profileOf } from '../../../src/run/configurations/profile.js';

const profile = profileOf('default');

it('knows all releases: each was run or read', () => {
  expect(qemuReleases.flatMap(({ id }) => neighboursOf(id))).toEqual([]);
});

it('takes the newest release that was measured for the default', () => {
  const newest = qemuReleases.findLast(({ confidence }) => confidence === 'measured');
  expect(profile.qemu).toBe(newest?.id);
});

describe('a release that is only inferred', () => {
  const unknown = (...ids: readonly QemuReleaseId[]): readonly ReleaseRow[] =>
    qemuReleases.map((row) => (ids.includes(row.id) ? { ...row, confidence: 'inferred' } : row));

  it.each([
    ['9.2', ['9.2'], ['8.2', '10.0.2']],
    ['8.2', ['8.2', '9.2'], ['7.2', '10.0.2']],
    ['9.2', ['8.2', '9.2'], ['10.0.2', '7.2']],
    ['7.2', ['9.2'], []],
  ] as const)('%s, of %j, has those that were run or read on both sides', (id, of, neighbours) => {
    expect(neighboursOf(id, unknown(...of))).toEqual(neighbours);
  });

  it('has one alone where it is the newest', () => {
    const [before, newest] = qemuReleases.slice(-2).map(({ id }) => id);
    expect(neighboursOf(newest ?? '0.11', unknown(newest ?? '0.11'))).toEqual([before]);
  });
});

// What decides was read in 8.0 to 9.2, function by function: docs/today.md.
it.each(['8.2', '9.2'] as const)('%s does what 7.2 does', (release) => {
  const on = (id: QemuReleaseId, stack: string) =>
    configurationNamed(`${stack},qemu=${id}`, profile);
  const stacks = ['raw', 'protocol', 'qcow2'].flatMap((format) =>
    ['threads', 'native', 'io_uring'].flatMap((aio) =>
      frontendIds
        .filter((frontend) => isOfQemu(frontend) && frontend !== 'emmc')
        .map((frontend) => `${frontend}/none@format=${format},aio=${aio}`),
    ),
  );
  for (const stack of stacks) {
    const [here, there] = [on(release, stack), on('7.2', stack)];
    expect(findDevice(here)).toEqual(findDevice(there));
    expect(quirksOf(here)).toEqual(quirksOf(there));
  }
  const since = quirks.filter(({ from, until }) => [from, until].includes('9.2'));
  expect(since.map(({ id }) => id)).toEqual(['fua-flush-skipped-on-node']);
});

it('has an eMMC since 9.1, which the row of 9.2 stands for', () => {
  const releases = qemuReleases.filter(({ id }) => {
    const qemu = { release: id, machine: 'newest', aio: 'threads', werror: 'enospc' } as const;
    return findDevice({ frontend: 'emmc', qemu }) !== undefined;
  });
  const since = qemuReleases.slice(qemuReleases.findIndex(({ id }) => id === '9.2'));
  expect(releases).toEqual(since);
  const of = (id: string) => profileOf(id).frontends.includes('emmc');
  expect(['qemu-7.2', 'qemu-10.0', 'default'].map(of)).toEqual([false, true, true]);
});
