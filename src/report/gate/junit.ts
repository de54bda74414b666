import type { Builder, TestSuite } from 'junit-report-builder';
import * as junitReportBuilder from 'junit-report-builder';
import type { DiskVerdict, GateResult, UnjudgedDisk } from '../../model/gate-result.js';
import { inert } from '../inert.js';
import { changeLines, factsOf, groundLine, nameOf, remarksOf } from './blocks.js';

// The package's types describe an ES module, but it is CommonJS whose `module.exports` is the builder.
const root = junitReportBuilder.default as unknown as Builder;

/** JUnit XML: a suite for each file, a case for each disk; changes of others, and notes, in two more. */
export function renderGateJunit(result: GateResult): string {
  const builder = root.newBuilder().name('blkcheck');
  const files = [...new Set([...result.disks, ...result.unjudged].map(({ file }) => file))];
  for (const file of files) {
    const suite = builder.testSuite().name(inert(file)).property('ground', groundLine(result));
    for (const disk of result.disks.filter((each) => each.file === file)) addDisk(suite, disk);
    for (const drive of result.unjudged.filter((each) => each.file === file)) {
      caseOf(suite, drive).skipped();
    }
  }
  const changes = changeLines(result);
  if (changes.length > 0) {
    const suite = builder.testSuite().name('changes');
    for (const line of changes) suite.testCase().className('changes').name(line);
  }
  addNotes(builder, result);
  return `${builder.build()}\n`;
}

/** What the verdicts cannot be about; nothing of it has passed or failed. */
function addNotes(builder: Builder, result: GateResult): void {
  const notes = remarksOf(result);
  const { templates, strangers } = result;
  if (notes.length + templates.length + strangers.length === 0) return;
  const suite = builder.testSuite().name('notes');
  for (const { rule, message, at } of notes) {
    const name = `${rule}: ${message} (${at.line}:${at.column})`;
    suite.testCase().className(inert(at.file)).name(inert(name)).skipped();
  }
  for (const file of templates) {
    suite.testCase().className(inert(file)).name('not read: a template').skipped();
  }
  for (const { file, what } of strangers) {
    suite.testCase().className(inert(file)).name(`not read: ${what}`).skipped();
  }
}

function caseOf(suite: TestSuite, disk: DiskVerdict | UnjudgedDisk) {
  return suite
    .testCase()
    .className(inert(disk.file))
    .name(inert(nameOf(disk)));
}

function addDisk(suite: TestSuite, disk: DiskVerdict): void {
  const testCase = caseOf(suite, disk);
  if (disk.verdict === 'inconclusive') testCase.error(inert(disk.reason), 'inconclusive');
  if (disk.verdict !== 'unsafe') return;
  const texts = disk.findings.map((finding) =>
    [`${finding.rule}: ${finding.title}`, ...factsOf(finding)].map(inert).join('\n'),
  );
  const [first] = disk.findings;
  testCase.failure(inert(first?.title ?? 'unsafe'), inert(first?.rule ?? ''));
  testCase.stacktrace(texts.join('\n\n').replaceAll(']]>', ']] >'));
}
