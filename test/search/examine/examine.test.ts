import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/model/configuration.js';
import type { Finding } from '../../../src/model/finding.js';
import { examine } from '../../../src/search/examine/examine.js';
import { configurationOf } from '../../laws/configurations.js';
import { engines, enginesWith, jobFor, proved, sampled } from '../jobs.js';

const contract = 'scenarios/contract-client.yaml';
const walCommit = 'scenarios/wal-commit.yaml';
const asyncCommit = 'scenarios/ext4-async-commit.yaml';
const jbd = 'scenarios/ext3-jbd.yaml';
const unsafeAtomic = 'examples/multi-sector-atomic.yaml';

const rulesOf = (findings: readonly Finding[]) =>
  findings.map(({ kind, rule, blame }) => `${kind} ${rule} ${blame}`).sort();

it('finds what a scenario remembers where its proof ends too early', () => {
  const file = 'test/fixtures/v1/scenario.yaml';
  const ide = configurationOf('ide', 'none');
  const hasty = enginesWith({ limits: { executionsMax: 1, isOver: () => true } });
  const job = { ...jobFor(file, ide), method: 'proof' } as const;
  const forgetful = { ...job.workload.scenario, pinned: [] };
  const { findings } = examine(job, hasty);
  expect(rulesOf(findings)).toContain('lost BLK003 frontend');
  expect(
    examine({ ...job, workload: { ...job.workload, scenario: forgetful } }, hasty).verdict,
  ).toBe('inconclusive');
});

it('tells what a scenario remembers once, where its proof ended too early and yet met it', () => {
  const { prover, sampler } = enginesWith({});
  const hasty = {
    sampler,
    prover: {
      ...prover,
      prove: (...asked: Parameters<typeof prover.prove>) => ({
        ...prover.prove(...asked),
        isComplete: false,
      }),
    },
  };
  const job = jobFor('test/fixtures/v1/scenario.yaml', configurationOf('ide', 'none'));
  const { findings, reason } = examine({ ...job, method: 'proof' }, hasty);
  expect(reason).toContain('limit');
  expect(rulesOf(findings)).toEqual(['lost BLK003 frontend', 'reordered BLK003 frontend']);
});

it.each(['sample', 'proof'] as const)('machines that a fault tells apart share no %s', (method) => {
  const sharing = enginesWith({ sharesProofs: true });
  const verdictOf = (kind: Configuration['disk']['kind']) =>
    examine(
      { ...jobFor(walCommit, configurationOf('ide', 'none', { disk: { kind } })), method },
      sharing,
    ).verdict;
  expect([verdictOf('plp'), verdictOf('wce-lying'), verdictOf('plp')]).toEqual([
    'safe',
    'unsafe',
    'safe',
  ]);
});

describe.each([
  ['a sample', sampled, 'sample'],
  ['a proof', proved, 'proof'],
] as const)('%s', (_, answer, method) => {
  it('finds every kind of broken promise, each with the layer to blame', () => {
    const { verdict, findings } = answer(contract, configurationOf('virtio-blk', 'none'));
    expect(verdict).toBe('unsafe');
    // A proof begins with a run in which fewer choices break the order for want of a flush.
    const ofOrder = method === 'proof' ? 'BLK004 frontend' : 'BLK002 guest-driver';
    expect(rulesOf(findings)).toEqual(['lost BLK004 frontend', `reordered ${ofOrder}`]);
  });

  it.each([
    ['ide', 'none', {}, 'lost BLK003 frontend'],
    ['virtio-blk', 'writeback', {}, 'lost BLK004 frontend'],
    ['scsi', 'writeback', { guest: { mount: 'nobarrier' } }, 'lost BLK001 guest'],
    ['scsi', 'writethrough', { host: 'ext3' }, 'lost BLK005 host'],
    ['ide', 'writethrough', { host: 'block-device' }, 'lost BLK006 host'],
    ['scsi', 'none', { notes: { 'odirect-no-flush': true } }, 'lost BLK007 host'],
    ['virtio-blk', 'writethrough', { disk: { kind: 'wce-lying' } }, 'lost BLK008 disk'],
    ['ide', 'none', { disk: { kind: 'no-wce' }, allocation: 'sparse' }, 'lost BLK003 frontend'],
  ] as const)(
    'blames the lowest layer that stopped the flush: %s/%s %j',
    (frontend, cache, changes, blamed) => {
      const { findings } = answer(walCommit, configurationOf(frontend, cache, changes));
      expect(rulesOf(findings)).toContain(blamed);
    },
  );

  it('tells a file system that waits from one that relies on barriers', () => {
    const virtio = configurationOf('virtio-blk', 'writethrough');
    expect(answer(jbd, virtio).verdict).toBe('safe');
    expect(rulesOf(answer(asyncCommit, virtio).findings)).toEqual([
      'reordered BLK002 guest-driver',
    ]);
  });

  it('finds nothing where there is nothing, and says what that is worth', () => {
    const { verdict, basis, explored, boundPercent, findings } = answer(
      walCommit,
      configurationOf('scsi', 'writeback'),
    );
    expect({ verdict, findings }).toEqual({ verdict: 'safe', findings: [] });
    if (method === 'sample') {
      expect(basis).toBe('sampled');
      expect(explored.runs).toBe(400);
      expect(explored.exercisedRuns).toBeGreaterThan(200);
      expect(boundPercent).toBeCloseTo(100 * (1 - 0.05 ** (1 / 400)), 10);
    } else {
      expect(basis).toBe('exhaustive');
      // Before each of four flushes, and at the end: what the flushes cover is eight sectors a record.
      expect(explored).toMatchObject({ runs: 0, schedules: 1, crashPoints: 5, exercisedRuns: 5 });
      expect(BigInt(explored.crashStates)).toBeGreaterThan(1000n);
      expect(boundPercent).toBe(0);
    }
  });

  it('calls a workload that trusts in atomic sectors its own bug, on every honest stack', () => {
    for (const stack of [
      { kind: 'strictest' },
      { kind: 'bare-metal', guest: 'default' },
    ] as const) {
      const job = {
        ...jobFor(unsafeAtomic, configurationOf('scsi', 'writeback')),
        stack,
        method,
      };
      expect(rulesOf(examine(job, engines).findings)).toContain('torn BLK009 workload');
    }
    const large = configurationOf('scsi', 'none', {
      host: 'block-device',
      notes: { 'block-node-no-flush': false },
      disk: { atomicBytes: 16_384 },
    });
    expect(answer(unsafeAtomic, large).verdict).toBe('safe');
  });

  it("blames a guest's mount on bare metal too", () => {
    const configuration = configurationOf('scsi', 'writeback', { guest: { mount: 'nobarrier' } });
    const stack = { kind: 'bare-metal', guest: 'configured' } as const;
    const { findings } = examine({ ...jobFor(walCommit, configuration), stack, method }, engines);
    expect(rulesOf(findings)).toContain('lost BLK001 guest');
  });

  it('is the same for the same seed, to the byte', () => {
    const job = { ...jobFor(contract, configurationOf('ide', 'none')), method };
    expect(JSON.stringify(examine(job, engines))).toBe(JSON.stringify(examine(job, engines)));
  });

  it('shows the cost of a commit', () => {
    const { cost } = answer(walCommit, configurationOf('scsi', 'writethrough'));
    expect(cost.acknowledgements).toBeGreaterThan(0);
    expect(cost.hostSyncs).toBeGreaterThan(cost.acknowledgements);
    expect(cost.vcpuStallUs).toBeGreaterThan(0);
  });
});
