import { join } from 'node:path';
import type { Finding } from '../model/finding.js';
import {
  findingFileName,
  findingsFolder,
  makeFindingsFolder,
  writeFinding,
  writeFindings,
} from '../run/files/findings-folder.js';
import { UsageError } from '../run/usage-error.js';
import type { RunFlags } from './flags.js';
import { selfCommand } from './self.js';

/** What to type to see a finding again. */
export type ReplayCommand = (finding: Finding) => string;

/**
 * Writes the replay file of a finding once a report names it, or those of all findings where a folder was
 * asked for: the catalogue under all faults has thousands, and to write as many files takes longer than to
 * find them. Where the usual folder cannot be written, the run is as good as it was: the JSON report holds the
 * same.
 *
 * @throws UsageError where a folder was asked for and cannot be written.
 */
export function keepFindings(findings: readonly Finding[], flags: RunFlags): ReplayCommand {
  const { saveFindings: folder } = flags;
  if (folder === undefined) return namedFindings(flags);
  if (findings.length > 0) writeFindings(folder, findings);
  return (finding) => replayFrom(folder, finding);
}

function namedFindings(flags: RunFlags): ReplayCommand {
  let isMade = false;
  let instead: ReplayCommand | undefined;
  return (finding) => {
    if (instead !== undefined) return instead(finding);
    try {
      if (!isMade) makeFindingsFolder(findingsFolder);
      isMade = true;
      writeFinding(findingsFolder, finding);
      return replayFrom(findingsFolder, finding);
    } catch (error) {
      instead = withoutFolder(error, flags);
      return instead(finding);
    }
  };
}

function replayFrom(folder: string, finding: Finding): string {
  return selfCommand(['replay', join(folder, findingFileName(finding))]);
}

/** Says why there are no files, and names the report instead. */
function withoutFolder(error: unknown, flags: RunFlags): ReplayCommand {
  if (!(error instanceof UsageError)) throw error;
  process.stderr.write(
    `note: ${findingsFolder}: ${error.message}; the JSON report has the findings\n`,
  );
  return replayFromReport(flags);
}

function replayFromReport({ reporter = [] }: RunFlags): ReplayCommand {
  const json = reporter.find(({ name, file }) => name === 'json' && file !== '');
  return ({ id }) => selfCommand(['replay', json?.file ?? 'REPORT.json', '--finding', id]);
}
