import type { Builder, TestCase, TestSuite } from 'junit-report-builder';
import {
  type DiskVerdict,
  diskName,
  type GateResult,
  passOf,
  type UnjudgedDisk,
} from '../../model/gate-result.js';
import type { Position } from '../../model/vm-disk.js';
import { inert } from '../text/inert.js';
import { characterData, newReport } from '../text/junit-parts.js';
import {
  changeLines,
  factsOf,
  groundLine,
  headlineOf,
  placeText,
  remarksOf,
  staleLines,
  waivedBecause,
} from './blocks.js';

/** JUnit XML: a suite for each file, a case for each disk; changes, waivers and notes in others. */
export function renderGateJunit(result: GateResult): string {
  const builder = newReport();
  const files = [...new Set([...result.disks, ...result.unjudged].map(({ file }) => file))];
  for (const file of files) {
    const suite = builder.testSuite().name(inert(file)).property('ground', groundLine(result));
    for (const disk of result.disks.filter((each) => each.file === file)) addDisk(suite, disk);
    for (const drive of result.unjudged.filter((each) => each.file === file)) {
      skip(caseOf(suite, drive), placed(drive.at, drive.reason));
    }
  }
  addLines(builder, 'changes', changeLines(result));
  addLines(builder, 'waivers', staleLines(result));
  addNotes(builder, result);
  return `${builder.build()}\n`;
}

/** What has neither passed nor failed, whatever it says. */
function addLines(builder: Builder, name: string, lines: readonly string[]): void {
  if (lines.length === 0) return;
  const suite = builder.testSuite().name(name);
  for (const line of lines) skip(suite.testCase().className(name).name(line), line);
}

/** What the verdicts cannot be about; nothing of it has passed or failed. */
function addNotes(builder: Builder, result: GateResult): void {
  const notes = remarksOf(result);
  const { templates, strangers } = result;
  if (notes.length + templates.length + strangers.length === 0) return;
  const suite = builder.testSuite().name('notes');
  const add = (file: string, name: string, reason: string) =>
    skip(suite.testCase().className(inert(file)).file(inert(file)).name(inert(name)), reason);
  for (const { rule, message, at } of notes) {
    add(at.file, `${rule}: ${message} (${at.line}:${at.column})`, placed(at, message));
  }
  for (const file of templates) {
    add(file, 'not read: a template', `${file}: render it, and check what comes out`);
  }
  for (const { file, what, instead } of strangers) {
    add(file, `not read: ${what}`, `${file}: ${instead}`);
  }
}

/** The library's own `skipped()` takes no reason. Some readers show the attribute, and GitLab the text. */
function skip(testCase: TestCase, reason: string): void {
  const build = testCase.build.bind(testCase);
  const message = inert(reason);
  testCase.getSkippedCount = () => 1;
  testCase.build = (parent) => {
    const element = build(parent);
    element.ele('skipped', { message }, message);
    return element;
  };
}

function caseOf(suite: TestSuite, disk: DiskVerdict | UnjudgedDisk): TestCase {
  const file = inert(disk.file);
  return suite
    .testCase()
    .className(file)
    .file(file)
    .name(inert(diskName(disk)));
}

const placed = (at: Position, text: string) => `${placeText(at)}: ${text}`;

/** Of a failure that has a text GitLab shows nothing else, so that the place stands in it. */
function addDisk(suite: TestSuite, disk: DiskVerdict): void {
  const testCase = caseOf(suite, disk);
  const { at, reason, waived } = disk;
  const verdict = passOf(disk);
  if (verdict === 'waived') {
    const said = [...new Set(waived.map(({ by }) => waivedBecause(by)))].join('; ');
    skip(testCase, placed(at, `waived: ${said}`));
  }
  const texts = textsOf(disk);
  if (verdict === 'inconclusive') {
    const lines = [inert(placed(at, reason)), ...texts].map(characterData);
    testCase.error(inert(reason), 'inconclusive', lines.join('\n\n'));
  }
  if (verdict !== 'unsafe') return;
  const [first] = disk.findings;
  testCase.failure(
    inert(first === undefined ? 'unsafe' : headlineOf(first)),
    inert(first?.rule ?? ''),
  );
  testCase.stacktrace(texts.map(characterData).join('\n\n'));
}

function textsOf({ findings }: DiskVerdict): readonly string[] {
  return findings.map((finding) => {
    const { rule, at } = finding;
    return [placed(at, `${rule}: ${headlineOf(finding)}`), ...factsOf(finding)]
      .map(inert)
      .join('\n');
  });
}
