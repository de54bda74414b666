import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { createKey, put, putBits, textOf } from '../../../src/search/exhaust/key.js';

function keyOf(numbers: readonly number[]): string {
  const key = createKey();
  for (const each of numbers) put(key, each);
  return textOf(key);
}

const number = fc.oneof(fc.nat(4), fc.nat(0x2ffff), fc.integer());
const list = fc.array(number, { maxLength: 6 });

it('equal lists have equal keys, and different ones different keys', () => {
  fc.assert(
    fc.property(list, list, (one, other) => {
      expect(keyOf(one) === keyOf(other)).toBe(one.join() === other.join());
    }),
  );
});

it('tells numbers that take one unit of text from those that take more', () => {
  expect(keyOf([0xffff, 0])).not.toBe(keyOf([0xffff]));
  expect(keyOf([0x1_0001])).not.toBe(keyOf([1, 1]));
  expect(keyOf([-1])).not.toBe(keyOf([0xffff]));
});

it('holds more than a function takes arguments', () => {
  const many = Array.from({ length: 20_000 }, (_, at) => at);
  expect(keyOf(many)).toHaveLength(20_000);
  expect(keyOf(many)).not.toBe(keyOf(many.toReversed()));
});

it('puts a bit for each of a list', () => {
  const values = Int32Array.from({ length: 40 }, (_, at) => at % 3);
  const places = Int32Array.from({ length: 40 }, (_, at) => at);
  const bitsUpTo = (upTo: number, length: number) => {
    const key = createKey();
    putBits(key, places, length, values, upTo);
    return textOf(key);
  };
  expect(bitsUpTo(0, 0)).toBe('');
  expect(bitsUpTo(0, 15)).toHaveLength(1);
  expect(bitsUpTo(0, 16)).toHaveLength(2);
  expect(bitsUpTo(0, 40)).not.toBe(bitsUpTo(1, 40));
  expect(bitsUpTo(2, 40)).toBe(bitsUpTo(9, 40));
});

// The list is one for all keys, and as long as the longest so far: here it begins short again.
it('grows in time for all that is put', () => {
  const numbers = [1, 0x1_0000, 2, 3, -1, 4, 5, 0x7fff_ffff, 6, 7];
  const whole = keyOf(numbers);
  for (let units = 1; units <= 16; units += 1) {
    const key = createKey();
    const { units: before } = key;
    key.units = new Uint16Array(units);
    for (const each of numbers) put(key, each);
    expect([units, textOf(key)]).toEqual([units, whole]);
    key.units = before;
  }
});
