import { expect, it } from 'vitest';
import { predict } from '../../src/analysis/predict.js';
import { faultIds } from '../../src/model/fault.js';
import { proofDisagreement } from '../analysis/compare.js';
import { configurationOf } from '../laws/configurations.js';
import { scenarioOf, scriptOf } from './files.js';

const commit = (transaction: number) => [
  { write: `log[${transaction - 1}]`, transaction },
  'fsync',
  { acknowledge: { transaction } },
];

/** The page of transaction 2 may not be there yet when a checkpoint is written once more. */
const scriptWith = (checkpoint: number) =>
  scriptOf(
    scenarioOf(
      JSON.stringify({
        blkcheck: 'scenario/1',
        name: 'checkpoints',
        suite: 'completion',
        summary: 'Two checkpoints.',
        models: 'Nothing.',
        disk: { sectors: 8 },
        regions: {
          header: { at: 0, sectors: 1 },
          log: { at: 1, sectors: 1, count: 2 },
          page: { at: 4, sectors: 1 },
        },
        steps: [
          ...commit(1),
          { write: 'page', transaction: 1 },
          'fsync',
          { write: 'header', transaction: 1 },
          ...commit(2),
          { write: 'page', transaction: 2 },
          { write: 'header', transaction: checkpoint },
          'fsync',
        ],
        recovery: { 'write-ahead-log': { log: 'log', pages: 'page', header: 'header' } },
      }),
    ),
  );

// What a checkpoint does not name, the log still makes up for.
it.each([
  [1, []],
  [2, ['reordered']],
] as const)('a checkpoint of transaction %i vouches for no later one', (checkpoint, expected) => {
  const script = scriptWith(checkpoint);
  const configuration = configurationOf('scsi', 'none');
  expect(proofDisagreement(script, configuration, faultIds)).toEqual([]);
  expect(predict(script, configuration, 'power-loss').kinds).toEqual(expected);
});
