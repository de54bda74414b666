import { closeSync, constants, fstatSync, openSync, readSync, type Stats } from 'node:fs';
import { fileError, systemReason, UsageError } from '../usage-error.js';
import { badByteIn } from './bad-byte.js';

/**
 * Reads a text file that a stranger may have written. No more than the limit is read, even where
 * the size is not known beforehand (a pipe).
 *
 * @throws UsageError where it cannot be read, is larger, or is not UTF-8.
 */
export function readTextFile(file: string, bytesMax: number): string {
  const { bytes, size } = readBytes(file, bytesMax + 1);
  return decoded(bytes, { bytesMax, size, name: file });
}

/** The beginning of a file as text, whatever its encoding; '' where it is none. */
export function textHead(file: string, bytesMax: number): string {
  const { bytes } = readBytes(file, bytesMax);
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
  return decoded(Buffer.concat(chunks), { bytesMax, size: 0, name });
}

/** What is known of some bytes before they are text. */
interface Expected {
  readonly name: string;
  readonly bytesMax: number;
  /** As the file system says; 0 where it says nothing. */
  readonly size: number;
}

function decoded(bytes: Buffer, { name, bytesMax, size }: Expected): string {
  if (bytes.length > bytesMax) throw tooLarge(name, bytesMax, size);
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8(name, bytes);
  }
}

/** @param size - in bytes; 0 where nobody knows it */
export function tooLarge(file: string, bytesMax: number, size: number): Error {
  const isRound = bytesMax % bytesOfMiB === 0;
  const limit = isRound ? `${bytesMax / bytesOfMiB} MiB` : `${bytesMax} bytes`;
  const more = size > bytesMax ? `: ${size} bytes` : '';
  const message = `the file is larger than ${limit}${more}`;
  const start = { line: 1, column: 1, endColumn: 1, sourceLine: '' };
  return new UsageError([{ file, ...start, message, help: 'split it' }]);
}

const bytesOfMiB = 1_048_576;

export function notUtf8(file: string, bytes: Uint8Array): Error {
  const message = 'the file is not UTF-8 text';
  return new UsageError([
    { file, ...badByteIn(bytes), message, help: 'iconv -t UTF-8 converts it' },
  ]);
}

interface Read {
  readonly bytes: Buffer;
  /** 0 where it is no regular file. */
  readonly size: number;
}

/** Opening a pipe that nobody writes to would wait for ever, without the flag. */
const openFlags = constants.O_RDONLY | constants.O_NONBLOCK;

function readBytes(file: string, bytesMax: number): Read {
  try {
    const descriptor = openSync(file, openFlags);
    try {
      const stats = fstatSync(descriptor);
      checkKind(file, stats);
      const isNamedPipe = stats.isFIFO() && !isOfShell(file);
      const bytes = isNamedPipe ? fromPipe(descriptor, bytesMax) : drain(descriptor, bytesMax);
      if (bytes.length === 0 && isNamedPipe) throw fileError(file, nothingComes);
      return { bytes, size: stats.isFile() ? stats.size : 0 };
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

/** Where a shell says what it handed over: standard input, `<(command)`. */
function isOfShell(file: string): boolean {
  return /^\/(dev\/stdin|(dev|proc\/self)\/fd\/\d+)$/u.test(file);
}

/** A device may have no end, or nothing to say. */
function checkKind(file: string, stats: Stats): void {
  if (stats.isDirectory()) throw fileError(file, 'it is a directory');
  if (stats.isFile() || stats.isFIFO() || file === '/dev/null' || isOfShell(file)) return;
  throw fileError(file, 'it is a device, not a file');
}

const nothingComes = 'it is a pipe from which nothing comes: does anybody write to it?';

/** Enough for a shell to start what it put into the background. */
const writerWaitMs = 1_000;
const pauseMs = 5;

/** A pipe says that it ends as long as nobody has opened it to write. */
function fromPipe(descriptor: number, bytesMax: number): Buffer {
  let bytes = drain(descriptor, bytesMax);
  for (let waitedMs = 0; bytes.length === 0 && waitedMs < writerWaitMs; waitedMs += pauseMs) {
    pause();
    bytes = drain(descriptor, bytesMax);
  }
  return bytes;
}

const chunkBytes = 64 * 1024;

function drain(descriptor: number, bytesMax: number): Buffer {
  const chunks: Buffer[] = [];
  let left = bytesMax;
  while (left > 0) {
    const chunk = Buffer.alloc(Math.min(chunkBytes, left));
    const length = readWaiting(descriptor, chunk);
    if (length === 0) break;
    chunks.push(chunk.subarray(0, length));
    left -= length;
  }
  return Buffer.concat(chunks);
}

/** Who writes to a pipe may take their time. */
function readWaiting(descriptor: number, chunk: Buffer): number {
  for (;;) {
    try {
      return readSync(descriptor, chunk);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
      pause();
    }
  }
}

function pause(): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs);
}
