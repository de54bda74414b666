import { expect, it, vi } from 'vitest';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type * as Releases from '../../src/catalogue/releases/releases.js';
import type { KnownBy } from '../../src/catalogue/releases/releases.js';
import { newestRelease as newest, newestConfidence } from '../newest-release.js';
import { withOneMoreRelease } from '../unknown-releases.js';

async function catalogueWith(confidence: KnownBy) {
  vi.resetModules();
  const original = await vi.importActual<typeof Releases>(
    '../../src/catalogue/releases/releases.js',
  );
  vi.doMock('../../src/catalogue/releases/releases.js', () =>
    withOneMoreRelease(original, confidence),
  );
  const { runnerFor } = await import('../../src/gate/release.js');
  const { valueNamed } = await import('../../src/catalogue/releases/version-names.js');
  const { evidenceOf } = await import('../../src/catalogue/evidence.js');
  const { profileConfiguration } = await import('../../src/run/configurations/configurations.js');
  const { profileOf } = await import('../../src/run/configurations/profile.js');
  const nvme = profileConfiguration(profileOf('default'), 'nvme', 'none');
  return {
    runnerOf: (version: string) => runnerFor(version, defaultProfile)({ machineType: null }),
    machineNamed: (version: string) => valueNamed('machine', version),
    evidence: evidenceOf('BLK010', [nvme]),
  };
}

it('is a row and no code', async () => {
  const { runnerOf, machineNamed, evidence } = await catalogueWith('read');
  for (const version of ['77.1', '77.2', '77.2.1']) {
    const { runner, by } = runnerOf(version);
    const said = version === '77.2' ? 'it was given' : `${version} was given, which does the same`;
    expect([runner.release, runner.unknown, by]).toEqual(['77.2', '', said]);
    expect(machineNamed(version)).toBe('77.2');
  }
  expect(runnerOf('77.3').runner.unknown).toContain('QEMU 77.3');
  expect(evidence).toEqual({ releases: 'QEMU 7.2 to 77.2', confidence: 'measured/read' });
});

it('is nothing that anything is known of, where nobody ran or read it', async () => {
  const { runnerOf, evidence } = await catalogueWith('inferred');
  const { runner, by } = runnerOf('77.2');
  expect([runner.release, runner.unknown]).toEqual([
    newest,
    'QEMU 77.2, which nobody ran or read (see --assume)',
  ]);
  expect(by).toBe(`it was given: QEMU 77.2 is taken for ${newest}`);
  expect(evidence).toEqual({
    releases: `QEMU 7.2 to ${newest}`,
    confidence: newestConfidence,
  });
});

it('is measured where somebody ran it', async () => {
  const { evidence } = await catalogueWith('measured');
  expect(evidence).toEqual({ releases: 'QEMU 7.2 to 77.2', confidence: 'measured' });
});
