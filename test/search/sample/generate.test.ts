import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choiceKinds } from '../../../src/model/choice.js';
import { recordingChooser } from '../../../src/search/choosers.js';
import { sampleArbitrary } from '../../../src/search/sample/generate.js';
import { chooserOf, cutOf } from '../../../src/search/sample/sample.js';
import { createPreparer } from '../../../src/search/scripts.js';
import { buildStack } from '../../../src/stack/build.js';
import { aftermathOf } from '../../../src/stack/crash-state.js';
import { simulate } from '../../../src/stack/simulate.js';
import { configurationOf } from '../../laws/configurations.js';
import { workloadFrom } from '../jobs.js';

const group = workloadFrom('scenarios/group-commit.yaml');
const litmus = workloadFrom('scenarios/litmus-sync.yaml');

const shape = (slotCount: number, inThreads: boolean) => ({
  slotCount,
  inThreads,
  allFates: false,
});

describe('generated samples', () => {
  // A seed means the same runs on every machine. A change here is a decision: other findings come first.
  it('are the same for a seed as when this was written', () => {
    const fixed = sampleArbitrary(group.scenario, {}, shape(6, true));
    const family = sampleArbitrary(litmus.scenario, {}, shape(4, false));
    expect({
      fixed: fc.sample(fixed, { numRuns: 4, seed: 42 }),
      family: fc.sample(family, { numRuns: 2, seed: 42 }),
    }).toMatchSnapshot();
  });

  it('ask nature every kind of question, and cut everywhere', () => {
    const stack = buildStack(configurationOf('scsi', 'none', { allocation: 'sparse' }));
    const preparer = createPreparer(group, {}, stack);
    const { script, slots, simulator } = preparer.prepare({}, []);
    const arbitrary = sampleArbitrary(group.scenario, {}, shape(slots.count, true));
    const asked = new Map<string, number>();
    const cuts = new Set<number>();
    for (const sample of fc.sample(arbitrary, { numRuns: 1000, seed: 5 })) {
      const recorder = recordingChooser(chooserOf(sample, slots));
      const run = simulate(simulator, 'power-loss', cutOf(sample, slots), recorder);
      const { read } = aftermathOf(run.crash);
      for (let lba = 0; lba < script.sectorCount; lba++) read(lba);
      cuts.add(run.powerCut.operation);
      for (const kind of new Set(recorder.unkind.map(({ kind }) => kind)))
        asked.set(kind, (asked.get(kind) ?? 0) + 1);
    }
    for (const kind of choiceKinds.filter((name) => name !== 'overtake'))
      expect(asked.get(kind) ?? 0, kind).toBeGreaterThan(50);
    expect(cuts.size).toBeGreaterThan(script.operations.length * 0.8);
  });
});
