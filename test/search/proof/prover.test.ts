import { describe, expect, it } from 'vitest';
import type { Configuration } from '../../../src/model/configuration.js';
import type { FaultOrNone } from '../../../src/model/fault.js';
import type { Script } from '../../../src/model/script.js';
import { type ExamineJob, examine } from '../../../src/search/examine/examine.js';
import { removableGroups } from '../../../src/search/minimise/remove.js';
import { withoutAllocation } from '../../../src/search/proof/weaker.js';
import { replayFinding } from '../../../src/search/replay.js';
import { chooserOf, cutOf } from '../../../src/search/sample/sample.js';
import { ScriptError } from '../../../src/search/script-error.js';
import { compiledScript } from '../../../src/search/scripts.js';
import { buildStack } from '../../../src/stack/build.js';
import { ask } from '../../../src/stack/choose.js';
import { configurationOf } from '../../laws/configurations.js';
import { engines, enginesWith, jobFor, oracleOf, workloadFrom } from '../jobs.js';

const walCommit = 'scenarios/wal-commit.yaml';
const ide = configurationOf('ide', 'none');
const sparse = configurationOf('scsi', 'none', { allocation: 'sparse' });

const proofOf = (job: ExamineJob) => ({ ...job, method: 'proof' }) as const;

describe('a family is proved script by script', () => {
  const workload = workloadFrom(walCommit);
  const scripts = [1, 2].map((transactions) => compiledScript(workload, { transactions }, []));
  const answers = (configuration: Configuration, members: readonly Script[]) =>
    examine(
      proofOf({
        ...jobFor(walCommit, configuration),
        workload: { ...workload, members: () => members },
      }),
      enginesWith({}),
    );

  it('and what it took is added up', () => {
    const stack = configurationOf('scsi', 'writeback');
    const [one, other, both] = [scripts.slice(0, 1), scripts.slice(1), scripts].map((members) =>
      answers(stack, members),
    );
    expect(both?.explored.workloads).toBe(2);
    for (const key of ['schedules', 'crashPoints', 'executions', 'exercisedRuns'] as const)
      expect(both?.explored[key]).toBe(Number(one?.explored[key]) + Number(other?.explored[key]));
    expect(both?.verdict).toBe('safe');
  });

  it('and a kind of failure is looked for until one script shows it', () => {
    const found = answers(ide, scripts).findings.map(({ kind }) => kind);
    expect(found).toEqual([...new Set(found)]);
    expect(found).toContain('lost');
    const first = answers(ide, scripts.slice(0, 1)).findings;
    expect(answers(ide, scripts).findings[0]?.replay).toEqual(first[0]?.replay);
  });
});

it('a family that the time cuts is not proved, and what was covered is said', () => {
  const workload = workloadFrom(walCommit);
  let made = 0;
  const members = function* () {
    for (const transactions of [1, 2, 1]) {
      made += 1;
      yield compiledScript(workload, { transactions }, []);
    }
  };
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => made > 1 };
  const job = jobFor(walCommit, configurationOf('scsi', 'writeback'));
  const own = { ...job, workload: { ...workload, members } };
  const { verdict, explored } = examine(proofOf(own), enginesWith({ limits }));
  expect(verdict).toBe('inconclusive');
  expect(explored.workloads).toBe(1);
  expect(explored.executions).toBeGreaterThan(0);
  expect(made).toBe(2);
});

describe('what is found under a fault', () => {
  const asked = ['guest-crash', 'qemu-kill', 'host-crash', 'power-loss', 'io-error'] as const;
  const findingsIn = (configuration: Configuration, order: readonly FaultOrNone[]) => {
    const fresh = enginesWith({});
    const job = { ...jobFor(walCommit, configuration), workload: workloadFrom(walCommit) };
    const found = order.map((fault) => {
      const { findings } = examine(proofOf({ ...job, fault, faults: asked }), fresh);
      return [fault, findings] as const;
    });
    return new Map(found);
  };

  it.each([
    ['where a write waits in the page cache', configurationOf('ide', 'writeback')],
    ['where errors are hidden', { ...ide, qemu: { ...ide.qemu, werror: 'ignore' as const } }],
  ])('is the same, and about that fault, whichever was asked about first: %s', (_, on) => {
    const forward = findingsIn(on, asked);
    const backward = findingsIn(on, asked.toReversed());
    for (const fault of asked) expect(backward.get(fault)).toEqual(forward.get(fault));
    for (const [fault, findings] of forward)
      for (const { replay } of findings) expect(replay.incidents[0]?.fault).toBe(fault);
    expect([...forward.values()].flat().length).toBeGreaterThan(2);
  });
});

