import { expect, it } from 'vitest';
import { findDevice } from '../../../src/catalogue/devices/devices.js';
import { errorHandlingOf, errorHandlings } from '../../../src/catalogue/devices/error-handling.js';
import { refusalOf } from '../../../src/catalogue/refusals/refusals.js';
import { frontendIds, qemuReleaseIds } from '../../../src/model/configuration.js';
import { today } from '../../laws/fault-laws.js';

it('every device of every release has one way with errors', () => {
  for (const frontend of frontendIds) {
    const rows = errorHandlings.filter(({ frontends }) => frontends.includes(frontend));
    expect(rows).toHaveLength(1);
    for (const release of qemuReleaseIds) {
      const qemu = { release, machine: 'newest', aio: 'threads', werror: 'enospc' } as const;
      const found = errorHandlingOf({ frontend, qemu });
      if (findDevice({ frontend, qemu }) !== undefined) expect(found).toBe(rows[0]);
    }
  }
});

it('an error policy is refused where nothing takes it, with the reason', () => {
  const refusal = (frontend: (typeof frontendIds)[number], werror: string) =>
    refusalOf(today(frontend, 'writeback', { werror }));
  for (const werror of ['stop', 'ignore']) {
    expect(refusal('floppy', werror)).toMatch(/floppy drive .* QEMU does not start/);
    expect(refusal('vhost-user-blk', werror)).toMatch(/an export takes no error policy/);
    expect(refusal('firecracker', werror)).toMatch(/this monitor reports every error/);
    for (const frontend of ['nvme', 'xen-block', 'sd', 'pflash', 'ide', 'virtio-blk'] as const)
      expect(refusal(frontend, werror)).toBe('');
  }
  expect(refusal('floppy', 'report')).toBe('');
});
