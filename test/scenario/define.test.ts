import { describe, expect, test } from 'vitest';
import { defineScenario, ScenarioError } from '../../src/scenario/define.js';
import {
  type DefinedScenario,
  isDefinedScenario,
  type ScenarioModule,
} from '../../src/scenario/defined.js';
import { OracleError } from '../../src/scenario/module/recovery.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { aftermathOf, type Crash, idOf } from './aftermaths.js';
import { scriptOf } from './files.js';

const data = {
  name: 'one',
  suite: 'completion',
  summary: 'Writes one sector.',
  models: 'A test.',
  disk: { sectors: 4 },
  regions: { cell: { at: 1, sectors: 1 } },
  steps: [{ write: 'cell', transaction: 3 }, 'fsync', { acknowledge: { transaction: 3 } }],
};
const good = { recover: () => 0, holds: () => true as const };

const defined = defineScenario({
  scenario: data,
  recover: (disk) => disk.read(disk.extent('cell', 0).lba),
  holds: (found, acknowledged) =>
    acknowledged.length === 0 || found?.transaction === acknowledged[0]
      ? true
      : { kind: 'lost', effect: 'the cell is empty' },
});

/** What blkcheck sees of it. */
function behind(module: DefinedScenario): ScenarioModule {
  if (isDefinedScenario(module)) return module;
  throw new Error('nothing is defined');
}

function judgedBy(module: DefinedScenario, crash: Crash, excluded: 'lost'[] = []) {
  const { scenario, recovery } = behind(module);
  const script = scriptOf(scenario);
  const oracle = createOracle(script, recovery);
  return oracle.judge(aftermathOf(script, crash), new Set(excluded));
}

test('a recovery of one’s own is asked', () => {
  expect(isDefinedScenario(defined)).toBe(true);
  expect(behind(defined).scenario.recovery).toEqual({ kind: 'module' });
  expect(judgedBy(defined, {})).toBeNull();
  expect(judgedBy(defined, { after: 2, without: [1] })).toBeNull();
  expect(judgedBy(defined, { without: [1] })).toMatchObject({
    kind: 'lost',
    acknowledge: 3,
    effect: 'the cell is empty',
  });
  expect(judgedBy(defined, { without: [1] }, ['lost'])).toBeNull();
});

test('the text of a scenario file will do', () => {
  const text = `blkcheck: scenario/1
name: one
suite: completion
summary: Writes.
models: A test.
disk: { sectors: 4 }
regions: { cell: { at: 1, sectors: 1 } }
steps: [{ write: cell }, fsync]`;
  expect(behind(defineScenario({ ...good, scenario: text })).scenario.name).toBe('one');
});

describe('mistakes', () => {
  test('of the scenario are listed, with their paths', () => {
    const scenario = { ...data, suite: 'x', steps: [{ write: 'cel' }, 'fsync'] };
    expect(() => defineScenario({ ...good, scenario })).toThrow(ScenarioError);
    try {
      defineScenario({ ...good, scenario });
    } catch (error) {
      expect((error as ScenarioError).diagnostics.map(({ message }) => message)).toEqual([
        'suite: `x` is not accepted here',
        'steps[0].write: no region is named `cel`',
      ]);
    }
  });

  test('of the definition', () => {
    expect(() => defineScenario({ scenario: data } as never)).toThrow(TypeError);
    const looped: Record<string, unknown> = { ...data };
    looped['regions'] = looped;
    expect(() => defineScenario({ ...good, scenario: looped })).toThrow('nested too deeply');
    const recovery = { 'write-ahead-log': { log: 'cell' } };
    expect(() => defineScenario({ ...good, scenario: { ...data, recovery } })).toThrow(
      ScenarioError,
    );
  });

  test('of the functions make the run inconclusive', () => {
    const failing = (recover: () => unknown, holds: () => unknown) =>
      defineScenario({ scenario: data, recover, holds: holds as () => true });
    const broken = () => {
      throw new Error('boom');
    };
    expect(() =>
      judgedBy(
        failing(broken, () => true),
        {},
      ),
    ).toThrow(OracleError);
    expect(() =>
      judgedBy(
        failing(broken, () => true),
        {},
      ),
    ).toThrow('one: recover threw: boom');
    expect(() =>
      judgedBy(
        failing(() => 0, broken),
        {},
      ),
    ).toThrow(OracleError);
    expect(() =>
      judgedBy(
        failing(
          () => 0,
          () => false,
        ),
        {},
      ),
    ).toThrow(OracleError);
  });

  test('a script of a module is not judged without it', () => {
    expect(() => createOracle(scriptOf(behind(defined).scenario))).toThrow(TypeError);
  });
});

test('a disk gives what it has, and nothing else', () => {
  const seen: unknown[] = [];
  const module = defineScenario({
    scenario: data,
    recover: (disk) => seen.push(disk.sectorCount, disk.read(0), disk.read(1)),
    holds: () => true,
  });
  expect(judgedBy(module, {})).toBeNull();
  expect(seen).toEqual([4, null, { operation: 1, region: 'cell', element: 0, transaction: 3 }]);
  const outside = defineScenario({ ...good, scenario: data, recover: (disk) => disk.read(4) });
  expect(() => judgedBy(outside, {})).toThrow('the disk has no sector 4');
});

test('the example finds a superblock without its table', async () => {
  const file: string = '../../examples/my-recovery.mjs';
  const { default: twoTables } = (await import(file)) as { default: DefinedScenario };
  const script = scriptOf(behind(twoTables).scenario);
  const [superblock, table] = ['write superblock', 'write table[1]'].map((label) =>
    idOf(script, label),
  );
  expect(judgedBy(twoTables, {})).toBeNull();
  const torn = { after: superblock ?? 0, half: { [table ?? 0]: [1] } };
  expect(judgedBy(twoTables, torn)).toMatchObject({ kind: 'corrupt' });
});
