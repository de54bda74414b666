import { describe, expect, it } from 'vitest';
import type { Script } from '../../../src/model/script.js';
import { createOracle, type Oracle } from '../../../src/scenario/oracle.js';
import { examine } from '../../../src/search/examine/examine.js';
import { createSampler } from '../../../src/search/sample/sampler.js';
import { compiledScript } from '../../../src/search/scripts.js';
import type { Workload } from '../../../src/search/workload.js';
import { buildStack } from '../../../src/stack/build.js';
import { configurationOf } from '../../laws/configurations.js';
import { scenarioOf } from '../../scenario/files.js';
import { todays } from '../../today/tables.js';
import { enginesWith, jobFor, workloadFrom } from '../jobs.js';

const configuration = configurationOf('scsi', 'writeback');
const stack = buildStack(configuration);

/** How often the last acknowledgement of a long script was there, and how often it was not. */
interface Notes {
  kept: number;
  missed: number;
}

/** A program of as many steps as it is told, acknowledged in the end; it notes how far runs get. */
function workloadOf(step: object, parameters: object, long: number, notes: Notes): Workload {
  const scenario = scenarioOf(
    JSON.stringify({
      blkcheck: 'scenario/1',
      name: 'long-or-short',
      suite: 'completion',
      summary: 'As many writes as it is told.',
      models: 'Nothing.',
      disk: { sectors: 64 },
      regions: { pages: { at: 0, sectors: 1, count: 64 } },
      parameters: { count: { default: 10, min: 4, max: 12 }, ...parameters },
      steps: [{ repeat: 'count', as: 'lap', steps: [step] }, { acknowledge: { durable: 'all' } }],
    }),
  );
  const oracleOf = (script: Script): Oracle => ({
    ...createOracle(script),
    judge: ({ acknowledged }) => {
      const isKept = acknowledged(script.operations.at(-1)?.id ?? 0);
      if (script.operations.length > long) notes[isKept ? 'kept' : 'missed'] += 1;
      return null;
    },
  });
  return { scenario, oracleOf, members: null };
}

describe('the fault may strike anywhere in the longest script', () => {
  const count = { default: 10, min: 4, max: 12, generated: true };
  const fixed = { default: 1, min: 1, max: 2 };
  const write = { write: 'pages[lap]' };
  const some = { choose: [[write], [write, { write: 'pages[lap + 20]' }]] };
  it.each([
    ['where all parameters vary', { count }, write],
    ['where one of them varies', { count, other: fixed }, write],
    ['where another one stands before it', { other: fixed, count }, write],
    ['where its steps are drawn', {}, some],
  ])('%s', (_, parameters, step) => {
    const notes: Notes = { kept: 0, missed: 0 };
    const workload = workloadOf(step, parameters, 12, notes);
    const job = { ...jobFor('scenarios/wal-commit.yaml', configuration), workload, runs: 3000 };
    createSampler(false, () => false)(job, stack);
    expect(notes.kept).toBeGreaterThan(0);
    expect(notes.missed).toBeGreaterThan(0);
  });
});

it('its script is the one without draws', () => {
  const workload = workloadFrom('scenarios/litmus-sync.yaml');
  const job = { ...jobFor('scenarios/litmus-sync.yaml', configuration), runs: 1 };
  expect(createSampler(false, () => false)(job, stack).script).toEqual(
    compiledScript(workload, {}, []),
  );
});

it('of a run without faults fewer schedules are sampled', () => {
  const file = 'scenarios/wal-commit.yaml';
  const runsOf = (runs: number, fault: 'none' | 'power-loss') =>
    createSampler(false, () => false)({ ...jobFor(file, configuration, fault), runs }, stack)
      .sampling.runs;
  expect([runsOf(130, 'none'), runsOf(7, 'none'), runsOf(130, 'power-loss')]).toEqual([
    100, 7, 130,
  ]);
});

describe('machines that share samples', () => {
  const array = todays('virtio-blk', 'none', { disk: 'md-raid5-degraded' });
  const memory = todays('virtio-blk', 'writeback', {});
  const ignoring = todays('ahci', 'none', { werror: 'ignore' });
  const outside = todays('virtio-blk', 'writeback', { format: 'network', host: 'block-device' });

  it.each([
    ['power-loss', array],
    ['node-loss', array],
    ['host-crash', memory],
    ['disk-power-loss', memory],
    ['io-error', memory],
    ['io-error', ignoring],
    ['node-loss', outside],
    ['node-loss', memory],
  ] as const)('show what each shows by itself: after %s', (fault, on) => {
    const job = jobFor('test/fixtures/v1/scenario.yaml', on, fault);
    const [shared, alone] = [true, false].map((sharesProofs) => {
      const { verdict, findings } = examine(job, enginesWith({ sharesProofs }));
      return [verdict, ...findings.map(({ kind, rule }) => `${kind} ${rule}`)];
    });
    expect(shared).toEqual(alone);
  });
});

describe('a sample that is cut', () => {
  const sampledUntil = (file: string, machine: typeof configuration, asked: number) => {
    let count = 0;
    const isOver = () => {
      count += 1;
      return count > asked;
    };
    const job = { ...jobFor(file, machine), runs: 500 };
    const engines = { ...enginesWith({}), sampler: createSampler(false, isOver) };
    return examine(job, engines);
  };

  it('says how many runs there were, and is not safe', () => {
    const { verdict, reason, explored } = sampledUntil(
      'scenarios/wal-commit.yaml',
      configuration,
      40,
    );
    expect([verdict, reason]).toEqual([
      'inconclusive',
      'the search ended at its limit, after 40 generated runs',
    ]);
    expect([explored.runs, explored.executions]).toEqual([40, 40]);
  });

  it('is one where there was just enough time', () => {
    expect(sampledUntil('scenarios/wal-commit.yaml', configuration, 500)).toMatchObject({
      verdict: 'safe',
      reason: '',
    });
  });

  it('has what it had found, however small that was by then', () => {
    const whole = sampledUntil(
      'scenarios/wal-commit.yaml',
      configurationOf('scsi', 'unsafe'),
      Number.POSITIVE_INFINITY,
    );
    expect(whole.verdict).toBe('unsafe');
    const kinds = [1, 3, 10, 30, 100].map((asked) => {
      const { verdict, reason, findings } = sampledUntil(
        'scenarios/wal-commit.yaml',
        configurationOf('scsi', 'unsafe'),
        asked,
      );
      if (verdict === 'unsafe' && reason !== '') expect(reason).toMatch(/: not all kinds were/);
      return findings.length;
    });
    expect(kinds).toEqual([...kinds].sort((a, b) => a - b));
    expect(kinds.at(-1)).toBeGreaterThan(0);
  });
});
