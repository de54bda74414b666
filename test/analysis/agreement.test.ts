import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { predict } from '../../src/analysis/predict.js';
import { cacheModeIds, frontendIds } from '../../src/model/configuration.js';
import { faultIds } from '../../src/model/fault.js';
import { examine } from '../../src/search/examine.js';
import { configurationOf } from '../laws/configurations.js';
import { readFile, scriptOf, yamlFiles } from '../scenario/files.js';
import { oracleOf } from '../search/jobs.js';
import { sampleConfigurations } from './all-configurations.js';
import { disagreement, type Pair } from './compare.js';
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

describe('analysis and search agree', () => {
  const cells = frontendIds.flatMap((frontend) =>
    cacheModeIds.map((cache) => configurationOf(frontend, cache)),
  );
  const scenarios = [...yamlFiles('scenarios'), ...yamlFiles('examples')]
    .map(readFile)
    .filter(({ random }) => !random);

  it.each(scenarios)(
    "on $name, in every cell of the mail's day",
    (scenario) => {
      const script = scriptOf(scenario);
      for (const configuration of cells) {
        for (const fault of faultIds) {
          const { verdict } = examine({
            id: scenario.name,
            workload: { scenario, oracleOf },
            parameters: {},
            stack: { kind: 'configuration' },
            configuration,
            fault,
            runs: 400,
            seed: 1,
            blkcheckVersion: '0.0.0-test',
          });
          const at = `${configuration.frontend} ${JSON.stringify(configuration.cache)} ${fault}`;
          expect([at, verdict]).toEqual([at, predict(script, configuration, fault).verdict]);
        }
      }
    },
    30 * seconds,
  );
});
