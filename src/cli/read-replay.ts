import * as v from 'valibot';
import { checkedReplay, isObject, notAReplay, problemOf } from '../library/replay-shape.js';
import type { Replay } from '../model/finding.js';
import { inert } from '../report/text/inert.js';
import { readTextFile } from '../run/files/read-file.js';
import { fileError } from '../run/usage-error.js';
import { didYouMean } from '../scenario/language/suggest.js';

/** A JSON report holds a replay for each finding, so it may be large. */
const bytesMax = 256 * 1024 * 1024;

/**
 * Reads a replay file, or one finding of a JSON report. The file may be anybody's: its shape is
 * checked here, and that its numbers fit one another where it is run.
 *
 * @param findingId - which finding of a report; '' for its only one
 * @throws UsageError for anything else.
 */
export function readReplay(file: string, findingId: string): Replay {
  const data = parseJson(file);
  if (isObject(data) && 'schemaVersion' in data) {
    return checkedReplay(file, replayInReport(file, data, findingId));
  }
  if (findingId !== '') throw fileError(file, '--finding is for the JSON report of a run');
  return checkedReplay(file, data);
}

function parseJson(file: string): unknown {
  const text = readTextFile(file, bytesMax);
  try {
    return JSON.parse(text);
  } catch {
    throw notAReplay(file, 'it is not JSON');
  }
}

const runSchema = v.object({
  summary: v.object({ workloadBugs: v.array(v.object({ finding: findingSchema() })) }),
  results: v.array(v.object({ findings: v.array(findingSchema()) })),
});

/** The report of a run with definitions: disks with one defect may share a finding. */
const gateSchema = v.object({ disks: v.array(v.object({ findings: v.array(findingSchema()) })) });

/** Only what leads to a replay: the rest of a report may grow without becoming unreadable. */
function findingSchema() {
  return v.object({ id: v.string(), replay: v.unknown() });
}

function replayInReport(file: string, data: Record<string, unknown>, findingId: string): unknown {
  if (data['schemaVersion'] !== 1) {
    const version = inert(JSON.stringify(data['schemaVersion'])).slice(0, 40);
    throw fileError(
      file,
      `the report is of another version: schemaVersion ${version}`,
      'this blkcheck reads schemaVersion 1; run the blkcheck that wrote it',
    );
  }
  const findings = 'disks' in data ? findingsOfDisks(file, data) : findingsOfRun(file, data);
  const ids = findings.map(({ id }) => id);
  if (findings.length === 0) throw fileError(file, 'the report has no findings');
  if (findingId === '' && findings.length > 1) {
    const help = `choose one with --finding: ${ids.slice(0, 5).join(', ')}`;
    throw fileError(file, `the report has ${ids.length} findings`, help);
  }
  const found = findings.find(({ id }) => findingId === '' || id === findingId);
  if (found !== undefined) return found.replay;
  throw fileError(file, `no finding \`${findingId}\` in the report`, didYouMean(findingId, ids));
}

function findingsOfRun(file: string, data: unknown) {
  const read = v.safeParse(runSchema, data);
  if (!read.success) throw notAReplay(file, `nor a report: ${problemOf(read.issues[0])}`);
  const { results, summary } = read.output;
  return [
    ...results.flatMap((row) => row.findings),
    ...summary.workloadBugs.map(({ finding }) => finding),
  ];
}

function findingsOfDisks(file: string, data: unknown) {
  const read = v.safeParse(gateSchema, data);
  if (!read.success) throw notAReplay(file, `nor a report: ${problemOf(read.issues[0])}`);
  const found = read.output.disks.flatMap(({ findings }) => findings);
  const replayable = found.filter(({ id }) => id !== '');
  return [...new Map(replayable.map((each) => [each.id, each])).values()];
}
