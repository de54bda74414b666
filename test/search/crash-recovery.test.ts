import { describe, expect, it } from 'vitest';
import { dimensionOf } from '../../src/catalogue/dimensions/dimensions.js';
import { defaultProfile } from '../../src/catalogue/dimensions/profiles.js';
import type { Finding } from '../../src/model/finding.js';
import { configurationNamed } from '../../src/run/configurations/named-configuration.js';
import { planRun } from '../../src/run/plan.js';
import { replayRecorded } from '../../src/run/replay/replay.js';
import { runPlan } from '../../src/run/run-plan.js';
import { examine } from '../../src/search/examine/examine.js';
import { removableGroups, withoutOperations } from '../../src/search/minimise/remove.js';
import { replayFinding } from '../../src/search/replay.js';
import { configurationOf } from '../laws/configurations.js';
import { enginesWith, jobFor, oracleOf, proved } from './jobs.js';

const engines = enginesWith({ crashRecovery: true });

const through = configurationOf('virtio-blk', 'writethrough');

function interrupted(name: string, fault: Parameters<typeof jobFor>[2], configuration = through) {
  const job = jobFor(`scenarios/${name}.yaml`, configuration, fault);
  return examine({ ...job, method: 'proof' }, engines);
}

function reproduces({ replay, id }: Finding, change: Partial<Finding['replay']>): boolean {
  return replayFinding({ ...replay, ...change }, oracleOf, id).reproduced;
}

describe('a record that was in flight when QEMU was killed, read and served', () => {
  const { verdict, secondFault, findings } = interrupted('wal', 'qemu-kill');
  const [finding] = findings;
  if (finding === undefined) throw new Error('there is no finding');

  it('is lost to a power failure, and to no single fault', () => {
    expect([verdict, secondFault]).toEqual(['unsafe', 'power-loss']);
    expect([finding.kind, finding.rule, finding.secondFault]).toEqual([
      'lost',
      'BLK017',
      'power-loss',
    ]);
    expect(proved('scenarios/wal.yaml', through, 'qemu-kill').verdict).toBe('safe');
  });

  it('has a story with both faults and what was served', () => {
    const { trace, replay, effect } = finding;
    const marks = trace.map(({ mark }) => mark).filter((mark) => mark !== '');
    expect(marks).toEqual(['power-cut', 'served', 'power-cut']);
    expect(effect).toContain('was served');
    expect(replay.incidents.map(({ fault }) => fault)).toEqual(['qemu-kill', 'power-loss']);
  });

  it('replays', async () => {
    const replayed = await replayRecorded(finding.replay, '');
    expect(replayed).toMatchObject({ kind: 'reproduced', finding: { effect: finding.effect } });
  });

  it('needs every operation and every unkind choice', () => {
    const { script, incidents } = finding.replay;
    for (const group of removableGroups(script))
      expect(reproduces(finding, { script: withoutOperations(script, group) })).toBe(false);
    for (const [at, incident] of incidents.entries()) {
      for (const choice of incident.choices) {
        const choices = incident.choices.filter((other) => other !== choice);
        const kinder = incidents.map((each, nth) => (nth === at ? { ...each, choices } : each));
        expect(reproduces(finding, { incidents: kinder })).toBe(false);
      }
    }
  });

  it('is safe where the guest flushes what it found', () => {
    const { verdict: flushed } = interrupted(
      'wal',
      'qemu-kill',
      configurationOf('scsi', 'writethrough'),
    );
    expect(flushed).toBe('safe');
  });
});

const none = configurationOf('virtio-blk', 'none', {}, defaultProfile);

describe('a record that a guest of today syncs before it trusts it', () => {
  const { verdict, findings } = interrupted('wal', 'qemu-kill', none);
  const [finding] = findings;
  if (finding === undefined) throw new Error('there is no finding');

  it('is lost where a new QEMU flushes nothing before its first write', () => {
    const rules = findings.map(({ rule, secondFault }) => `${rule} ${secondFault}`);
    expect([verdict, ...new Set(rules)]).toEqual(['unsafe', 'BLK026 power-loss']);
  });

  it('replays, and needs every operation and every unkind choice', () => {
    expect(reproduces(finding, {})).toBe(true);
    const { script, incidents } = finding.replay;
    for (const group of removableGroups(script))
      expect(reproduces(finding, { script: withoutOperations(script, group) })).toBe(false);
    expect(incidents.flatMap(({ choices }) => choices).length).toBeGreaterThan(0);
  });

  it('is safe where QEMU lives on', () => {
    expect(interrupted('wal', 'guest-crash', none).verdict).toBe('safe');
  });

  it('is safe with another monitor, which flushes whenever it is asked', () => {
    const firecracker = configurationOf('firecracker', 'writeback', {}, defaultProfile);
    expect(interrupted('wal', 'qemu-kill', firecracker).verdict).toBe('safe');
  });

  it('is found by the node that takes over from a lost one, as far as a server has it', () => {
    const onServer = dimensionOf('host').write(dimensionOf('format').write(none, 'network'), 'nbd');
    const found = interrupted('wal', 'node-loss', onServer);
    expect([found.verdict, found.secondFault]).toEqual(['unsafe', 'power-loss']);
    const alone = interrupted('wal', 'node-loss', none);
    expect([alone.verdict, alone.secondFault]).toEqual(['unsafe', undefined]);
  });
});

