import type { Fact, Origin, Position } from '../model/vm-disk.js';

export function written<T>(value: T, at: Position): Fact<T> {
  return { known: true, value, origin: { kind: 'file', at } };
}

/**
 * A fact that is set by something which beats the format's own setting for it.
 *
 * @param otherwise - what it would be without that
 */
export function overriding<T extends boolean | string>(
  fact: Fact<T>,
  words: string,
  otherwise: Fact<T>,
): Fact<T> {
  if (!fact.known || fact.origin.kind !== 'file') return fact;
  const over = { words, otherwise: otherwise.known ? otherwise.value : null };
  return { ...fact, origin: { ...fact.origin, over } };
}

/** @param of - whose default it is, as in `QEMU 1.2` */
export function byDefault<T>(value: T, of: string, at: Position): Fact<T> {
  return { known: true, value, origin: { kind: 'default', of, at } };
}

export function assumed<T>(value: T, by: string, at: Position): Fact<T> {
  return { known: true, value, origin: { kind: 'assumed', by, at } };
}

/** @param values - what it may be; empty for anything */
export function unresolved<T>(text: string, at: Position, values: readonly T[] = []): Fact<T> {
  return { known: false, values, origin: { kind: 'unresolved', text, at } };
}

/** The same origin, another value: for what follows from a setting. */
export function mapped<From, To>(fact: Fact<From>, to: (value: From) => To): Fact<To> {
  if (fact.known) return { known: true, value: to(fact.value), origin: fact.origin };
  const values = [...new Set(fact.values.map(to))];
  return { known: false, values, origin: fact.origin };
}

export function isKnown<T>(fact: Fact<T>, value: T): boolean {
  return fact.known && fact.value === value;
}

/** Whether a fact may have a value: it has, or nobody knows. */
export function mayBe<T>(fact: Fact<T>, value: T): boolean {
  if (fact.known) return fact.value === value;
  return fact.values.length === 0 || fact.values.includes(value);
}

export function withOrigin<T>(value: T, origin: Exclude<Origin, { kind: 'unresolved' }>): Fact<T> {
  return { known: true, value, origin };
}
