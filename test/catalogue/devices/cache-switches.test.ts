import { describe, expect, it } from 'vitest';
import { cacheSwitches, cacheSwitchOf } from '../../../src/catalogue/devices/cache-switches.js';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { refusalOf, unknownBecause } from '../../../src/catalogue/refusals/refusals.js';
import { type FrontendId, frontendIds, qemuReleaseIds } from '../../../src/model/configuration.js';
import { configurationOf } from '../../laws/configurations.js';

function refusal(frontend: FrontendId, changes: Readonly<Record<string, string>> = {}): string {
  const usual = configurationOf(frontend, 'writeback', {}, defaultProfile);
  const all = { 'guest-write-cache': 'device-off', ...changes };
  const made = Object.entries(all).reduce(
    (each, [key, value]) => dimensionOf(key).write(each, value),
    usual,
  );
  // What somebody says of his guest is never held against QEMU.
  expect(unknownBecause(made)).toBe(refusalOf(made));
  return refusalOf(made);
}

describe('a guest that switches the write cache of its device off', () => {
  it.each(frontendIds)('can where the device of %s takes the command', (frontend) => {
    const isTaken = cacheSwitches.some(({ frontends }) => frontends.includes(frontend));
    expect(refusal(frontend) === '').toBe(isTaken);
  });

  it.each<[FrontendId, Readonly<Record<string, string>>, RegExp]>([
    ['sd', {}, /takes no command/],
    ['pflash', {}, /takes no command/],
    ['floppy', {}, /takes no command/],
    ['xen-block', {}, /takes no command/],
    ['firecracker', {}, /takes no command/],
    ['cloud-hypervisor', {}, /drops the errors/],
    ['virtio-blk', { 'guest-kernel': 'windows' }, /Windows/],
    ['virtio-blk', { 'guest-kernel': 'windows-old-viostor' }, /Windows/],
    ['virtio-blk', { 'guest-kernel': '2.6.31' }, /virtio_blk of Linux 2\.6\.31/],
    ['ide', { 'guest-kernel': '2.6.31', qemu: '0.11' }, /since QEMU 1\.2/],
    ['ide', { 'guest-kernel': '2.6.31' }, /^$/],
    ['scsi', { 'guest-kernel': '2.6.31', qemu: '7.2' }, /^$/],
    ['ahci', { 'guest-kernel': 'freebsd-ufs' }, /^$/],
    ['nvme', { qemu: '7.2' }, /^$/],
  ])('%s with %j: %s', (frontend, changes, because) => {
    expect(refusal(frontend, changes)).toMatch(because);
  });
});

it('no device is told in two ways', () => {
  for (const frontend of frontendIds) {
    for (const release of qemuReleaseIds) {
      const qemu = { release, machine: 'newest', aio: 'threads', werror: 'enospc' } as const;
      const found = cacheSwitches.filter(({ frontends }) => frontends.includes(frontend));
      expect(found.length).toBeLessThanOrEqual(1);
      expect(cacheSwitchOf({ frontend, qemu })).toBe(release === '0.11' ? undefined : found[0]);
    }
  }
});
