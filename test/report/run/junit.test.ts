import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RunResult } from '../../../src/model/result.js';
import { renderJunit } from '../../../src/report/run/junit.js';
import { aFinding, aResult, aRow, replayCommand } from '../fixtures.js';
import { wildText } from '../hostile.js';
import { result2009 } from '../result-2009.js';
import { malformedBecause } from '../xml.js';

describe('our check of well-formedness', () => {
  it.each([
    '<a>',
    '<a></b>',
    '<a/><b/>',
    '<a b="<"/>',
    '<a>&</a>',
    '<a>]]></a>',
    '<a>\u0001</a>',
    '<a><![CDATA[]]>]]></a>',
  ])('refuses %s', (xml) => expect(malformedBecause(xml)).not.toBe(''));

  it('accepts what is well formed', () => {
    expect(malformedBecause('<?xml version="1.0"?>\n<a b="&lt;">x<c/><![CDATA[<&]]></a>')).toBe('');
  });
});

it('has a suite for each cell and a case for each scenario and fault', async () => {
  const xml = renderJunit(result2009(), { replayCommand });
  await expect(xml).toMatchFileSnapshot('../golden/junit-2009.xml');
  expect(malformedBecause(xml)).toBe('');
});

it('has no times, so that the same result gives the same bytes', () => {
  const xml = renderJunit(result2009());
  expect(xml).not.toMatch(/\btime(?:stamp)?=/u);
  expect(renderJunit(result2009())).toBe(xml);
});

it('tells two configurations of a cell apart', () => {
  const id = 'wal-commit:ide/writeback:power-loss';
  const xml = renderJunit(aResult([aRow(), aRow({ id: `${id}@host=ext3` })]));
  expect(xml).toContain('name="wal-commit:power-loss"');
  expect(xml).toContain('name="wal-commit:power-loss@host=ext3"');
});

function everyOutcome(text: string): RunResult {
  const finding = aFinding('lost', { id: text, effect: text, because: text, change: text });
  const result = aResult([
    aRow({ scenario: text, findings: [finding, finding] }),
    aRow({ scenario: text, verdict: 'inconclusive', reason: text }),
  ]);
  const workloadBugs = [{ scenario: text, control: 'fault-free', finding }] as const;
  return {
    ...result,
    profile: text,
    notApplicable: [{ scenario: text, reason: text }],
    notRun: [{ reason: text, stacks: [text] }],
    summary: { ...result.summary, workloadBugs },
  };
}

it('counts failures, errors and what was skipped', () => {
  expect(renderJunit(everyOutcome('x'))).toContain(
    '<testsuites name="blkcheck" tests="5" failures="2" errors="1" skipped="2">',
  );
});

it('is well formed and inert, whatever the names are', () => {
  fc.assert(
    fc.property(wildText, (text) => {
      const xml = renderJunit(everyOutcome(text));
      expect(malformedBecause(xml)).toBe('');
      expect(xml).not.toMatch(/[^\n\P{Cc}]|\p{Cf}/u);
    }),
  );
});
