import { describe, expect, it } from 'vitest';
import { rowJobsOf } from '../../src/run/jobs/job.js';
import type { RunOptions } from '../../src/run/options.js';
import { planRun } from '../../src/run/plan.js';
import { UsageError } from '../../src/run/usage-error.js';

async function namesOf(options: RunOptions): Promise<readonly string[]> {
  const { scenarios } = await planRun(options);
  return scenarios.map(({ name }) => name);
}

describe('a plan', () => {
  it('is total', async () => {
    const plan = await planRun({});
    expect(plan).toMatchObject({ runs: 1000, seed: 1, timeMs: 0, faults: ['power-loss'] });
    expect(plan.profile.id).toBe('qemu-11.1');
    // 15 devices that QEMU serves, in its five named cache modes.
    expect(plan.configurations).toHaveLength(75);
    const mail = await planRun({ profile: '2009-08' });
    expect(mail.configurations).toHaveLength(9);
  });

  it('says what it takes for granted, and what a flag changed', async () => {
    const { assumptions } = await planRun({
      disks: ['all'],
      hostNotes: { 'odirect-no-flush': true },
    });
    const flags = assumptions.filter(({ origin }) => origin === 'flag');
    expect(flags.map(({ key }) => key)).toEqual(['host-note', 'disk']);
    expect(assumptions[0]).toEqual({ key: 'profile', value: 'qemu-11.1', origin: 'profile' });
  });

  it('refuses machines that cannot be, with the reason', async () => {
    const refused = (options: RunOptions, message: string) =>
      expect(planRun(options)).rejects.toThrow(message);
    await refused({ assume: 'best' as 'worst' }, '--assume is one of nothing, nearest, worst');
    await refused({ aio: ['native'], caches: ['writeback'] }, 'aio=native needs O_DIRECT');
    await refused({ qemu: ['7.2'], machines: ['10.1'] }, 'never newer than its QEMU release');
    await refused({ qemu: ['0.11'], frontends: ['nvme'] }, 'has no such device');
    await refused({ frontends: ['firecracker'], caches: ['none'] }, 'Firecracker has the cache');
    await refused({ patches: ['virtio-flush'] }, 'changes of QEMU 0.11');
    const some = await planRun({ aio: ['native'], frontends: ['ide'] });
    expect(some.configurations.map(({ cache }) => cache.direct)).toEqual([true, true]);
  });

  it('says of each stack that is selected and cannot be why it is not run', async () => {
    const notRunOf = async (options: RunOptions) => (await planRun(options)).notRun;
    expect(await notRunOf({})).toEqual([]);
    expect(await notRunOf({ profile: '2009-08' })).toEqual([]);
    const direct = 'aio=native needs O_DIRECT (QEMU commit d657c0c289): cache=none or directsync';
    const native = { aio: ['native'], frontends: ['ide'] };
    expect(await notRunOf({ ...native, caches: ['writeback', 'unsafe', 'none'] })).toEqual([
      { reason: direct, stacks: ['ide/writeback@aio=native', 'ide/unsafe@aio=native'] },
    ]);
    const both = { frontends: ['emmc', 'firecracker', 'sd'], caches: ['none'], qemu: ['9.0'] };
    const [late, monitor] = await notRunOf(both);
    expect([late?.stacks, monitor?.stacks]).toEqual([
      ['emmc/none@qemu=9.2'],
      ['firecracker/none@qemu=9.2'],
    ]);
    expect(late?.reason).toContain('QEMU 9.0 has no emmc');
    expect(monitor?.reason).toContain('Firecracker has the cache types');
    const one = { frontends: ['virtio-blk', 'virtio-scsi'], caches: ['none'], dpofua: ['off'] };
    expect((await notRunOf(one)).flatMap(({ stacks }) => stacks)).toHaveLength(1);
  });

  it('needs no workers for a small run, and takes as many as it is told', async () => {
    const small = { frontends: ['ide'], runs: 1 };
    expect((await planRun(small)).workers).toBe(0);
    expect((await planRun({ ...small, jobs: 3 })).workers).toBe(3);
    expect((await planRun({ runs: 100_000 })).workers).toBeGreaterThan(0);
  });

  it.each<[string, RunOptions, string]>([
    ['no runs', { runs: 0 }, 'runs is a whole number from 1'],
    ['half a run', { runs: 0.5 }, 'runs is a whole number'],
    ['a negative seed', { seed: -1 }, 'seed is a whole number from 0 to 4294967295'],
    ['a year', { timeSeconds: 1e9 }, 'time is a number of seconds up to'],
    ['no time that is one', { timeSeconds: Number.NaN }, 'time is a number of seconds'],
    ['a thousand threads', { jobs: 1000 }, 'jobs is a whole number from 1 to 256'],
    ['another profile', { profile: 'qemu-6.2' }, 'unknown profile `qemu-6.2`'],
  ])('refuses %s', async (_, options, message) => {
    await expect(planRun(options)).rejects.toThrow(UsageError);
    await expect(planRun(options)).rejects.toThrow(message);
  });
});

