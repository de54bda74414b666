import { CommanderError } from 'commander';
import { UsageError } from '../run/usage-error.js';
import { blkcheckVersion } from '../run/versions.js';
import { bareHelp } from './help-text.js';
import { delayOptimizer } from './optimizer.js';
import { buildProgram } from './program.js';
import { handleClosedPipes } from './streams.js';

/**
 * Runs the command.
 *
 * @param argv - the words after the name of the command
 * @returns the exit status
 */
export async function main(argv: readonly string[]): Promise<number> {
  delayOptimizer();
  handleClosedPipes();
  if (argv.length === 0) {
    process.stdout.write(bareHelp);
    return 0;
  }
  let exitCode = 0;
  const program = buildProgram((code) => {
    exitCode = code;
  });
  try {
    await program.parseAsync([...argv], { from: 'user' });
    return exitCode;
  } catch (error) {
    return failureStatus(error, argv);
  }
}

async function failureStatus(error: unknown, argv: readonly string[]): Promise<number> {
  // Commander has printed its message already. Help and version are no failures.
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof UsageError) {
    const { formatDiagnostics } = await import('./print-error.js');
    process.stderr.write(formatDiagnostics(error.diagnostics));
    return 2;
  }
  process.stderr.write(apology(error, argv));
  return 70;
}

function apology(error: unknown, argv: readonly string[]): string {
  const what = error instanceof Error ? error.message : String(error);
  const stack = error instanceof Error && process.env['BLKCHECK_DEBUG'] ? `${error.stack}\n` : '';
  return (
    `blkcheck: this is a bug of blkcheck, not of your configuration: ${what}\n` +
    'Sorry. No result of this run can be trusted. Please report it with the line below; with ' +
    'BLKCHECK_DEBUG=1 in the environment, the place follows it.\n' +
    `blkcheck ${blkcheckVersion()}: blkcheck ${argv.join(' ')}\n${stack}`
  );
}
