import jsep from 'jsep';
import { limits } from './limits.js';
import { narrowed, type Span } from './source.js';

export type Operator = '+' | '-' | '*' | '/' | '%';

/** A number that a script's parameters, loops and draws decide. Plain data. */
export type Expression =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'name'; readonly name: string }
  | { readonly kind: 'negate'; readonly operand: Expression }
  | {
      readonly kind: 'binary';
      readonly operator: Operator;
      readonly left: Expression;
      readonly right: Expression;
    }
  /** Any whole number from `low` to `high`, both included. */
  | { readonly kind: 'random'; readonly low: Expression; readonly high: Expression };

/** An expression with the text that it was written as. */
export interface Formula {
  readonly expression: Expression;
  readonly text: string;
  readonly span: Span;
}

export interface Mistake {
  readonly message: string;
  readonly help: string;
  readonly offset: number;
  readonly length: number;
}

const operators: ReadonlySet<string> = new Set<Operator>(['+', '-', '*', '/', '%']);
const isOperator = (text: string): text is Operator => operators.has(text);
const accepted = 'numbers, names, + - * / % ( ) and random(low, high)';

/** Carries a mistake out of the recursion below; never leaves this file. */
class ExpressionError extends Error {
  constructor(
    message: string,
    /** The word to point at; '' for the whole text. */
    readonly word: string,
  ) {
    super(message);
  }
}

function literal(node: jsep.Expression): Expression {
  const { value, raw } = node as jsep.Literal;
  if (typeof value !== 'number') throw new ExpressionError('only numbers', String(raw));
  if (!Number.isSafeInteger(value) || !/^\d+$/.test(raw)) {
    throw new ExpressionError('only whole numbers', raw);
  }
  return { kind: 'number', value };
}

function call(node: jsep.CallExpression, depth: number): Expression {
  const callee = node.callee as jsep.Identifier;
  const [low, high] = node.arguments;
  if (callee.type !== 'Identifier' || callee.name !== 'random') {
    throw new ExpressionError('the only function is random(low, high)', callee.name ?? '');
  }
  if (!low || !high || node.arguments.length !== 2) {
    throw new ExpressionError('random takes two numbers, the lowest and the highest', 'random');
  }
  return { kind: 'random', low: build(low, depth), high: build(high, depth) };
}

function unary(node: jsep.UnaryExpression, depth: number): Expression {
  if (node.operator === '+') return build(node.argument, depth);
  if (node.operator !== '-') throw new ExpressionError(`no operator here`, node.operator);
  return { kind: 'negate', operand: build(node.argument, depth) };
}

function binary(node: jsep.BinaryExpression, depth: number): Expression {
  const { operator } = node;
  if (!isOperator(operator)) throw new ExpressionError('not an operator here', operator);
  return {
    kind: 'binary',
    operator,
    left: build(node.left, depth),
    right: build(node.right, depth),
  };
}

/** Only what is listed here exists; whatever else the parser can read is refused. */
function build(node: jsep.Expression, depthAbove: number): Expression {
  const depth = depthAbove + 1;
  if (depth > limits.expressionDepth) {
    throw new ExpressionError(`nested deeper than ${limits.expressionDepth} levels`, '');
  }
  switch (node.type) {
    case 'Literal':
      return literal(node);
    case 'Identifier':
      return { kind: 'name', name: (node as jsep.Identifier).name };
    case 'UnaryExpression':
      return unary(node as jsep.UnaryExpression, depth);
    case 'BinaryExpression':
      return binary(node as jsep.BinaryExpression, depth);
    case 'CallExpression':
      return call(node as jsep.CallExpression, depth);
    default:
      throw new ExpressionError('not a number that can be calculated here', '');
  }
}

function mistakeOf(text: string, error: unknown): Mistake {
  if (error instanceof ExpressionError) {
    const found = error.word === '' ? -1 : text.indexOf(error.word);
    const whole = found === -1;
    const length = whole ? text.length : error.word.length;
    return { message: error.message, help: accepted, offset: whole ? 0 : found, length };
  }
  const { index, description } = error as { index?: number; description?: string };
  const message = `cannot be read: ${description ?? 'not an expression'}`;
  const offset = Math.min(index ?? 0, Math.max(0, text.length - 1));
  return { message, help: accepted, offset, length: 1 };
}

/** Reads `text` as an expression, or says what in it is wrong. */
export function parseExpression(text: string): Expression | Mistake {
  if (text.length > limits.expressionLength) {
    const most = limits.expressionLength;
    const message = `an expression of ${text.length} characters; ${most} at most`;
    return { message, help: '', offset: 0, length: text.length };
  }
  try {
    return build(jsep(text), 0);
  } catch (error) {
    return mistakeOf(text, error);
  }
}

export function isMistake(result: Expression | Mistake): result is Mistake {
  return 'message' in result;
}

/** Visits the names that an expression uses, and whether it draws. */
export function namesOf(expression: Expression, visit: (name: string) => void): boolean {
  switch (expression.kind) {
    case 'number':
      return false;
    case 'name':
      visit(expression.name);
      return false;
    case 'negate':
      return namesOf(expression.operand, visit);
    case 'binary': {
      const left = namesOf(expression.left, visit);
      return namesOf(expression.right, visit) || left;
    }
    case 'random':
      namesOf(expression.low, visit);
      namesOf(expression.high, visit);
      return true;
  }
}

/** The first place of a name in the text, as a whole word. */
export function nameSpan(formula: Formula, name: string): Span {
  const found = new RegExp(`\\b${name.replace(/\W/g, '\\$&')}\\b`).exec(formula.text);
  return narrowed(formula.span, formula.text, found?.index ?? 0, name.length);
}

export const zero: Expression = { kind: 'number', value: 0 };
