import type { Builder } from 'junit-report-builder';
import * as junitReportBuilder from 'junit-report-builder';

// The package's types describe an ES module, but it is CommonJS whose `module.exports` is the builder.
const root = junitReportBuilder.default as unknown as Builder;

export function newReport(): Builder {
  return root.newBuilder().name('blkcheck');
}

/** The library splits only the first end mark of a CDATA section, so none may be in it. */
export function characterData(text: string): string {
  return text.replaceAll(']]>', ']] >');
}
