import type { Builder, TestSuite } from 'junit-report-builder';
import type { Finding } from '../../model/finding.js';
import type { Cell, ResultRow, RunResult } from '../../model/result.js';
import { storyLines } from '../story/story.js';
import { inert } from '../text/inert.js';
import { characterData, newReport } from '../text/junit-parts.js';
import { plainPaint } from '../text/paint.js';

interface JunitOptions {
  readonly replayCommand: (finding: Finding) => string;
}

function story(finding: Finding, { replayCommand }: JunitOptions): string {
  const frame = { paint: plainPaint, columns: 100, lines: Number.POSITIVE_INFINITY };
  const lines = storyLines(finding, { ...frame, replay: inert(replayCommand(finding)) });
  return characterData(lines.join('\n'));
}

/** `scenario:fault`, and what differs from the profile, or two cases would share a name. */
function caseName({ id, scenario, fault }: ResultRow): string {
  const at = id.indexOf('@');
  return inert(`${scenario}:${fault}${at < 0 ? '' : id.slice(at)}`);
}

function addRow(suite: TestSuite, row: ResultRow, options: JunitOptions): void {
  const testCase = suite.testCase().className(inert(row.cell)).name(caseName(row));
  const [first] = row.findings;
  if (row.verdict === 'inconclusive') testCase.error(inert(row.reason), 'inconclusive');
  if (row.verdict !== 'unsafe') return;
  testCase.failure(first === undefined ? 'unsafe' : failureMessage(first), first?.rule ?? '');
  testCase.stacktrace(row.findings.map((finding) => story(finding, options)).join('\n\n'));
}

function failureMessage({ kind, effect }: Finding): string {
  return inert(`${kind}: ${effect}`);
}

function newSuite(builder: Builder, name: string, result: RunResult): TestSuite {
  const suite = builder.testSuite().name(inert(name));
  suite.property('seed', String(result.seed)).property('profile', inert(result.profile));
  suite.property('blkcheckVersion', inert(result.blkcheckVersion));
  suite.property('fastCheckVersion', inert(result.fastCheckVersion));
  return suite;
}

function addCell(builder: Builder, cell: Cell, result: RunResult, options: JunitOptions): void {
  const suite = newSuite(builder, cell.id, result);
  for (const row of result.results) {
    if (row.cell === cell.id) addRow(suite, row, options);
  }
}

function addWorkloadBugs(builder: Builder, result: RunResult, options: JunitOptions): void {
  if (result.summary.workloadBugs.length === 0) return;
  const suite = newSuite(builder, "workload's own bug", result);
  for (const { scenario, control, finding } of result.summary.workloadBugs) {
    const testCase = suite
      .testCase()
      .className('workload')
      .name(inert(`${scenario}:${control}`));
    testCase.failure(failureMessage(finding), finding.rule).stacktrace(story(finding, options));
  }
}

interface Skipped {
  readonly name: string;
  readonly reason: string;
}

/** A suite of what has neither passed nor failed; none where there is nothing of it. */
function addSkipped(
  builder: Builder,
  { name: suiteName, className }: { readonly name: string; readonly className: string },
  skipped: readonly Skipped[],
  result: RunResult,
): void {
  if (skipped.length === 0) return;
  const suite = newSuite(builder, suiteName, result);
  for (const { name, reason } of skipped) {
    const testCase = suite.testCase().className(className).name(inert(name));
    testCase.skipped().standardOutput(characterData(inert(reason)));
  }
}

const noReplayCommand: JunitOptions = { replayCommand: () => '' };

/** JUnit XML, a suite for each cell. It has no times: the same result gives the same bytes. */
export function renderJunit(result: RunResult, options: JunitOptions = noReplayCommand): string {
  const builder = newReport();
  for (const cell of result.cells) addCell(builder, cell, result, options);
  addWorkloadBugs(builder, result, options);
  const unfit = result.notApplicable.map(({ scenario, reason }) => ({ name: scenario, reason }));
  addSkipped(builder, { name: 'not applicable', className: 'workload' }, unfit, result);
  const impossible = result.notRun.flatMap(({ reason, stacks }) =>
    stacks.map((name) => ({ name, reason })),
  );
  addSkipped(builder, { name: 'not run', className: 'stack' }, impossible, result);
  return `${builder.build()}\n`;
}
