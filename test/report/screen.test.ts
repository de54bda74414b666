import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Finding, TraceRow } from '../../src/model/finding.js';
import { renderPretty } from '../../src/report/run/pretty.js';
import { renderStory } from '../../src/report/story/story.js';
import { aFinding, onScreen } from './fixtures.js';
import { columnsOf, hostileText, linesOf } from './hostile.js';
import { result2009 } from './result-2009.js';

const marks: fc.Arbitrary<TraceRow['mark']> = fc.constantFrom('', 'acknowledged', 'power-cut');

const traceRow: fc.Arbitrary<TraceRow> = fc.record({
  operation: fc.nat(9),
  guest: hostileText,
  device: hostileText,
  host: hostileText,
  disk: hostileText,
  mark: marks,
});

const finding: fc.Arbitrary<Finding> = fc
  .record({
    id: hostileText,
    effect: hostileText,
    because: hostileText,
    change: hostileText,
    trace: fc.array(traceRow, { maxLength: 30 }),
  })
  .map((over) => aFinding('lost', over));

const options = { ...onScreen, replayCommand: () => 'blkcheck replay BLK003.lost.json' };

function expectWithin(text: string, lines: number): void {
  expect(linesOf(text).length).toBeLessThanOrEqual(lines);
  for (const line of linesOf(text)) expect(columnsOf(line)).toBeLessThanOrEqual(80);
  expect(text).not.toMatch(/[^\n\P{Cc}]|[\p{Cf}\p{Cs}]/u);
}

it('tells any finding in 12 lines of 80 columns', () => {
  fc.assert(
    fc.property(finding, (told) => expectWithin(renderStory(told, options), 12)),
    { numRuns: 200 },
  );
});

it('shows any result on 80 x 24', () => {
  const names = fc.array(fc.record({ scenario: hostileText, reason: hostileText }), {
    maxLength: 5,
  });
  fc.assert(
    fc.property(finding, names, fc.array(finding, { maxLength: 5 }), (one, notApplicable, more) => {
      const notRun = notApplicable.map(({ scenario, reason }) => ({
        reason,
        stacks: [`${scenario}/none`, 'nvme/none'],
      }));
      const { results, ...rest } = result2009({ notApplicable, notRun });
      const [first, ...others] = results;
      if (first === undefined) throw new Error('no results');
      const findings = more.map((each, index) => ({ ...each, rule: `BLK01${index}` }));
      const result = { ...rest, results: [{ ...first, findings: [one, ...findings] }, ...others] };
      expectWithin(renderPretty(result, options), 24);
    }),
    { numRuns: 200 },
  );
});

it('keeps narrow and wide screens too', () => {
  for (const columns of [60, 120]) {
    const text = renderPretty(result2009(), { ...options, columns });
    for (const line of linesOf(text)) expect(columnsOf(line)).toBeLessThanOrEqual(columns);
  }
});
