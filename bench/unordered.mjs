// 64 sectors that are written in no order and then flushed: as 64 records that recovery scans to the
// first bad one, and as one record under one checksum. Run: npm run build && node bench/unordered.mjs

import { compileScenario } from '../dist/scenario/compile.js';
import { createOracle } from '../dist/scenario/oracle.js';
import { readScenario } from '../dist/scenario/read.js';
import { exhaust } from '../dist/search/exhaust/exhaust.js';
import { allReductions } from '../dist/search/exhaust/reductions.js';
import { buildStack } from '../dist/stack/build.js';
import { mailMachine } from './parts/machine.mjs';

const executionsMax = 1_000;
const stack = buildStack(mailMachine('scsi', false));

const scenario = (name, regions, steps) => ({
  blkcheck: 'scenario/1',
  name,
  suite: 'completion',
  summary: 'Sixty-four sectors in no order, then a flush.',
  models: 'A log whose records are written together.',
  disk: { sectors: 64 },
  regions,
  steps,
  recovery: { 'write-ahead-log': { log: 'log' } },
});

const asRecords = scenario('records', { log: { at: 0, sectors: 1, count: 64 } }, [
  {
    repeat: 64,
    as: 't',
    steps: [{ write: 'log[t]', transaction: 't + 1' }],
  },
  'fsync',
  { repeat: 64, as: 't', steps: [{ acknowledge: { transaction: 't + 1' } }] },
]);
const asOne = scenario('one-record', { log: { at: 0, sectors: 64, count: 1 } }, [
  { write: 'log[0]', transaction: 1 },
  'fsync',
  { acknowledge: { transaction: 1 } },
]);

function prove(title, data) {
  const read = readScenario(JSON.stringify(data), data.name);
  if (!('scenario' in read)) throw new Error(JSON.stringify(read.diagnostics));
  const compiled = compileScenario(read.scenario, {}, []);
  if (!('script' in compiled)) throw new Error(JSON.stringify(compiled.diagnostics));
  const subject = { script: compiled.script, stack, oracleOf: (script) => createOracle(script) };
  const begin = process.hrtime.bigint();
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };
  const [proof] = exhaust(subject, ['power-loss'], allReductions, limits);
  const ms = Number(process.hrtime.bigint() - begin) / 1e6;
  const { crashPoints, crashStates, executions, failures, isComplete } = proof;
  const isKept = isComplete && failures.length === 0 && executions < executionsMax;
  console.log(
    `${title}: ${isComplete && failures.length === 0 ? 'safe' : 'not proved safe'}, ${crashPoints} crash points, ${crashStates} crash states, ${executions} executions, ${ms.toFixed(1)} ms`,
  );
  return isKept;
}

const kept = [
  prove('64 records, scanned to the first bad one', asRecords),
  prove('one record under one checksum', asOne),
];
const isKept = kept.every((each) => each);
console.log(isKept ? 'each below 1,000 executions' : 'a limit is exceeded');
process.exitCode = isKept ? 0 : 1;
