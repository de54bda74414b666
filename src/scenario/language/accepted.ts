import type { Parameter } from '../scenario.js';

/** Whether `value` is one that the parameter takes. */
export function accepts({ values }: Pick<Parameter, 'values'>, value: number): boolean {
  if (values.kind === 'choose') return values.values.includes(value);
  return Number.isSafeInteger(value) && value >= values.min && value <= values.max;
}

/** What a parameter takes, in words. */
export function acceptedText({ values }: Pick<Parameter, 'values'>): string {
  if (values.kind === 'choose') return `one of ${values.values.join(', ')}`;
  return `a whole number from ${values.min} to ${values.max}`;
}
