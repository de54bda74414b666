import { systemReason } from '../run/usage-error.js';

/**
 * A reader that has seen enough (`blkcheck run | head`) is no error: the command ends quietly,
 * with the status that it had reached.
 */
export function handleClosedPipes(): void {
  process.stdout.on('error', (error) => {
    if (isClosedPipe(error)) process.exit();
    process.stderr.write(`error: cannot write to standard output: ${systemReason(error)}\n`);
    process.exit(2);
  });
  process.stderr.on('error', (error) => {
    if (!isClosedPipe(error)) throw error;
  });
}

function isClosedPipe(error: Error): boolean {
  return 'code' in error && error.code === 'EPIPE';
}

/** Columns to fill where the stream is no terminal. */
export const columnsUsual = 80;

/** Narrower than this no story can be told, and a terminal that says so is mistaken. */
const columnsMin = 60;

export function columnsOf(stream: NodeJS.WriteStream): number {
  return stream.isTTY ? Math.max(stream.columns || columnsUsual, columnsMin) : columnsUsual;
}
