import { expect, it } from 'vitest';
import { profiles } from '../../src/catalogue/dimensions/profiles.js';
import { faultIds } from '../../src/model/fault.js';
import { usualConfiguration } from '../../src/run/configurations/configurations.js';
import { saysItsTrust } from '../../src/run/scenarios/select-scenarios.js';
import { shippedScenarios } from '../../src/run/scenarios/shipped-scenarios.js';
import { oracleWith } from '../../src/run/scenarios/workload.js';
import {
  boundedScenario,
  boundedScripts,
  familyNames,
} from '../../src/scenario/bounded/families.js';
import { existsFor } from '../../src/scenario/scenario.js';
import { methodFor } from '../../src/search/examine/method.js';
import { stackOf } from '../../src/search/stacks.js';
import type { Workload } from '../../src/search/workload.js';
import { enginesWith } from '../search/jobs.js';

const { prover } = enginesWith({ sharesProofs: true });
const bounded = familyNames.map((name) => ({ name, requests: 3 }));
const fixed = (await shippedScenarios()).filter(
  (scenario) =>
    methodFor(scenario, {}) === 'proof' &&
    (scenario.suite !== 'careless' || saysItsTrust(scenario)),
);
const faults = ['none', ...faultIds] as const;

/** A run leaves them out: docs/decisions/0010-controls-of-shipped-scenarios.md. */
function holdsOnHonestMachines(workload: Workload): void {
  const { scenario } = workload;
  const kernels = profiles.filter(({ guestKernel, mount }) =>
    existsFor(scenario, { kernel: guestKernel, mount }),
  );
  expect(kernels).not.toEqual([]);
  for (const profile of kernels) {
    const configuration = usualConfiguration(profile);
    for (const choice of [
      { kind: 'strictest' },
      { kind: 'bare-metal', guest: 'default' },
    ] as const) {
      const stack = stackOf(choice, configuration, scenario);
      const subject = { workload, parameters: {}, stack };
      for (const fault of faults) {
        const { failures, isComplete } = prover.prove(subject, faults, fault);
        const kinds = failures.map(({ kind }) => kind);
        expect([profile.id, choice.kind, fault, isComplete, kinds]).toEqual([
          profile.id,
          choice.kind,
          fault,
          true,
          [],
        ]);
      }
    }
  }
}

it.each(fixed)('$name has no bug of its own', (scenario) => {
  holdsOnHonestMachines({ scenario, oracleOf: oracleWith(null), members: null });
});

it.each(bounded)('no workload of bounded-$name-$requests has one', (family) => {
  const members = () => boundedScripts(family);
  holdsOnHonestMachines({
    scenario: boundedScenario(family),
    oracleOf: oracleWith(null),
    members,
  });
});
