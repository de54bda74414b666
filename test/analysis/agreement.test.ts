import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { predict } from '../../src/analysis/predict.js';
import { faultIds } from '../../src/model/fault.js';
import { cellOf, differenceOf } from '../../src/run/configurations.js';
import { boundedScripts, familyNames } from '../../src/scenario/bounded/families.js';
import { createOracle } from '../../src/scenario/oracle.js';
import { exhaust } from '../../src/search/exhaust/exhaust.js';
import { allReductions } from '../../src/search/exhaust/reductions.js';
import { buildStack } from '../../src/stack/build.js';
import { mailProfile } from '../mail-profile.js';
import { readFile, scriptOf, yamlFiles } from '../scenario/files.js';
import { sampleConfigurations } from './all-configurations.js';
import { disagreement, type Pair, proofDisagreement } from './compare.js';
import { shippedScripts } from './shipped-scripts.js';

const seconds = 1000;

type Stack = Omit<Pair, 'script'>;

/** For each behaviour that exists, stacks and faults with it from all over the product. */
function representatives(): readonly (readonly Stack[])[] {
  const groups = new Map<string, Stack[]>();
  for (const configuration of sampleConfigurations(53)) {
    for (const fault of faultIds) {
      const key = JSON.stringify(explainBehaviour(configuration, fault).behaviour);
      const group = groups.get(key) ?? [];
      group.push({ configuration, fault });
      groups.set(key, group);
    }
  }
  return [...groups.values()];
}

const behaviours = representatives();

/** Another stack of each behaviour for each script. */
function stacksFor(nth: number): readonly Stack[] {
  return behaviours.flatMap((group) => group[(nth * 37) % group.length] ?? []);
}

describe('analysis and simulator agree', () => {
  it('have all behaviours to agree on', () => {
    expect(behaviours).toHaveLength(104);
  });

  it.each(shippedScripts().map((script, nth) => ({ name: script.scenario, script, nth })))(
    'on $name, for every behaviour that exists',
    ({ script, nth }) => {
      const found = stacksFor(nth).map((stack) => disagreement({ script, ...stack }));
      expect(found.filter((text) => text !== '')).toEqual([]);
    },
    30 * seconds,
  );
});

describe('analysis and proof agree', () => {
  it.each(familyNames)(
    'on every %s workload of up to three requests, for every behaviour that exists',
    (name) => {
      const found = [...boundedScripts({ name, requests: 3 })].flatMap((script, nth) =>
        stacksFor(nth).flatMap(({ configuration, fault }) =>
          proofDisagreement(script, configuration, [fault]),
        ),
      );
      expect(found).toEqual([]);
    },
    120 * seconds,
  );

  const scripts = [...yamlFiles('scenarios'), ...yamlFiles('examples')]
    .map(readFile)
    .filter(({ random }) => !random)
    .map((scenario) => scriptOf(scenario));
  const limits = { executionsMax: Number.POSITIVE_INFINITY, isOver: () => false };

  it.each(scripts.map((script, nth) => ({ name: script.scenario, script, nth })))(
    'on $name, for every behaviour that exists',
    ({ script, nth }) => {
      for (const { configuration, fault } of stacksFor(nth)) {
        const subject = { script, stack: buildStack(configuration), oracleOf: createOracle };
        const [proof] = exhaust(subject, [fault], allReductions, limits);
        const kinds = proof?.failures.map(({ kind }) => kind).sort();
        const predicted = [...predict(script, configuration, fault).kinds].sort();
        const at = `${cellOf(configuration)}${differenceOf(configuration, mailProfile)} ${fault}`;
        expect([at, proof?.isComplete, kinds]).toEqual([at, true, predicted]);
      }
    },
    30 * seconds,
  );
});
