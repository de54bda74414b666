import { describe, expect, it } from 'vitest';
import { devices } from '../../../src/catalogue/devices/devices.js';
import { dimensionOf } from '../../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../../src/catalogue/dimensions/profiles.js';
import { queueDepths, queueLimits } from '../../../src/catalogue/dimensions/queue-depths.js';
import { refusalOf, unknownBecause } from '../../../src/catalogue/refusals/refusals.js';
import { frontendIds, queueDepthIds } from '../../../src/model/configuration.js';
import { siteQueueDepths } from '../../../src/model/site.js';
import { configurationOf } from '../../laws/configurations.js';

function machine(frontend: string, depth: string, kernel = '6.12') {
  const usual = configurationOf('virtio-blk', 'writeback', {}, defaultProfile);
  const changes = { frontend, 'queue-depth': depth, 'guest-kernel': kernel };
  return Object.entries(changes).reduce(
    (made, [key, value]) => dimensionOf(key).write(made, value),
    usual,
  );
}

describe('a queue that cannot be so deep is refused', () => {
  it.each([
    ['ide', '1', /^$/],
    ['ide', '16', /PIIX IDE has no NCQ/],
    ['ide', '32', /PIIX IDE has no NCQ/],
    ['ahci', '32', /^$/],
    ['ahci', '64', /NCQ has 32 commands/],
    ['usb-storage', '16', /one command at a time/],
    ['usb-uas', '16', /^$/],
    ['usb-uas', '32', /30 commands/],
    ['scsi', '64', /^$/],
    ['scsi', '128', /64 tags/],
    ['emmc', '16', /one request at a time/],
    ['xen-block', '1024', /16 pages/],
    ['firecracker', '1024', /256 entries/],
    ['virtio-blk', '1024', /^$/],
    ['nvme', '1', /^$/],
  ])('%s with %s: %s', (frontend, depth, because) => {
    const made = machine(frontend, depth);
    expect(refusalOf(made)).toMatch(because);
    expect(unknownBecause(made)).toBe('');
  });
});

it('what is not known of a queue is not known to be so', () => {
  expect(unknownBecause(machine('usb-uas', '1'))).toMatch(/no setting of Linux/);
  expect(unknownBecause(machine('virtio-blk', '1', 'windows'))).toMatch(/known of Linux 6\.12/);
});

it('no device has more by itself than it takes', () => {
  const limits = queueLimits.flatMap(({ frontends, requestsMax }) =>
    frontends.map((frontend) => [frontend, requestsMax] as const),
  );
  expect(new Set(limits.map(([frontend]) => frontend)).size).toBe(limits.length);
  for (const [frontend, requestsMax] of limits)
    for (const { id, queueDepth } of devices)
      if (id === frontend) expect(queueDepth, id).toBeLessThanOrEqual(requestsMax);
});

it('another device keeps the depth that it takes', () => {
  const onto = (frontend: string, depth: string) =>
    dimensionOf('frontend').write(machine('virtio-blk', depth), frontend).device.queueDepth;
  expect([onto('ide', '32'), onto('ahci', '32'), onto('ide', '1')]).toEqual(['device', '32', '1']);
  expect(frontendIds.filter((id) => refusalOf(machine(id, 'device')) !== '')).toEqual([]);
});

it('depths are the same numbers everywhere', () => {
  expect(queueDepths.map(({ id }) => id)).toEqual(queueDepthIds);
  expect(siteQueueDepths.map(String)).toEqual(queueDepthIds.slice(1));
  expect(queueDepths.map(({ requests }) => requests)).toEqual([0, ...siteQueueDepths]);
});
