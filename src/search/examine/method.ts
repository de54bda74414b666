import type { Scenario } from '../../scenario/scenario.js';

/** How a question is answered: every run that matters, or generated ones. */
export type Method = 'proof' | 'sample';

/** A scenario that is many scripts is sampled; one that is a single script is proved. */
export function methodFor(scenario: Scenario, fixed: Readonly<Record<string, number>>): Method {
  const varies = scenario.parameters.some(({ name, generated }) => generated && !(name in fixed));
  return scenario.random || varies ? 'sample' : 'proof';
}
