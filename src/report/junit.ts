import type { Builder, TestSuite } from 'junit-report-builder';
import * as junitReportBuilder from 'junit-report-builder';
import type { Finding } from '../model/finding.js';
import type { Cell, ResultRow, RunResult } from '../model/result.js';
import { inert } from './inert.js';
import { plainPaint } from './paint.js';
import { storyLines } from './story.js';

interface JunitOptions {
  readonly replayCommand: (finding: Finding) => string;
}

// The package's types describe an ES module, but it is CommonJS whose `module.exports` is the builder.
const root = junitReportBuilder.default as unknown as Builder;

/** The library splits only the first end mark of a CDATA section, so none may be in it. */
function characterData(lines: readonly string[]): string {
  return lines.join('\n').replaceAll(']]>', ']] >');
}

function story(finding: Finding, { replayCommand }: JunitOptions): string {
  const frame = { paint: plainPaint, columns: 100, lines: Number.POSITIVE_INFINITY };
  return characterData(storyLines(finding, { ...frame, replay: inert(replayCommand(finding)) }));
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

function addNotApplicable(builder: Builder, result: RunResult): void {
  if (result.notApplicable.length === 0) return;
  const suite = newSuite(builder, 'not applicable', result);
  for (const { scenario, reason } of result.notApplicable) {
    const testCase = suite.testCase().className('workload').name(inert(scenario));
    testCase.skipped().standardOutput(characterData([inert(reason)]));
  }
}

function addNotRun(builder: Builder, result: RunResult): void {
  if (result.notRun.length === 0) return;
  const suite = newSuite(builder, 'not run', result);
  for (const { reason, stacks } of result.notRun) {
    for (const stack of stacks) {
      const testCase = suite.testCase().className('stack').name(inert(stack));
      testCase.skipped().standardOutput(characterData([inert(reason)]));
    }
  }
}

const noReplayCommand: JunitOptions = { replayCommand: () => '' };

/** JUnit XML, a suite for each cell. It has no times: the same result gives the same bytes. */
export function renderJunit(result: RunResult, options: JunitOptions = noReplayCommand): string {
  const builder = root.newBuilder().name('blkcheck');
  for (const cell of result.cells) addCell(builder, cell, result, options);
  addWorkloadBugs(builder, result, options);
  addNotApplicable(builder, result);
  addNotRun(builder, result);
  return `${builder.build()}\n`;
}
