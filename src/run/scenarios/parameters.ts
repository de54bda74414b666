import { didYouMean } from '../../scenario/language/suggest.js';
import type { Scenario } from '../../scenario/scenario.js';
import { usageError } from '../usage-error.js';

type Values = Readonly<Record<string, number>>;

/** @throws UsageError for a parameter that none of the scenarios has. */
export function checkParameterNames(values: Values, scenarios: readonly Scenario[]): void {
  const known = [...new Set(scenarios.flatMap(namesOf))];
  for (const name of Object.keys(values)) {
    if (known.includes(name)) continue;
    const help = known.length === 0 ? 'they have no parameters' : didYouMean(name, known);
    throw usageError(`no selected scenario has a parameter \`${name}\``, help);
  }
}

/** What is given, as far as the scenario has it. */
export function ownParameters(values: Values, scenario: Scenario): Values {
  const own = namesOf(scenario).filter((name) => Object.hasOwn(values, name));
  return Object.fromEntries(own.map((name) => [name, values[name] ?? 0]));
}

function namesOf({ parameters }: Scenario): readonly string[] {
  return parameters.map(({ name }) => name);
}
