import { expect, it } from 'vitest';
import { evidenceOf } from '../../src/catalogue/evidence.js';
import { rules } from '../../src/catalogue/rules/rules.js';
import { todaysRules } from '../../src/catalogue/rules/rules-today.js';
import type { CacheModeId, FrontendId } from '../../src/model/configuration.js';
import { profileConfiguration } from '../../src/run/configurations/configurations.js';
import { profileOf } from '../../src/run/configurations/profile.js';
import { newestConfidence, newestRelease } from '../newest-release.js';

const today = profileOf('default');

function releases(rule: string, ...stacks: readonly (readonly [FrontendId, CacheModeId])[]) {
  const configurations = stacks.map(([frontend, cache]) =>
    profileConfiguration(today, frontend, cache),
  );
  const evidence = evidenceOf(rule, configurations);
  return `${evidence.releases}, ${evidence.confidence}`;
}

it('names the releases of a quirk, of a device and of a rule', () => {
  expect(releases('BLK010', ['nvme', 'none'])).toBe(
    `QEMU 7.2 to ${newestRelease}, ${newestConfidence}`,
  );
  expect(releases('BLK016', ['floppy', 'none'])).toBe(`QEMU 7.2 to ${newestRelease}, read`);
  expect(releases('BLK016', ['emmc', 'none'])).toBe(`QEMU 9.1 to ${newestRelease}, read`);
  expect(releases('BLK020', ['emmc', 'none'])).toBe(`QEMU 9.1 to ${newestRelease}, read`);
  expect(releases('BLK020', ['sd', 'none'])).toBe(`QEMU 7.2 to ${newestRelease}, read`);
  expect(releases('BLK014', ['ide', 'unsafe'])).toBe(
    `QEMU 0.13 to ${newestRelease}, ${newestConfidence}`,
  );
});

it('names both releases where cells have a defect since different ones', () => {
  expect(releases('BLK011', ['scsi', 'none'])).toBe(
    `QEMU 10.1 to ${newestRelease}, ${newestConfidence}`,
  );
  expect(releases('BLK011', ['scsi', 'none'], ['ide', 'directsync'])).toBe(
    `QEMU 10.0.3/10.1 to ${newestRelease}, ${newestConfidence}`,
  );
  expect(releases('BLK016', ['sd', 'none'], ['floppy', 'none'])).toContain('measured/read');
});

it('names no release of QEMU where it has no part in it', () => {
  expect(releases('BLK005', ['ide', 'none'])).toBe('any release, read');
  expect(releases('BLK014', ['firecracker', 'unsafe'])).toBe('any release, measured');
});

it('has evidence for every rule', () => {
  for (const { id } of rules)
    expect(releases(id, ['ide', 'none'])).toMatch(/^(QEMU|any) .*, [\w/]+$/u);
});

it('has cures of today that fit on a line of the first screen', () => {
  const columns = 80 - '  change: '.length;
  expect(
    todaysRules.filter(({ id }) => id !== 'BLK017').map(({ change }) => change.length),
  ).toSatisfy((lengths: readonly number[]) => Math.max(...lengths) <= columns);
});
