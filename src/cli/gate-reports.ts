import { appendFileSync } from 'node:fs';
import { Chalk } from 'chalk';
import type { GateResult } from '../model/gate-result.js';
import { loneSummary, summaryLine } from '../report/gate/blocks.js';
import { renderGithub } from '../report/gate/github.js';
import { renderGateJson } from '../report/gate/json.js';
import { renderMarkdown } from '../report/gate/markdown.js';
import { renderGatePretty, type SourceLine } from '../report/gate/pretty.js';
import { renderSarif } from '../report/gate/sarif.js';
import { paintOf } from '../report/text/paint.js';
import { writeTextFile } from '../run/files/write-file.js';
import { systemReason } from '../run/usage-error.js';
import { chalkFor } from './chalk-for.js';
import type { RunFlags } from './flags.js';
import type { ReplayCommand } from './keep-findings.js';
import { sarifOptions } from './sarif-options.js';
import { columnsOf } from './streams.js';
import type { ReporterFlag } from './values.js';

const plain = new Chalk({ level: 0 });

/** What reports need beside the result. */
export interface GateReportContext {
  readonly flags: RunFlags;
  readonly replayCommand: ReplayCommand;
  readonly sourceLine: SourceLine;
}

/** Writes the files, then standard output; a job's summary where GitHub asks for one. */
export async function writeGateReports(
  result: GateResult,
  context: GateReportContext,
): Promise<void> {
  const given = context.flags.reporter ?? [];
  for (const reporter of given) {
    if (reporter.file !== '') writeTextFile(reporter.file, await render(reporter, result, context));
  }
  const onStdout = given.find(({ file }) => file === '') ?? { name: 'pretty', file: '' };
  process.stdout.write(await render(onStdout, result, context));
  if (onStdout.name !== 'pretty' && context.flags.quiet !== true)
    process.stderr.write(`${summaryLine(result)}\n`);
  if ([...given, onStdout].some(({ name }) => name === 'github')) addJobSummary(result);
}

/** GitHub shows what is in this file on the page of the run. */
function addJobSummary(result: GateResult): void {
  const file = process.env['GITHUB_STEP_SUMMARY'] ?? '';
  if (file === '') return;
  try {
    appendFileSync(file, renderMarkdown(result));
  } catch (error) {
    process.stderr.write(`note: no job summary: ${systemReason(error)}\n`);
  }
}

async function render(
  { name, file }: ReporterFlag,
  result: GateResult,
  context: GateReportContext,
): Promise<string> {
  const { flags, replayCommand, sourceLine } = context;
  switch (name) {
    case 'json':
      return renderGateJson(result);
    case 'junit': {
      // What builds the XML takes longer to load than many proofs.
      const { renderGateJunit } = await import('../report/gate/junit.js');
      return renderGateJunit(result);
    }
    case 'sarif':
      return renderSarif(result, sarifOptions);
    case 'github':
      return renderGithub(result);
    case 'markdown':
      return renderMarkdown(result);
    default: {
      if (flags.quiet === true && file === '') return `${loneSummary(result)}\n`;
      const paint = paintOf(file === '' ? chalkFor(process.stdout, flags.color) : plain);
      const all = flags.all === true;
      return renderGatePretty(result, {
        paint,
        sourceLine,
        replayCommand,
        columns: columnsOf(process.stdout),
        all,
        story: all ? (await import('../report/story/story.js')).storyRows : null,
      });
    }
  }
}