describe('a machine for which a weaker one answers', () => {
  const full = withoutAllocation(buildStack(sparse));
  const weaker = buildStack(sparse);
  const lying = buildStack(configurationOf('scsi', 'none', { disk: { kind: 'wce-lying' } }));
  const subject = { workload: workloadFrom(walCommit), parameters: {}, stack: full };
  const faults: readonly FaultOrNone[] = ['power-loss'];
  const prover = (shares: boolean) => enginesWith({ sharesProofs: shares }).prover;

  it('has its proof where that is safe', () => {
    const sharing = prover(true);
    const own = sharing.prove({ ...subject, stack: weaker }, faults, 'power-loss');
    const proof = sharing.prove({ ...subject, weaker }, faults, 'power-loss');
    expect(proof).toEqual({ ...own, ofWeaker: own });
    expect(own.failures).toEqual([]);
  });

  it('is searched by itself for what the weaker one shows and it does not', () => {
    const proof = prover(true).prove({ ...subject, weaker: lying }, faults, 'power-loss');
    expect(proof.ofWeaker?.failures).not.toEqual([]);
    expect(proof).toMatchObject({ isComplete: true, failures: [] });
    expect(proof.executions).not.toBe(proof.ofWeaker?.executions);
  });

  it('has a proof of its own where nothing is shared', () => {
    const proof = prover(false).prove({ ...subject, weaker: lying }, faults, 'power-loss');
    expect(proof).toMatchObject({ ofWeaker: null, failures: [] });
  });

  it('has a proof of its own where that of the weaker one was cut', () => {
    const limits = { executionsMax: 1, isOver: () => false };
    const cut = enginesWith({ sharesProofs: true, limits }).prover;
    const proof = cut.prove({ ...subject, weaker }, faults, 'power-loss');
    expect(proof.ofWeaker?.isComplete).toBe(false);
    expect(proof.isComplete).toBe(false);
  });

  it('is refused an answer about a fault that was not asked about', () => {
    expect(() => prover(true).prove(subject, faults, 'host-crash')).toThrow(
      'host-crash is not among power-loss',
    );
  });
});

describe('one defect under two faults', () => {
  it('has one smallest script', () => {
    const faults = ['host-crash', 'power-loss'] as const;
    const careless = configurationOf('scsi', 'writeback', { guest: { mount: 'nobarrier' } });
    const [crash, loss] = faults.map((fault) =>
      examine(
        proofOf({ ...jobFor('scenarios/group-commit.yaml', careless, fault), faults }),
        engines,
      ).findings.map(({ kind, rule, replay }) => [kind, rule, replay.script.operations]),
    );
    expect(crash?.length).toBeGreaterThan(0);
    expect(loss).toEqual(crash);
  });
});

describe('a replay', () => {
  const [finding] = examine(proofOf(jobFor(walCommit, ide)), engines).findings;
  if (finding === undefined) throw new Error('there is no finding');
  const { replay, id } = finding;
  const [incident] = replay.incidents;
  if (incident === undefined) throw new Error('there is no fault');
  const replayed = (incidents: typeof replay.incidents) =>
    replayFinding({ ...replay, incidents }, oracleOf, id.split('#')[0] ?? '');

  it('is of one fault, or of two of which the second is a power failure', () => {
    expect(replayed([incident])).toEqual({ reproduced: true, finding });
    expect(replayed([])).toEqual({ reproduced: false });
    expect(replayed([incident, { ...incident, fault: 'host-crash' }])).toEqual({
      reproduced: false,
    });
    expect(replayed([incident, incident, incident])).toEqual({ reproduced: false });
  });
});

describe('a sample of a script with more operations than fates', () => {
  const slots = {
    ofOperation: Int32Array.from([-1, 0, -1, 1, 2]),
    begunFor: Int32Array.from([0, 2, 3, 4]),
    count: 3,
  };
  const sample = { parameters: {}, skipped: 1, fates: [7, 7 << 3], draws: [], ahead: 0, early: 0 };

  it('runs kindly before its first fate', () => {
    const chooser = chooserOf(sample, slots);
    const held = [1, 3, 4].map((id) => [
      chooser.choose(ask.dispatch, id, 0) > 0,
      chooser.choose(ask.complete, id, 0) > 0,
    ]);
    expect(held).toEqual([
      [false, false],
      [true, false],
      [false, true],
    ]);
  });

  it('is cut where its fates end', () => {
    expect(cutOf(sample, slots)).toMatchObject({ begun: 4 });
    expect(cutOf({ ...sample, fates: [7] }, slots)).toMatchObject({ begun: 3 });
    expect(cutOf({ ...sample, ahead: 1 }, slots)).toMatchObject({ begun: 3 });
    expect(cutOf({ ...sample, fates: [7], early: 3 }, slots)).toMatchObject({
      begun: 3,
      events: 2,
    });
  });
});

it('a parallel is removed with all that its threads hold, at any depth', () => {
  const script = compiledScript(workloadFrom(walCommit), {}, []);
  const [first] = script.operations;
  if (first === undefined) throw new Error('a script without operations');
  const operation = (id: number, threads: readonly number[]) => ({ ...first, id, threads });
  const nested = {
    ...script,
    operations: [operation(1, [1, 2]), operation(2, []), operation(3, [3]), operation(4, [])],
    threads: [[1], [2], [3], [4]],
  };
  expect(removableGroups(nested).map((group) => [...group])).toEqual([
    [1, 2, 3, 4],
    [2],
    [3, 4],
    [4],
  ]);
});

it('a scenario that does not compile says all that is wrong', () => {
  const compile = () => compiledScript(workloadFrom(walCommit), { rounds: 1, turns: 2 }, []);
  expect(compile).toThrow(ScriptError);
  expect(compile).toThrow(/rounds.*; .*turns/u);
});
