import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { releaseReasons } from '../../src/analysis/facts/release.js';
import { storageFacts } from '../../src/analysis/facts/storage.js';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile, profiles } from '../../src/catalogue/dimensions/profiles.js';
import { monitors } from '../../src/catalogue/releases/monitors.js';
import { qemuReleases } from '../../src/catalogue/releases/releases.js';
import { type CacheModeId, cacheModeIds, type FrontendId } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { profileConfiguration } from '../../src/run/configurations/configurations.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { configurationOf } from '../laws/configurations.js';

const cells: readonly (readonly [FrontendId, CacheModeId, string])[] = [
  ['firecracker', 'writeback', 'Firecracker'],
  ['firecracker', 'unsafe', 'Firecracker'],
  ['cloud-hypervisor', 'writeback', 'Cloud Hypervisor'],
  ['cloud-hypervisor', 'none', 'Cloud Hypervisor'],
];

describe('a monitor in the place of QEMU', () => {
  it.each(cells)('%s/%s is named with its own sources', (frontend, cache, name) => {
    // A release of QEMU that nobody knows is no matter of it.
    for (const qemu of ['11.1', '9.2']) {
      const usual = configurationOf(frontend, cache, {}, defaultProfile);
      const { completed, flushed } = storageFacts(dimensionOf('qemu').write(usual, qemu));
      const own = [...completed.reasons, ...flushed.reasons].filter(
        ({ layer }) => layer === 'qemu',
      );
      // What a dropped flush leaves where it was is said again.
      expect(new Set(own.map(({ says }) => says)).size).toBe(2);
      for (const { says, source } of own) {
        expect(says.startsWith(`${name} `)).toBe(true);
        expect(source.startsWith(`${name} `)).toBe(true);
        expect(source).not.toContain('QEMU');
      }
    }
  });

  it('is every frontend that has one, and QEMU serves the others', () => {
    expect(monitors.map(({ frontend }) => frontend)).toEqual(['firecracker', 'cloud-hypervisor']);
    const { completed } = storageFacts(configurationOf('virtio-blk', 'none', {}, defaultProfile));
    expect(completed.reasons[0]?.source).toContain('QEMU block.c');
  });

  it('blames who offers no flush', () => {
    const unsafe = configurationOf('firecracker', 'unsafe', {}, defaultProfile);
    const { order, data } = explainBehaviour(unsafe, 'power-loss');
    const blamed = [...order, ...data]
      .filter(({ rule }) => rule === 'BLK014')
      .map(({ source }) => source);
    expect(blamed).toEqual([expect.stringContaining('CacheType::Writeback')]);
  });
});

it('of a profile of today no reason rests on the mail alone', () => {
  for (const profile of profiles.filter(({ qemu }) => qemu !== '0.11')) {
    for (const frontend of profile.usualFrontends) {
      for (const cache of cacheModeIds) {
        const configuration = profileConfiguration(profile, frontend, cache);
        for (const fault of faultIds) {
          const { order, data, allocation } = explainBehaviour(configuration, fault);
          for (const { source } of [...order, ...data, ...allocation])
            expect(source).not.toMatch(/^(the mail|Hellwig)/);
        }
      }
    }
  }
});

it('says of a release that nobody ran or read what it is taken to be', () => {
  const parts = configurationNamed('ide/none@qemu=9.2', defaultProfile);
  const rows = qemuReleases.map((row) =>
    row.id === '9.2' ? ({ ...row, confidence: 'inferred' } as const) : row,
  );
  const [reason, ...more] = releaseReasons(parts, rows);
  expect(more).toEqual([]);
  expect(reason).toMatchObject({ layer: 'qemu', rule: '', row: 'qemuReleases.9.2' });
  expect(reason).toMatchObject({ confidence: 'inferred', says: expect.stringContaining('9.2 is') });
  expect(releaseReasons(configurationNamed('ide/none', defaultProfile), rows)).toEqual([]);
  expect(releaseReasons(parts)).toEqual([]);
});
