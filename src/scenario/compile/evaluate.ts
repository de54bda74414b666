import type { Expression, Operator } from '../language/expression.js';

/** Draws one of `radix` values, 0 to radix - 1. */
export type Draw = (radix: number) => number;

function combine(operator: Operator, left: number, right: number): number {
  switch (operator) {
    case '+':
      return left + right;
    case '-':
      return left - right;
    case '*':
      return left * right;
    case '/':
      return Math.trunc(left / right);
    case '%':
      return left % right;
  }
}

function evaluateRandom(low: number, high: number, draw: Draw): number {
  const radix = high - low + 1;
  return radix >= 1 ? low + draw(radix) : Number.NaN;
}

/**
 * The value of an expression whose names are all known; NaN where there is none (a division by
 * zero, an empty range of random numbers). Division drops the fraction, % has the dividend's sign.
 */
export function evaluate(
  expression: Expression,
  names: ReadonlyMap<string, number>,
  draw: Draw,
): number {
  switch (expression.kind) {
    case 'number':
      return expression.value;
    case 'name':
      return names.get(expression.name) ?? Number.NaN;
    case 'negate':
      return 0 - evaluate(expression.operand, names, draw);
    case 'binary': {
      const left = evaluate(expression.left, names, draw);
      return combine(expression.operator, left, evaluate(expression.right, names, draw));
    }
    case 'random': {
      const low = evaluate(expression.low, names, draw);
      return evaluateRandom(low, evaluate(expression.high, names, draw), draw);
    }
  }
}
