import { Chalk, type ChalkInstance } from 'chalk';
import { evidenceOf as evidenceIn } from '../catalogue/evidence.js';
import type { Finding } from '../model/finding.js';
import type { RunResult } from '../model/result.js';
import { renderJson } from '../report/run/json.js';
import { renderPretty } from '../report/run/pretty.js';
import { loneTally } from '../report/run/tally.js';
import { paintOf } from '../report/text/paint.js';
import { writeTextFile } from '../run/files/write-file.js';
import { chalkFor } from './chalk-for.js';
import type { RunFlags } from './flags.js';
import type { ReplayCommand } from './keep-findings.js';
import { columnsOf, columnsUsual } from './streams.js';
import type { ReporterFlag } from './values.js';

/** Writes the files, then standard output, so that its last line is the last of all. */
export async function writeReports(
  result: RunResult,
  flags: RunFlags,
  replayCommand: ReplayCommand,
): Promise<void> {
  const given = flags.reporter ?? [];
  for (const reporter of given) {
    if (reporter.file !== '')
      writeTextFile(reporter.file, await render(reporter, result, flags, replayCommand));
  }
  const onStdout = given.find(({ file }) => file === '') ?? { name: 'pretty', file: '' };
  process.stdout.write(await render(onStdout, result, flags, replayCommand));
  // What a machine reads says little to the person who looks at the log.
  if (onStdout.name !== 'pretty' && flags.quiet !== true)
    process.stderr.write(tally(result, plain));
}

const plain = new Chalk({ level: 0 });

async function render(
  { name, file }: ReporterFlag,
  result: RunResult,
  flags: RunFlags,
  replayCommand: ReplayCommand,
): Promise<string> {
  if (name === 'json') return renderJson(result);
  if (name === 'junit') {
    // What builds the XML takes longer to load than many proofs.
    const { renderJunit } = await import('../report/run/junit.js');
    return renderJunit(result, { replayCommand });
  }
  const isFile = file !== '';
  const chalk = isFile ? plain : chalkFor(process.stdout, flags.color);
  if (flags.quiet === true && !isFile) return tally(result, chalk);
  const columns = isFile ? columnsUsual : columnsOf(process.stdout);
  return renderPretty(result, {
    chalk,
    columns,
    all: flags.all === true,
    replayCommand,
    evidenceOf,
  });
}

/** `QEMU 10.1 to 11.1, measured`. */
function evidenceOf(findings: readonly Finding[]): string {
  const [first] = findings;
  if (first === undefined) return '';
  const stacks = [...new Set(findings.map(({ replay }) => replay.configuration))];
  const { releases, confidence } = evidenceIn(first.rule, stacks);
  return `${releases}, ${confidence}`;
}

function tally(result: RunResult, chalk: ChalkInstance): string {
  return `${loneTally(result, paintOf(chalk))}\n`;
}
