/** A list of numbers that is becoming the key of a map. */
export interface Key {
  units: Uint16Array;
  length: number;
}

/** One for all, because keys are made one after the other, and there are many. */
const key: Key = { units: new Uint16Array(4096), length: 0 };

export function createKey(): Key {
  key.length = 0;
  return key;
}

/** Numbers up to it take one unit of text, others, behind it, two more. */
const longMark = 0xffff;

/** @param value - of 32 bits */
export function put(key: Key, value: number): void {
  if (key.length + 3 > key.units.length) grow(key);
  const { units, length } = key;
  if (value >= 0 && value < longMark) {
    units[length] = value;
    key.length = length + 1;
    return;
  }
  units[length] = longMark;
  units[length + 1] = value >>> 16;
  units[length + 2] = value & 0xffff;
  key.length = length + 3;
}

const bitsEach = 15;

/** One bit for each of a list whose length is known: whether its value is at most `upTo`. */
export function putBits(
  key: Key,
  list: ArrayLike<number>,
  length: number,
  values: Int32Array,
  upTo: number,
): void {
  let bits = 0;
  for (let at = 0; at < length; at += 1) {
    bits = bits * 2 + ((values[list[at] ?? 0] ?? 0) <= upTo ? 1 : 0);
    if (at % bitsEach !== bitsEach - 1) continue;
    put(key, bits);
    bits = 0;
  }
  if (length % bitsEach !== 0) put(key, bits);
}

function grow(key: Key): void {
  const units = new Uint16Array(key.units.length * 2);
  units.set(key.units);
  key.units = units;
}

/** A function takes only so many arguments. */
const argumentsMax = 8192;

/** Different lists have different texts. */
export function textOf({ units, length }: Key): string {
  if (length <= argumentsMax) return textOfUnits(units.subarray(0, length));
  let text = '';
  for (let at = 0; at < length; at += argumentsMax)
    text += textOfUnits(units.subarray(at, Math.min(at + argumentsMax, length)));
  return text;
}

/** To spread them takes three times as long, and keys are much of a proof that branches. */
function textOfUnits(units: Uint16Array): string {
  return Reflect.apply(String.fromCharCode, null, units);
}
