import { describe, expect, it } from 'vitest';
import { explainBehaviour } from '../../src/analysis/behaviour.js';
import { boundedScripts, familyNames } from '../../src/scenario/bounded/families.js';
import { disagreement, isProofAffordable, proofDisagreement } from './compare.js';
import { everyBehaviour, type Stack } from './every-behaviour.js';
import { shippedScripts } from './shipped-scripts.js';

const seconds = 1000;

// `BLKCHECK_EVERY=1 npx vitest run analysis/agreement` takes every behaviour for every script.
const oneIn = process.env['BLKCHECK_EVERY'] === undefined ? 24 : 1;
const patience = 20 / oneIn + 1;

const behaviours = everyBehaviour(3);

/** Every so many behaviours, others for each script, and of each another stack. */
function stacksFor(nth: number): readonly Stack[] {
  return behaviours
    .filter((_, at) => (at + nth) % oneIn === 0)
    .flatMap(({ stacks }, at) => stacks[(at + nth) % stacks.length] ?? []);
}

describe('the behaviours that exist', () => {
  it('are all there to agree on', () => {
    expect(behaviours).toHaveLength(1072);
  });

  it('are what their stacks have', () => {
    for (const { behaviour, stacks } of behaviours)
      for (const { configuration, fault } of stacks)
        expect(explainBehaviour(configuration, fault).behaviour).toEqual(behaviour);
  });
});

const scripts = shippedScripts().map((script, nth) => ({ name: script.scenario, script, nth }));

describe('analysis and simulator agree', () => {
  it.each(scripts)(
    'on $name',
    ({ script, nth }) => {
      const some = stacksFor(nth).filter((_, at) => at % 3 === 0);
      const found = some.map((stack) => disagreement({ script, ...stack }));
      expect(found.filter((text) => text !== '')).toEqual([]);
    },
    60 * patience * seconds,
  );
});

describe('analysis and proof agree', () => {
  it.each(familyNames)(
    'on every %s workload of up to three requests',
    (name) => {
      const found = [...boundedScripts({ name, requests: 3 })].flatMap((script, nth) =>
        stacksFor(nth).flatMap(({ configuration, fault }) =>
          proofDisagreement(script, configuration, [fault]),
        ),
      );
      expect(found).toEqual([]);
    },
    240 * patience * seconds,
  );

  it.each(scripts)(
    'on $name',
    ({ script, nth }) => {
      const found = stacksFor(nth)
        .filter(({ configuration }) => isProofAffordable(script, configuration))
        .flatMap(({ configuration, fault }) => proofDisagreement(script, configuration, [fault]));
      expect(found).toEqual([]);
    },
    60 * patience * seconds,
  );
});
