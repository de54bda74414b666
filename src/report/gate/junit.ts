import type { Builder } from 'junit-report-builder';
import * as junitReportBuilder from 'junit-report-builder';
import type { GateResult } from '../../model/gate-result.js';
import { inert } from '../inert.js';
import { changeOf, extentOf, nameOf } from './blocks.js';

// The package's types describe an ES module, but it is CommonJS whose `module.exports` is the builder.
const root = junitReportBuilder.default as unknown as Builder;

/** JUnit XML: a suite for each file, a case for each disk. */
export function renderGateJunit(result: GateResult): string {
  const builder = root.newBuilder().name('blkcheck');
  const files = [...new Set([...result.disks, ...result.unjudged].map(({ file }) => file))];
  for (const file of files) {
    const suite = builder.testSuite().name(inert(file));
    for (const disk of result.disks.filter((each) => each.file === file)) {
      const testCase = suite
        .testCase()
        .className(inert(file))
        .name(inert(nameOf(disk)));
      if (disk.verdict === 'inconclusive') testCase.error(inert(disk.reason), 'inconclusive');
      if (disk.verdict !== 'unsafe') continue;
      const lines = disk.findings.map((finding) =>
        [`${finding.rule}: ${finding.title}`, extentOf(finding), changeOf(finding)]
          .filter((line) => line !== '')
          .map(inert)
          .join('\n'),
      );
      const [first] = disk.findings;
      testCase.failure(inert(first?.title ?? 'unsafe'), inert(first?.rule ?? ''));
      testCase.stacktrace(lines.join('\n\n').replaceAll(']]>', ']] >'));
    }
    for (const drive of result.unjudged.filter((each) => each.file === file)) {
      suite
        .testCase()
        .className(inert(file))
        .name(inert(nameOf(drive)))
        .skipped();
    }
  }
  return `${builder.build()}\n`;
}
