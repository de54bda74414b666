import { writeSync } from 'node:fs';
import { expect, it } from 'vitest';
import type { Configuration } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { randomConfiguration } from './all-configurations.js';
import { machineKey } from './machine-key.js';
import { pseudoRandom } from './observe.js';
import { randomScriptWithDiscards } from './random-scripts.js';
import { shippedScripts } from './shipped-scripts.js';
import { compareSpace, type Space, type SpaceCounts } from './space-comparison.js';

// `BLKCHECK_CONFIGURATIONS=1000000 npx vitest run whole-space` is the longer run, with every script.
const longer = process.env['BLKCHECK_CONFIGURATIONS'];
const usualSeed = 41;
const seed = Number(process.env['BLKCHECK_SEED'] ?? usualSeed);
const minutes = 60_000;

function smallScripts(seed: number, count: number, overlap: boolean) {
  const random = pseudoRandom(seed + 1);
  const scripts: NonNullable<ReturnType<typeof randomScriptWithDiscards>>[] = [];
  while (scripts.length < count) {
    const script = randomScriptWithDiscards(random, overlap);
    if (script !== null) scripts.push(script);
  }
  return scripts;
}

function spaceOf(seed: number, size: number, more: Partial<Space>): Space {
  const random = pseudoRandom(seed);
  const scripts = [
    ...shippedScripts(),
    ...smallScripts(seed, 20, false),
    ...smallScripts(seed, 4, true),
  ];
  return {
    size,
    draw: () => randomConfiguration(random),
    faults: faultIds,
    scripts,
    scriptsEach: 3,
    ownProofOneIn: 20,
    keyOf: machineKey,
    random: pseudoRandom(seed + 2),
    onProgress: () => {},
    ...more,
  };
}

function sayProgress(size: number): Space['onProgress'] {
  const start = process.hrtime.bigint();
  return ({ configurations, machines, proofs }: SpaceCounts) => {
    if (configurations % Math.ceil(size / 50) !== 0) return;
    const seconds = Number((process.hrtime.bigint() - start) / 1_000_000_000n);
    // What a test says to the console is shown when it ends.
    writeSync(
      2,
      `${configurations} of ${size}: ${machines} machines, ${proofs} proofs, ${seconds} s\n`,
    );
  };
}

it('analysis and proof agree on configurations drawn from all that there are', {
  timeout: longer === undefined ? 10 * minutes : 10_000 * minutes,
}, () => {
  const size = Number(longer ?? 10_000);
  const whole = { scriptsEach: Number.MAX_SAFE_INTEGER, ownProofOneIn: 100 };
  const space = spaceOf(
    seed,
    size,
    longer === undefined ? {} : { ...whole, onProgress: sayProgress(size) },
  );
  const { counts, disagreements } = compareSpace(space);
  const words = Object.entries(counts).map(([what, count]) => `${what} ${count}`);
  console.log(`seed ${seed}: ${words.join(', ')}, disagreements ${disagreements.length}`);
  expect(disagreements).toEqual([]);
  // Of some a proof takes too long.
  expect(counts.ownProofs).toBeGreaterThanOrEqual(Math.floor(size / space.ownProofOneIn / 3));
});

/** Of what a coarse key takes for one machine two of a kind stand beside each other, whatever is drawn. */
function pairsOfDisks(of: number): () => Configuration {
  const random = pseudoRandom(of);
  let drawn = randomConfiguration(random);
  let isSecond = false;
  return () => {
    if (!isSecond) drawn = randomConfiguration(random);
    const kind = isSecond ? 'wce-lying' : 'wce-honest';
    isSecond = !isSecond;
    return { ...drawn, disk: { ...drawn.disk, kind } };
  };
}

it('finds out where machines with one key do not do the same', () => {
  const keyOf: Space['keyOf'] = (stack, fault, demand) =>
    machineKey({ ...stack, disk: { ...stack.disk, honoursFlush: true } }, fault, demand);
  const { disagreements } = compareSpace(
    spaceOf(usualSeed, 400, { draw: pairsOfDisks(usualSeed), keyOf, ownProofOneIn: 1 }),
  );
  expect(disagreements.some((text) => text.startsWith('shared proof'))).toBe(true);
  expect(disagreements.some((text) => text.startsWith('predicted'))).toBe(true);
});
