import { describe, expect, it } from 'vitest';
import { unreadVersions } from '../../../src/run/configurations/unread-versions.js';
import { runFix } from '../../../src/run/fix/fix.js';
import { runMatrix } from '../../../src/run/matrix/matrix.js';
import type { RunOptions } from '../../../src/run/options.js';
import { planRun } from '../../../src/run/plan.js';
import { runPlan } from '../../../src/run/run-plan.js';
import { laterVersion, newestRelease } from '../../newest-release.js';

async function verdictsOf(options: RunOptions) {
  const plan = await planRun({ suites: ['completion'], ...options });
  const { result } = await runPlan(plan, new AbortController().signal, () => {});
  const rows = result.results.filter(({ fault }) => fault !== 'none');
  const { exitCode } = result.summary;
  const inferred = result.assumptions.find(({ key }) => key === 'inferred')?.value ?? '';
  const verdicts = rows.map(({ cell, verdict }) => `${cell} ${verdict}`);
  return { verdicts, reasons: rows.map(({ reason }) => reason), exitCode, inferred };
}

const wal = { scenarios: ['wal'], frontends: ['virtio-blk'], caches: ['none'] } as const;
const fua = { scenarios: ['odsync-log'], frontends: ['nvme'], caches: ['none'] } as const;

describe('a version of QEMU that nobody ran or read', () => {
  it.each([
    ['6.2', '7.2'],
    [laterVersion, newestRelease],
    ['99.9', newestRelease],
  ])('is not known to be safe: %s', async (version, nearest) => {
    expect(await verdictsOf({ ...wal, qemu: [version] })).toEqual({
      verdicts: ['virtio-blk/none inconclusive'],
      reasons: [
        `QEMU ${version} was neither run nor read: safe as QEMU ${nearest}; --assume decides`,
      ],
      exitCode: 3,
      inferred: `qemu-${version}:${nearest}`,
    });
  });

  it('is not known to be unsafe by what the code of QEMU does', async () => {
    const { verdicts, reasons, exitCode } = await verdictsOf({ ...fua, qemu: ['6.2'] });
    expect([verdicts, exitCode]).toEqual([['nvme/none inconclusive'], 3]);
    expect(reasons).toEqual([expect.stringContaining('unsafe (BLK010) as QEMU 7.2')]);
  });

  it('is unsafe by what was told to it', async () => {
    const { verdicts, exitCode } = await verdictsOf({ ...wal, caches: ['unsafe'], qemu: ['6.2'] });
    expect([verdicts, exitCode]).toEqual([['virtio-blk/unsafe unsafe'], 1]);
  });

  it.each(['nearest', 'worst'] as const)(
    'is the nearest one where --assume %s says so',
    async (assume) => {
      const safe = await verdictsOf({ ...wal, qemu: ['6.2'], assume });
      expect([safe.verdicts, safe.exitCode]).toEqual([['virtio-blk/none safe'], 0]);
      const unsafe = await verdictsOf({ ...fua, qemu: [laterVersion], assume });
      expect([unsafe.verdicts, unsafe.exitCode]).toEqual([['nvme/none unsafe'], 1]);
    },
  );

  it('is none of what is not QEMU, which is told beside others', async () => {
    const firecracker = { ...wal, frontends: ['firecracker'], caches: ['writeback'] };
    for (const qemu of ['6.2', '9.2', laterVersion])
      await expect(planRun({ ...firecracker, qemu: [qemu] })).rejects.toThrow(
        'Firecracker is not QEMU, and has none of its versions',
      );
    const both = { ...firecracker, frontends: ['firecracker,virtio-blk'], qemu: ['9.2'] };
    const { notRun, configurations } = await planRun(both);
    expect(configurations.map(({ frontend }) => frontend)).toEqual(['virtio-blk']);
    expect(notRun.flatMap(({ stacks }) => stacks)).toEqual(['firecracker/writeback@qemu=9.2']);
  });

  it('is not said of a run of what is not QEMU', async () => {
    const monitors = { frontends: ['firecracker'], caches: ['writeback'] };
    const { assumptions } = await planRun({ ...wal, ...monitors });
    const keys = assumptions.map(({ key }) => key);
    expect(keys.filter((key) => ['qemu', 'machine', 'inferred'].includes(key))).toEqual([]);
    expect(keys).toContain('aio');
  });

  it('leaves the other releases of the run as they are', async () => {
    const { verdicts } = await verdictsOf({ ...wal, qemu: ['6.2', '10.0'] });
    expect(verdicts).toEqual(['virtio-blk/none inconclusive', 'virtio-blk/none safe']);
  });

  it.each([
    ['0.12', { frontends: ['ahci'] }, 'QEMU 0.12 has no ahci: it came with 0.14'],
    ['1.0', { frontends: ['virtio-scsi', 'usb-uas'] }, 'QEMU 1.0 has no virtio-scsi'],
    ['0.12', { caches: ['unsafe'] }, 'QEMU 0.12 has no cache=unsafe: it came with 0.13'],
    ['0.14', { caches: ['directsync'] }, 'QEMU 0.14 has no cache=directsync: it came with 1.0'],
    ['4.2', { aio: ['io_uring'] }, 'QEMU 4.2 has no aio=io_uring: it came with 5.0'],
  ])('lacks what came after it: %s, %j', async (version, selected, because) => {
    const options = { scenarios: ['wal'], qemu: [version], ...selected };
    await expect(planRun(options)).rejects.toThrow(because);
  });
});

