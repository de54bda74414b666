// Which shape of generated value shrinks best on our own failures. Each shape looks for the same
// bug with many seeds; the operations of the shrunk story are counted before and after the pass
// that removes operations one at a time. Run: npm run build && node bench/shrinking.mjs
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { createOracle } from '../dist/scenario/oracle.js';
import { readScenario } from '../dist/scenario/read.js';
import { attempt } from '../dist/search/attempt.js';
import { honestyCheck } from '../dist/search/examine/honest.js';
import { minimise } from '../dist/search/minimise/minimise.js';
import { sampleArbitrary } from '../dist/search/sample/generate.js';
import { chooserOf, cutOf, runSample } from '../dist/search/sample/sample.js';
import { createPreparer } from '../dist/search/scripts.js';
import { buildStack } from '../dist/stack/build.js';
import { mailMachine } from './parts/machine.mjs';
import { isSmoke, words } from './parts/smoke.mjs';

const seeds = Number(words[0] ?? (isSmoke ? 2 : 100));
const machine = mailMachine('ide', false);
const stack = buildStack(machine);
const oracleOf = (script) => createOracle(script);

/** The shape in use: the end of the array is the power failure. */
const endIsCut = (scenario, count) =>
  sampleArbitrary(scenario, {}, { slotCount: count, inThreads: false, allFates: false });

/** The plain shape: all fates, and beside them the place of the power failure. */
const cutBeside = (scenario, count) =>
  fc
    .tuple(
      sampleArbitrary(scenario, {}, { slotCount: count, inThreads: false, allFates: true }),
      fc.noBias(fc.nat(count)),
    )
    .map(([sample, cut]) => ({
      ...sample,
      fates: sample.fates.slice(0, cut),
      draws: sample.draws.slice(0, cut),
    }));

function median(numbers) {
  return numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)];
}

function measure(name, scenario, shape) {
  const workload = { scenario, oracleOf };
  const preparer = createPreparer(workload, {}, stack);
  const { slots } = preparer.prepare({}, []);
  const excluded = new Set(['corrupt', 'torn', 'reordered']);
  const before = [];
  const after = [];
  const executions = [];
  for (let seed = 1; seed <= seeds; seed++) {
    let runs = 0;
    const counts = { exercised: 0 };
    const property = fc.property(shape(scenario, slots.count), (sample) => {
      runs += 1;
      return runSample(preparer, 'power-loss', sample, excluded, counts) === null;
    });
    const { counterexample } = fc.check(property, { numRuns: 1_000, seed });
    if (counterexample === null) continue;
    const [sample] = counterexample;
    const { script, slots: own } = preparer.prepare(sample.parameters, sample.draws);
    const subject = { script, stack, fault: 'power-loss', oracleOf };
    const first = attempt(subject, cutOf(sample, own), chooserOf(sample, own), 'lost');
    const minimal = minimise({ subject, attempt: first }, 'lost', honestyCheck(oracleOf, machine));
    before.push(first.begun);
    after.push(minimal.attempt.begun);
    executions.push(runs);
  }
  const spread = (numbers) =>
    `${median(numbers)} (${Math.min(...numbers)} to ${Math.max(...numbers)})`;
  console.log(
    `${scenario.name.padEnd(12)} ${name.padEnd(24)} ${spread(before).padEnd(15)} ${spread(after).padEnd(13)} ${spread(executions)}`,
  );
}

console.log('scenario     shape                    as shrunk       after pass    executions');
for (const file of ['wal-commit', 'litmus-sync', 'wal-checkpoint']) {
  const path = new URL(`../scenarios/${file}.yaml`, import.meta.url);
  const { scenario } = readScenario(readFileSync(path, 'utf8'), file);
  measure('the end is the cut', scenario, endIsCut);
  measure('the cut stands beside', scenario, cutBeside);
}
