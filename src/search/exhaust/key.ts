import { Buffer } from 'node:buffer';

/** A list of numbers that is becoming the key of a map. */
export interface Key {
  bytes: Buffer;
  length: number;
}

/** One for all, because keys are made one after the other, and there are many. */
const key: Key = { bytes: Buffer.alloc(4096), length: 0 };

export function createKey(): Key {
  key.length = 0;
  return key;
}

/** Numbers below it take one byte, others, behind one of the marks, two or four more. */
const twoMark = 0xfe;
const fourMark = 0xff;
const bytesMax = 5;

/** @param value - of 32 bits */
export function put(key: Key, value: number): void {
  if (key.length + bytesMax > key.bytes.length) grow(key);
  const { bytes, length } = key;
  if (value >= 0 && value < twoMark) {
    bytes[length] = value;
    key.length = length + 1;
  } else if (value >= 0 && value <= 0xffff) {
    bytes[length] = twoMark;
    key.length = bytes.writeUInt16LE(value, length + 1);
  } else {
    bytes[length] = fourMark;
    key.length = bytes.writeInt32LE(value | 0, length + 1);
  }
}

const bitsEach = 7;

/** One bit for each of a list whose length is known: whether its value is at most `upTo`. */
export function putBits(
  key: Key,
  list: Int32Array,
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
  key.bytes = Buffer.concat([key.bytes, Buffer.alloc(key.bytes.length)]);
}

/** Different lists have different texts: a byte is a character. */
export function textOf({ bytes, length }: Key): string {
  return bytes.toString('latin1', 0, length);
}