describe('machines that share proofs of two faults', () => {
  const memory = configurationOf('ide', 'writeback');
  // A power failure takes the page cache, and spares what is below it.
  const beside = configurationOf('ide', 'writeback', { disk: { kind: 'plp' } });
  const array = dimensionOf('disk').write(none, 'md-raid5-degraded');
  it.each([
    ['wal', 'qemu-kill', none],
    ['wal', 'qemu-kill', through],
    ['wal', 'host-crash', memory],
    ['wal-commit', 'host-crash', memory],
    ['wal-commit', 'qemu-kill', beside],
    ['wal-commit', 'guest-crash', array],
  ] as const)('show what each shows by itself: %s, %s', (name, fault, on) => {
    const job = { ...jobFor(`scenarios/${name}.yaml`, on, fault), method: 'proof' } as const;
    const [shared, alone] = [true, false].map((sharesProofs) => {
      const found = examine(job, enginesWith({ crashRecovery: true, sharesProofs }));
      const { verdict, secondFault, findings } = found;
      return [verdict, secondFault, ...findings.map(({ kind, rule }) => `${kind} ${rule}`)];
    });
    expect(shared).toEqual(alone);
  });
});

describe('an interrupted recovery', () => {
  it('that redoes pages from a log which is not durable breaks their order', () => {
    const kinds = interrupted('wal-checkpoint', 'host-crash').findings.map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(['lost', 'reordered']);
  });

  it('is not looked at where a proof is not possible', async () => {
    const { scenarios, notApplicable } = await planRun({
      profile: '2009-08',
      scenarios: ['wal', 'litmus-sync'],
      crashRecovery: true,
    });
    expect(scenarios.map(({ name }) => name)).toEqual(['wal']);
    expect(notApplicable).toEqual([
      {
        scenario: 'litmus-sync',
        reason: 'it is sampled, and --crash-recovery is for what is proved',
      },
    ]);
    await expect(
      planRun({ profile: '2009-08', scenarios: ['litmus-sync'], crashRecovery: true }),
    ).rejects.toThrow('nothing is left to run');
  });

  it('is of a guest that boots: after some faults none does', async () => {
    const faults = ['power-loss', 'disk-power-loss', 'io-error'];
    await expect(planRun({ crashRecovery: true, faults })).rejects.toThrow(
      /no second boot after disk-power-loss \(nobody is told.*\), nor after io-error \(/u,
    );
    const { faults: kept } = await planRun({ crashRecovery: true, faults: ['node-loss'] });
    expect(kept).toEqual(['node-loss']);
  });

  it('ends at its limit without a verdict', () => {
    const limited = enginesWith({
      limits: { executionsMax: 50, isOver: () => false },
      crashRecovery: true,
    });
    const job = jobFor('scenarios/wal.yaml', configurationOf('scsi', 'none'), 'qemu-kill');
    expect(examine({ ...job, method: 'proof' }, limited).verdict).toBe('inconclusive');
  });
});

describe('the journal of ext4, which is replayed before it is synced', () => {
  const monitor = configurationOf('firecracker', 'writeback', {}, defaultProfile);
  it.each([
    ['guest-crash', none],
    ['qemu-kill', none],
    ['qemu-kill', monitor],
  ] as const)(
    'is half there after %s and a power failure, whichever monitor it is',
    (fault, on) => {
      const { verdict, findings } = interrupted('ext4-ordered', fault, on);
      const told = findings.map(({ kind, rule, blame }) => `${kind} ${rule} ${blame}`);
      expect([verdict, ...told]).toEqual(['unsafe', 'reordered BLK035 guest']);
    },
  );

  it('is no bug of the workload, on bare metal neither', async () => {
    const plan = await planRun({
      scenarios: ['ext4-ordered'],
      frontends: ['virtio-blk'],
      caches: ['none'],
      faults: ['qemu-kill'],
      crashRecovery: true,
    });
    const { result } = await runPlan(plan, new AbortController().signal, () => {});
    expect([result.summary.workloadBugs, result.summary.unsafe]).toEqual([[], 1]);
  });
});

it.each(['innodb', 'lsm-tree'])(
  '%s writes before it syncs, and so is flushed by a new QEMU',
  (name) => {
    expect(interrupted(name, 'qemu-kill', none).verdict).toBe('safe');
  },
);

it('what they found in memory is not flushed where there is no flush', () => {
  const verdicts = ['innodb', 'lsm-tree'].map((name) => {
    const { verdict, findings } = interrupted(name, 'qemu-kill');
    return [verdict, ...findings.map(({ kind, rule }) => `${kind} ${rule}`).sort()];
  });
  expect(verdicts).toEqual([
    ['unsafe', 'lost BLK017', 'reordered BLK017'],
    ['unsafe', 'lost BLK017'],
  ]);
});

it('a rollback that does not stay is blamed on what left out its flush', () => {
  const writing = configurationNamed('virtio-scsi/writethrough', defaultProfile);
  const { findings } = interrupted('rollback-journal', 'guest-crash', writing);
  expect(findings.map(({ kind, rule }) => `${kind} ${rule}`)).toEqual(['reordered BLK011']);
});
