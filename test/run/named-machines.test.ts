import { describe, expect, it } from 'vitest';
import { runMatrix } from '../../src/run/matrix/matrix.js';
import type { RunOptions } from '../../src/run/options.js';
import { planRun } from '../../src/run/plan.js';
import { laterVersion, newestRelease } from '../newest-release.js';

const cell = { scenarios: ['wal'], frontends: ['virtio-scsi'], caches: ['none'] };

async function machinesOf(options: RunOptions): Promise<readonly string[]> {
  const { configurations } = await planRun({ ...cell, ...options });
  return configurations.map(({ qemu }) => `${qemu.release} ${qemu.machine}`);
}

async function refusal(options: RunOptions): Promise<string> {
  const refused = await planRun({ ...cell, ...options }).then(
    () => '',
    (error: Error) => error.message,
  );
  return refused;
}

describe('a version of a machine type', () => {
  it('that was not told apart is taken for the next, and the head says so', async () => {
    expect(await machinesOf({ machines: ['6.2'] })).toEqual(['11.1 7.2']);
    expect(await machinesOf({ qemu: ['10.0'], machines: ['6.2,9.0'] })).toEqual([
      '10.0 7.2',
      '10.0 9.2',
    ]);
    const { assumptions } = await planRun({ ...cell, machines: ['6.2'] });
    const inferred = assumptions.filter(({ key }) => key === 'inferred' || key === 'assume');
    expect(inferred).toEqual([{ key: 'inferred', value: 'machine-6.2:7.2', origin: 'flag' }]);
    const { result } = await runMatrix({ ...cell, vary: ['cache'], machines: ['6.2'] });
    expect(result.assumptions).toEqual(inferred);
  });

  it('stands beside a QEMU that nobody knows', async () => {
    const { assumptions } = await planRun({ ...cell, qemu: ['6.2'], machines: ['6.1'] });
    expect(assumptions.find(({ key }) => key === 'inferred')?.value).toBe(
      'qemu-6.2:7.2,machine-6.1:7.2',
    );
  });

  it.each([
    [
      { qemu: [newestRelease], machines: [laterVersion] },
      `QEMU ${newestRelease} does not have this machine type: it came with a later`,
    ],
    [{ qemu: ['6.2'], machines: ['7.0'] }, 'QEMU 6.2 does not have this machine type'],
    [{ machines: ['5.1'] }, 'QEMU 11.1 has no machine type of 5.1: the last'],
    [{ qemu: ['7.2'], machines: ['1.3'] }, 'the last, pc-1.3, is gone since 6.0'],
    [{ machines: ['9.9'] }, 'there is no QEMU 9.9: after 9.2 came 10.0.0'],
    [{ machines: ['10.3'] }, 'there is no QEMU 10.3: after 10.2 came 11.0'],
    [{ machines: ['pc-5'] }, 'unknown machine type `pc-5`'],
  ])('that cannot be is refused with the reason: %j', async (options, reason) => {
    expect(await refusal(options)).toContain(reason);
  });
});

it.each([
  [{ qemu: ['6.2'] }, 'the profile 2009-08 has no QEMU release `6.2`'],
  [{ qemu: ['0.11,6.2'] }, 'the profile 2009-08 has no QEMU release `6.2`'],
  [{ machines: ['6.2'] }, 'the profile 2009-08 has no machine type `6.2`'],
  [{ guestKernels: ['5.15'] }, 'the profile 2009-08 has no guest kernel `5.15`'],
])(
  'a profile is said not to have what was named, not what stands for it: %j',
  async (options, reason) => {
    expect(await refusal({ profile: '2009-08', frontends: ['ide'], ...options })).toBe(reason);
  },
);
