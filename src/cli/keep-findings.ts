import { join } from 'node:path';
import type { Finding } from '../model/finding.js';
import { findingFileName, findingsFolder, writeFindings } from '../run/files/findings-folder.js';
import { UsageError } from '../run/usage-error.js';
import type { RunFlags } from './flags.js';
import { selfCommand } from './self.js';

/** What to type to see a finding again. */
export type ReplayCommand = (finding: Finding) => string;

/**
 * Writes the replay files that the stories speak of. Where the usual folder cannot be written,
 * the run is as good as it was: the JSON report holds the same.
 *
 * @throws UsageError where a folder was asked for and cannot be written.
 */
export function keepFindings(findings: readonly Finding[], flags: RunFlags): ReplayCommand {
  const folder = flags.saveFindings ?? findingsFolder;
  if (findings.length === 0) return () => '';
  try {
    writeFindings(folder, findings);
    return (finding) => selfCommand(['replay', join(folder, findingFileName(finding))]);
  } catch (error) {
    if (flags.saveFindings !== undefined || !(error instanceof UsageError)) throw error;
    process.stderr.write(`note: ${folder}: ${error.message}; the JSON report has the findings\n`);
    return replayFromReport(flags);
  }
}

function replayFromReport({ reporter = [] }: RunFlags): ReplayCommand {
  const json = reporter.find(({ name, file }) => name === 'json' && file !== '');
  return ({ id }) => selfCommand(['replay', json?.file ?? 'REPORT.json', '--finding', id]);
}
