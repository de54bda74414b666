import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { fileError, systemReason } from './usage-error.js';

/**
 * Reads a text file that a stranger may have written. No more than the limit is read, even where
 * the size is not known beforehand (a pipe, /dev/zero).
 *
 * @throws UsageError where it cannot be read, is larger, or is not UTF-8.
 */
export function readTextFile(file: string, bytesMax: number): string {
  return decoded(readBytes(file, bytesMax + 1), bytesMax, file);
}

/** The beginning of a file as text, whatever its encoding; '' where it is none. */
export function textHead(file: string, bytesMax: number): string {
  const bytes = readBytes(file, bytesMax);
  const text = new TextDecoder(encodingOf(bytes)).decode(bytes);
  return text.includes('\0') ? '' : text;
}

/** As its byte order mark says: Windows writes UTF-16. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * Reads standard input to its end, or to the limit.
 *
 * @param name - what messages call it
 * @throws UsageError where it is larger, or not UTF-8.
 */
export async function readStandardInput(bytesMax: number, name: string): Promise<string> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of process.stdin) {
    chunks.push(chunk);
    length += chunk.length;
    if (length > bytesMax) break;
  }
  return decoded(Buffer.concat(chunks), bytesMax, name);
}

function decoded(bytes: Buffer, bytesMax: number, name: string): string {
  if (bytes.length > bytesMax) throw tooLarge(name, bytesMax);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(name);
  }
}

export function tooLarge(file: string, bytesMax: number): Error {
  const isRound = bytesMax % bytesOfMiB === 0;
  const size = isRound ? `${bytesMax / bytesOfMiB} MiB` : `${bytesMax} bytes`;
  return fileError(file, `the file is larger than ${size}`, 'split it');
}

const bytesOfMiB = 1_048_576;

export function notUtf8(file: string): Error {
  return fileError(file, 'the file is not UTF-8 text', 'iconv -t UTF-8 converts it');
}

function readBytes(file: string, bytesMax: number): Buffer {
  try {
    const descriptor = openSync(file, 'r');
    try {
      if (fstatSync(descriptor).isDirectory()) throw fileError(file, 'it is a directory');
      return drain(descriptor, bytesMax);
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (error instanceof Error && 'code' in error) {
      throw fileError(file, `cannot read the file: ${systemReason(error)}`);
    }
    throw error;
  }
}

const chunkBytes = 64 * 1024;

function drain(descriptor: number, bytesMax: number): Buffer {
  const chunks: Buffer[] = [];
  let left = bytesMax;
  while (left > 0) {
    const chunk = Buffer.alloc(Math.min(chunkBytes, left));
    const length = readSync(descriptor, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    left -= length;
  }
  return Buffer.concat(chunks);
}
