import { describe, expect, it } from 'vitest';
import { baselineDefinitions } from '../../src/library/baseline-definitions.js';
import { checkDefinitions } from '../../src/library/check-definitions.js';
import { explainDefinitions, explainRule, explainStack } from '../../src/library/explain.js';
import { fix, fixDefinitions } from '../../src/library/fix.js';
import { list } from '../../src/library/list.js';
import { matrix } from '../../src/library/matrix.js';
import { readDefinitions } from '../../src/library/read-definitions.js';
import { replay } from '../../src/library/replay.js';
import { run } from '../../src/library/run.js';
import { topicNames } from '../../src/library/topic-names.js';
import { topics } from '../../src/library/topics.js';
import { UsageError } from '../../src/run/usage-error.js';

/** What JavaScript may pass, whatever the types say. */
type Loose = (...values: readonly unknown[]) => unknown;
const loose = (work: unknown) => work as Loose;

async function mistakesOf(work: unknown, ...values: readonly unknown[]): Promise<string[]> {
  try {
    await loose(work)(...values);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return error.diagnostics.map(({ message, help }) => `${message}${help && ` (${help})`}`);
  }
  return [];
}

describe('options that come from JavaScript', () => {
  it.each([
    [run, { cache: ['none'] }, ['there is no option `cache` (did you mean `caches`?)']],
    [run, { caches: 'none' }, ['`caches` is a list of names, not "none"']],
    [run, { caches: ['none', 3] }, ['`caches.1` is text, not 3']],
    [
      run,
      { maxExecutions: 0 },
      ['`maxExecutions` is a whole number from 1 to 1000000000000, not 0'],
    ],
    [run, { seed: '1' }, ['`seed` is a whole number from 0 to 4294967295, not "1"']],
    [run, { assume: 'best' }, ['`assume` is one of nothing, nearest, worst, not "best"']],
    [
      run,
      { timeSeconds: Number.NaN },
      ['`timeSeconds` is a number of seconds up to 604800, not NaN'],
    ],
    [run, { hostNotes: { any: 'on' } }, ['`hostNotes.any` is true or false, not "on"']],
    [
      run,
      { scenarios: [{}] },
      ['`scenarios.0` is a name, or what defineScenario gives, not an object'],
    ],
    [
      run,
      { onProgress: 1, signal: null },
      ['`onProgress` is a function, not 1', '`signal` is an AbortSignal, not null'],
    ],
    [run, [], ['options are an object, not an empty list']],
    [run, null, ['options are an object, not null']],
    [matrix, { prove: 'yes' }, ['`prove` is true or false, not "yes"']],
    [fix, {}, ['the option `stack` is missing']],
    [
      fix,
      { stack: 'ide/none', diskClass: 'tape' },
      ['`diskClass` is one of hdd-7200, sata-ssd, nvme, plp-ssd, bbwc, not "tape"'],
    ],
    [readDefinitions, {}, ['the option `definitions` is missing']],
    [
      readDefinitions,
      { definitions: [] },
      ['`definitions` is a list with a definition, not an empty list'],
    ],
    [
      readDefinitions,
      { definitions: [{ name: 'a' }] },
      ['`definitions.0` is a name, or { name, text }, not an object'],
    ],
    [
      readDefinitions,
      { definitions: ['a', { name: 'a', text: '' }] },
      ['definitions: two are called a'],
    ],
    [
      baselineDefinitions,
      {
        definitions: [
          { name: 'a', text: '' },
          { name: 'a', text: 'b' },
        ],
      },
      ['definitions: two are called a'],
    ],
    [readDefinitions, { definitions: ['a'], only: 'db' }, ['`only` is a list of names, not "db"']],
    [
      explainDefinitions,
      { definitions: ['a'], only: [] },
      ['`only` is a list with a name, not an empty list'],
    ],
    [fixDefinitions, { definitions: ['a'], only: [3] }, ['`only.0` is text, not 3']],
    [
      checkDefinitions,
      { definitions: ['a'], only: ['db'], base: 'main' },
      ['only and base do not go together'],
    ],
    [
      checkDefinitions,
      { definitions: ['a'], base: { text: '' } },
      ['`base` is a revision, a folder, a file, or { name, text }, not an object'],
    ],
    [
      baselineDefinitions,
      { definitions: ['a'], only: ['db'] },
      ['only and baselineDefinitions do not go together'],
    ],
    [
      baselineDefinitions,
      { definitions: [] },
      ['`definitions` is a list with a definition, not an empty list'],
    ],
    [
      checkDefinitions,
      { definitions: ['a'], today: 'soon' },
      ['`today` is a date such as 2027-01-31, not "soon"'],
    ],
    [
      fixDefinitions,
      { definitions: ['a'], keep: 'cache' },
      ['`keep` is a list of names, not "cache"'],
    ],
    [explainDefinitions, { definitions: ['a'], profile: 9 }, ['`profile` is text, not 9']],
    [
      replay,
      {},
      [
        'not a replay: it does not begin with "blkcheck": "replay/1" (a finding has one, as `replay`)',
      ],
    ],
  ])('%o %j', async (work, options, mistakes) => {
    expect(await mistakesOf(work, options, {})).toEqual(mistakes);
  });

  it('are absent where they are undefined', async () => {
    const options = { caches: ['none'], frontends: ['scsi'], scenarios: ['wal'], seed: undefined };
    expect(await mistakesOf(run, options)).toEqual([]);
  });

  it('are named in what the command says with a flag', async () => {
    const once = { scenarios: ['wal'], crashRecovery: true, faults: ['disk-power-loss'] };
    const [mistake = ''] = await mistakesOf(run, once);
    expect(mistake).toMatch(/^crashRecovery: no second boot after disk-power-loss/u);
    expect(mistake).not.toContain('--');
    const of = { definitions: [{ name: 'a.sh', text: 'qemu-system-x86_64 -hda a' }] };
    expect(await mistakesOf(readDefinitions, { ...of, qemu: 'new' })).toEqual([
      'qemu is a version such as 9.2, not `new`',
    ]);
  });
});

it.each([
  [explainStack, 'ide', '`ide` is not frontend/cache'],
  [explainStack, 3, 'a stack is a text'],
  [explainRule, 'BLK999', 'no rule is called `BLK999`'],
  [list, 'colours', 'there is no topic `colours`'],
])('%o does not know %j', async (work, word, message) => {
  expect((await mistakesOf(async () => loose(work)(word, {})))[0]).toContain(message);
});

it('every topic is one that the types name', () => {
  expect(topics.map(({ name }) => name)).toEqual(topicNames);
});
