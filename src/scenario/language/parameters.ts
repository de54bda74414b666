import type { Parameter } from '../scenario.js';
import { acceptedText, accepts } from './accepted.js';
import { limits } from './limits.js';
import { held, type Reading, report } from './reading.js';
import { parameterNamePattern, parameterSchema } from './schema.js';

type Values = Parameter['values'];

interface ValueFields {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  readonly choose?: readonly number[] | undefined;
}

function valuesOf({ min, max, choose }: ValueFields): Values | null {
  if (choose !== undefined) {
    return min === undefined && max === undefined ? { kind: 'choose', values: choose } : null;
  }
  return min !== undefined && max !== undefined ? { kind: 'range', min, max } : null;
}

function readParameter(reading: Reading, name: string, data: unknown): Parameter | null {
  const path = ['parameters', name];
  if (!parameterNamePattern.test(name) || name === 'random') {
    const help = 'a small letter, then letters and digits; not `random`';
    report(reading, reading.located.keySpan(path), 'not a name for a parameter', help);
  }
  const fields = held(reading, parameterSchema, data, path);
  if (fields === null) return null;
  const values = valuesOf(fields);
  if (values === null) {
    const message = `\`${name}\` needs both \`min\` and \`max\`, or \`choose\` alone`;
    report(reading, reading.located.keySpan(path), message);
    return null;
  }
  const { default: standard, generated = false } = fields;
  const parameter = { name, default: standard, values, generated };
  if (!accepts(parameter, standard)) {
    const span = reading.located.span([...path, 'default']);
    report(reading, span, `the default ${standard} is not ${acceptedText(parameter)}`);
  }
  return parameter;
}

export function readParameters(reading: Reading, data: unknown): Parameter[] {
  const entries = Object.entries(Object(data) as Record<string, unknown>);
  if (entries.length > limits.parameters) {
    const message = `${entries.length} parameters; the limit is ${limits.parameters}`;
    report(reading, reading.located.keySpan(['parameters']), message);
    return [];
  }
  return entries.flatMap(([name, value]) => readParameter(reading, name, value) ?? []);
}
