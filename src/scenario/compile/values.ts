import type { Diagnostic } from '../../model/diagnostic.js';
import { acceptedText, accepts } from '../language/accepted.js';
import { diagnostic, nowhere } from '../language/source.js';
import { didYouMean } from '../language/suggest.js';
import type { Scenario } from '../scenario.js';

export type ParameterValues = Readonly<Record<string, number>>;

function unknownParameter(scenario: Scenario, name: string): Diagnostic {
  const names = scenario.parameters.map((parameter) => parameter.name);
  const message = `\`${scenario.name}\` has no parameter \`${name}\``;
  const help = names.length === 0 ? 'it has no parameters' : didYouMean(name, names);
  return diagnostic(scenario.source, nowhere, message, help);
}

/** A value for each parameter, or what is wrong with those that were given. */
export function resolveParameters(
  scenario: Scenario,
  given: ParameterValues,
): { readonly values: ParameterValues } | { readonly diagnostics: Diagnostic[] } {
  const diagnostics: Diagnostic[] = [];
  const values: Record<string, number> = {};
  for (const parameter of scenario.parameters) {
    const { name } = parameter;
    const value = Object.hasOwn(given, name) ? (given[name] ?? Number.NaN) : parameter.default;
    values[name] = value;
    if (accepts(parameter, value)) continue;
    const message = `\`${name}\` cannot be ${value}: it takes ${acceptedText(parameter)}`;
    diagnostics.push(diagnostic(scenario.source, nowhere, message));
  }
  for (const name of Object.keys(given)) {
    if (!Object.hasOwn(values, name)) diagnostics.push(unknownParameter(scenario, name));
  }
  return diagnostics.length === 0 ? { values } : { diagnostics };
}