describe("a guest's Linux that nobody read", () => {
  it.each([
    ['6.18', 'safe as Linux 6.12'],
    ['99.0', 'safe as Linux 6.12'],
    ['2.6.18', 'unsafe (BLK011) as Linux 2.6.31'],
    ['2.6.36', 'unsafe (BLK011) as Linux 2.6.31'],
  ])('is neither known to be safe nor unsafe: %s', async (version, as) => {
    expect(await verdictsOf({ ...wal, guestKernels: [version] })).toEqual({
      verdicts: ['virtio-blk/none inconclusive'],
      reasons: [`Linux ${version} in the guest was neither run nor read: ${as}; --assume decides`],
      exitCode: 3,
      inferred: `guest-kernel-${version}:${as.split(' ').at(-1)}`,
    });
  });

  it('is not known to be unsafe by what its code does, and is by all else', async () => {
    const of = async (frontend: string, cache: string) =>
      verdictsOf({
        scenarios: ['wal'],
        frontends: [frontend],
        caches: [cache],
        guestKernels: ['6.18'],
      });
    const { verdicts, reasons } = await of('megasas', 'none');
    expect(verdicts).toEqual(['megasas/none inconclusive']);
    expect(reasons).toEqual([expect.stringContaining('unsafe (BLK012) as Linux 6.12')]);
    expect((await of('sd', 'none')).verdicts).toEqual(['sd/none unsafe']);
    expect((await of('virtio-blk', 'unsafe')).verdicts).toEqual(['virtio-blk/unsafe unsafe']);
  });

  it.each(['nearest', 'worst'] as const)(
    'is the nearest one where --assume %s says so',
    async (assume) => {
      const { verdicts, exitCode, inferred } = await verdictsOf({
        ...wal,
        guestKernels: ['6.18'],
        assume,
      });
      expect([verdicts, exitCode]).toEqual([['virtio-blk/none safe'], 0]);
      expect(inferred).toBe('guest-kernel-6.18:6.12');
    },
  );

  it('stands beside a QEMU that nobody knows', async () => {
    const { reasons } = await verdictsOf({ ...wal, qemu: ['6.2'], guestKernels: ['6.18'] });
    expect(reasons).toEqual([
      'QEMU 6.2 and Linux 6.18 in the guest were neither run nor read: safe as QEMU 7.2 and Linux 6.12; --assume decides',
    ]);
  });

  it('is not looked at as one that is named too', () => {
    for (const guestKernels of [['6.18,6.12'], ['6.18', '6.17']])
      expect(() => unreadVersions({ guestKernels })).toThrow('name one of them');
    expect(unreadVersions({ guestKernels: ['6.12', '5.15', 'windows'] })).toEqual([]);
  });
});

it('a version that never was is refused', async () => {
  await expect(planRun({ ...wal, qemu: ['9.7'] })).rejects.toThrow(
    'there is no QEMU 9.7: after 9.2 came 10.0.0',
  );
});

it('two names are not looked at as one release', () => {
  for (const qemu of [['6.2,7.2'], ['5.2', '6.2'], [laterVersion, newestRelease]])
    expect(() => unreadVersions({ qemu })).toThrow('name one of them');
  expect(unreadVersions({ qemu: ['6.2', '6.2', laterVersion] })).toHaveLength(2);
});

it.each([['banana'], ['6'], ['1234.1'], ['!6.2'], ['7.2.1.1.1']])(
  '%s is no version',
  async (name) => {
    await expect(planRun({ ...wal, qemu: [name] })).rejects.toThrow('unknown QEMU release');
  },
);

const fix = { diskClass: 'hdd-7200', scenarios: ['odsync-log'], suites: ['completion'] } as const;

describe('fix', () => {
  it('does not know a disk of such a version, and says of what it is not settled', async () => {
    const { result } = await runFix({ ...fix, stack: 'nvme/none@qemu=6.2' });
    expect(result.current.verdict).toBe('inconclusive');
    expect(result.reason).toBe('QEMU 6.2, which nobody ran or read (see --assume)');
    expect(result.summary.exitCode).toBe(3);
  });

  it('knows it where something is assumed', async () => {
    const { result } = await runFix({ ...fix, stack: 'nvme/none@qemu=6.2', assume: 'nearest' });
    expect([result.current.verdict, result.reason, result.summary.exitCode]).toEqual([
      'unsafe',
      '',
      1,
    ]);
  });
});

describe('a matrix', () => {
  const cell = { vary: ['cache'], frontends: ['virtio-blk'], caches: ['none'] } as const;

  it('has no such version', async () => {
    const matrix = runMatrix({ ...cell, qemu: ['6.2'] });
    await expect(matrix).rejects.toThrow('QEMU 6.2, which nobody ran or read');
  });

  it('has the nearest where something is assumed', async () => {
    const { result } = await runMatrix({ ...cell, qemu: ['6.2'], assume: 'worst' });
    expect(result.assumptions.map(({ value }) => value)).toEqual(['qemu-6.2:7.2', 'worst']);
    expect(result.summary.exitCode).toBe(0);
  });
});
