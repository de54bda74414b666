// How fast the sampled path is, against a floor in the same run: fast-check generating the very
// same values for a property that does nothing. Run: npm run build && node bench/sampling.mjs
import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { createOracle } from '../dist/scenario/oracle.js';
import { readScenario } from '../dist/scenario/read.js';
import { sampleArbitrary } from '../dist/search/sample/generate.js';
import { runSample } from '../dist/search/sample/sample.js';
import { createPreparer } from '../dist/search/scripts.js';
import { buildStack } from '../dist/stack/build.js';
import { mailMachine } from './parts/machine.mjs';
import { isSmoke, words } from './parts/smoke.mjs';

const file = new URL('./wal-40.yaml', import.meta.url);
const { scenario } = readScenario(readFileSync(file, 'utf8'), 'wal-40.yaml');
const oracleOf = (script) => createOracle(script);
const preparer = createPreparer({ scenario, oracleOf }, {}, buildStack(mailMachine('scsi', false)));
const { script, slots } = preparer.prepare({}, []);
// The power fails at the end of the script, so that no run is cut short and all values are used.
const whole = sampleArbitrary(
  scenario,
  {},
  {
    slotCount: slots.count,
    inThreads: false,
    allFates: true,
  },
);
const nothing = new Set();
const counts = { exercised: 0 };
const work = (value) => runSample(preparer, 'power-loss', value, nothing, counts) === null;

const runs = Number(words[0] ?? (isSmoke ? 1_000 : 100_000));
const rounds = 7;

/** Of this process, because on a busy machine the clock on the wall measures the others too. */
function secondsOf(property) {
  const start = process.cpuUsage();
  const { failed } = fc.check(property, { numRuns: runs, seed: 1 });
  if (failed) throw new Error('the benchmark found a failure');
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function consumedPercent() {
  let generated = 0;
  let consumed = 0;
  fc.check(
    fc.property(whole, (value) => {
      const asked = new Set();
      const fates = new Proxy(value.fates, {
        get: (target, key) => {
          if (typeof key === 'string' && /^\d+$/.test(key)) asked.add(key);
          return Reflect.get(target, key);
        },
      });
      work({ ...value, fates });
      generated += value.fates.length;
      consumed += asked.size;
      return true;
    }),
    { numRuns: Math.min(runs, 2_000), seed: 1 },
  );
  return (100 * consumed) / generated;
}

const floors = [];
const ratios = [];
let fastest = Number.POSITIVE_INFINITY;
secondsOf(fc.property(whole, work));
for (let round = 0; round < rounds; round++) {
  const floor = secondsOf(fc.property(whole, () => true));
  const full = secondsOf(fc.property(whole, work));
  floors.push(floor);
  ratios.push(full / floor);
  fastest = Math.min(fastest, full);
}
ratios.sort((a, b) => a - b);
console.log(`operations in the script   ${script.operations.length}`);
console.log(
  `values generated for a run ${slots.count} fates, consumed ${consumedPercent().toFixed(1)} %`,
);
console.log(`executions per second      ${Math.round(runs / fastest)}`);
console.log(`floor, us a run            ${((1e6 * Math.min(...floors)) / runs).toFixed(2)}`);
console.log(`ours, us a run             ${((1e6 * fastest) / runs).toFixed(2)}`);
console.log(
  `ratio to the floor         ${ratios[3].toFixed(2)} (median of ${rounds}; ${ratios[0].toFixed(2)} to ${ratios[6].toFixed(2)})`,
);