describe('the scenarios of a plan', () => {
  it('are those of the suites of the profile', async () => {
    const of = async (profile: string) => (await planRun({ profile })).scenarios;
    const suitesOf = async (profile: string) =>
      new Set((await of(profile)).map(({ suite }) => suite));
    expect(await suitesOf('2009-08')).toEqual(new Set(['completion', 'barrier']));
    expect(await suitesOf('qemu-11.1')).toEqual(new Set(['completion']));
    expect((await of('2009-08')).length).toBeGreaterThanOrEqual(12);
  });

  it('are without those that the guest does not have any more, each with the reason', async () => {
    const { notApplicable } = await planRun({ suites: ['barrier', 'completion'] });
    const reasons = new Map(notApplicable.map(({ scenario, reason }) => [scenario, reason]));
    expect(reasons.get('contract-client')).toBe(
      'exists up to Linux 2.6.36; the guest is Linux 6.12',
    );
  });

  it('are without XFS where the guest mounts with nobarrier, which it has no more', async () => {
    const leftOutOf = async (options: RunOptions) => {
      const { notApplicable, scenarios } = await planRun(options);
      expect(scenarios.length).toBeGreaterThan(0);
      return notApplicable.filter(({ scenario }) => scenario === 'xfs-iclogs');
    };
    const reason =
      'exists from Linux 2.6.37, without barriers up to 4.9; the guest is Linux 6.12 with nobarrier';
    const bare = { mounts: ['nobarrier'] };
    expect(await leftOutOf(bare)).toEqual([{ scenario: 'xfs-iclogs', reason }]);
    expect(await leftOutOf({ ...bare, guestKernels: ['4.10'] })).toHaveLength(1);
    expect(await leftOutOf({ ...bare, guestKernels: ['4.9'] })).toEqual([]);
    expect(await leftOutOf({ mounts: ['barrier'] })).toEqual([]);
  });

  it('are run on the guests that have them, where some are mounted with nobarrier', async () => {
    const options = { scenarios: ['xfs-iclogs', 'wal-commit'], mounts: ['all'] };
    const jobs = rowJobsOf(await planRun(options));
    const mountsOf = (name: string) =>
      new Set(
        jobs.flatMap(({ scenario, configuration }) =>
          scenario.name === name ? [configuration.guest.mount] : [],
        ),
      );
    expect(mountsOf('wal-commit')).toEqual(new Set(['barrier', 'nobarrier']));
    expect(mountsOf('xfs-iclogs')).toEqual(new Set(['barrier']));
  });

  it('include careless ones that are named', async () => {
    const [careless = ''] = await namesOf({ suites: ['careless'] });
    expect(await namesOf({})).not.toContain(careless);
    expect(await namesOf({ scenarios: [careless] })).toEqual([careless]);
  });

  it('are in both where suites and names are given', async () => {
    const day = { profile: '2009-08', suites: ['barrier'] };
    expect(await namesOf({ ...day, scenarios: ['all'] })).toEqual(await namesOf(day));
    const none = { suites: ['barrier'], scenarios: ['wal-commit'] };
    await expect(planRun(none)).rejects.toThrow('no scenario is selected');
  });

  it('are without what is excluded', async () => {
    const all = await namesOf({});
    expect(await namesOf({ scenarios: ['!wal-commit'] })).toEqual(
      all.filter((name) => name !== 'wal-commit'),
    );
  });

  it('get the parameters that they have', async () => {
    const { scenarios } = await planRun({
      scenarios: ['wal-commit', 'append-fdatasync'],
      parameters: { transactions: 3 },
    });
    const given = Object.fromEntries(scenarios.map(({ name, parameters }) => [name, parameters]));
    expect(given).toEqual({ 'wal-commit': { transactions: 3 }, 'append-fdatasync': {} });
  });

  it('refuse values beyond their range', async () => {
    const options = { scenarios: ['wal-commit'], parameters: { transactions: 1000 } };
    await expect(planRun(options)).rejects.toThrow('`transactions` cannot be 1000');
  });
});

it('a guest of the day of the mail may send a failed fsync again', async () => {
  const options = { profile: '2009-08', fsyncErrors: ['retries'], scenarios: ['wal'] };
  const { configurations } = await planRun(options);
  expect(new Set(configurations.map(({ guest }) => guest.fsyncError))).toEqual(
    new Set(['retries']),
  );
});
